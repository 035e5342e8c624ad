/** A line of a closed meeting was written wrong: noted on the phone, put right and read out at the next meeting, told to the woman it concerns. */
import { beforeAll, expect, test } from 'vitest';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { change } from '#domain/meetings/index.ts';
import { close, contextOf, makeVillage, must, ordinaryMeeting, type Village } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, typePin, type PhoneBrowser } from './browser.ts';
import { allSent, finishMeeting, groupUrl, joinPhone, openAt, PIN, recordSteps, typeRupees } from './recording.ts';

const today = dayInIndia(new Date());
const lastMonth = addDays(today, -40);
let app: JourneyApp;
let village: Village;
let phone: PhoneBrowser;

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  const { admin, people } = village;
  const woman = people[4]!;
  await must(village.app.do('people.update', admin, { personId: woman, changes: { pictureSign: 'fish' } }));
  const sheet = ordinaryMeeting(await contextOf(village, admin), lastMonth, (now) =>
    change(now, {
      minutes: {
        ...now.minutes,
        decisions: [{ text: 'The frame is mended from the box', votesFor: 10, votesAgainst: 0 }],
      },
    }),
  );
  await must(close(village.app, admin, sheet));
  app = await startApp({ village });
  phone = await joinPhone(app, village.bookkeeper.userId);
});

const books = () => contextOf(village, village.admin);
const standing = async (index: number) =>
  (await books()).balances.find((one) => one.personId === village.people[index]);

test('from the closed meeting she names the woman, the line, the right amount and why', async () => {
  const { page } = phone;
  await openAt(phone, groupUrl(app, village.groupId));
  await phone.offline(true);
  await page.getByRole('link', { name: /10 of 10 were there/ }).click();
  await page.getByRole('link', { name: 'Something was written wrong' }).click();
  await page.getByRole('heading', { name: 'What was written wrong?' }).waitFor();
  const keep = page.getByRole('button', { name: 'Put it right next time' });
  expect(await keep.isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Woman 05' }).click();
  await page.getByRole('button', { name: /Regular saving/ }).click();
  await page.getByText('This is what was written.').waitFor();
  await typeRupees(page, 50);
  expect(await keep.isDisabled(), 'without a reason').toBe(true);
  await page.getByRole('button', { name: 'Counted wrong' }).click();
  await look(page, 'mend-wrong');
  await keep.click();
  const noted = page.getByText('Woman 05, Regular saving: ₹100 was written, ₹50 is right.');
  await noted.waitFor();
  await look(page, 'mend-noted');
});

test('what she noted by mistake she takes back', async () => {
  const { page } = phone;
  await page.getByRole('link', { name: 'Something was written wrong' }).click();
  await page.getByRole('button', { name: 'Woman 07' }).click();
  await page.getByRole('button', { name: /Own saving/ }).click();
  await typeRupees(page, 20);
  await page.getByRole('button', { name: 'Written down wrong' }).click();
  await page.getByRole('button', { name: 'Put it right next time' }).click();
  const mistaken = page.getByText(/^Woman 07, Own saving/);
  await mistaken.waitFor();
  await page.getByRole('button', { name: 'Remove' }).last().click();
  await mistaken.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Back' }).click();
  // The page she leaves says it too.
  await page.getByRole('heading', { name: 'What was written wrong?' }).waitFor({ state: 'detached' });
  const waiting = page.getByText('To be put right at the next meeting');
  await expect.poll(() => waiting.count(), { timeout: 30_000 }).toBe(1);
});

test.each(['hi', 'ur'])('the same in %s', async (language) => {
  const { page } = phone;
  const speak = (value: string) => phone.context.addCookies([{ name: 'bakhiya_language', value, url: app.url }]);
  const [meeting] = (await village.owner.query('select meeting_id from meeting where org_id = $1', [village.orgId]))
    .rows;
  await speak(language);
  await page.goto(`${groupUrl(app, village.groupId)}meetings/${meeting.meeting_id}/wrong/`);
  await page.locator('[role=img]').waitFor();
  await typePin(page, PIN);
  await page.locator('main .tiles button').nth(4).click();
  await page.locator('main ul button').first().click();
  await page.locator('main [role=group] button').first().waitFor();
  await look(page, `mend-wrong-${language}`);
  await page.locator('header a').first().click();
  await page.locator('main table').waitFor();
  await look(page, `mend-noted-${language}`);
  await speak('en');
  await openAt(phone, groupUrl(app, village.groupId));
});

test('the next meeting begins with what was decided and puts the line right', async () => {
  const { page } = phone;
  await page.getByRole('link', { name: 'Start the meeting' }).click();
  await page.getByText('Put right today: read it out to all').waitFor();
  await page.getByText('Woman 05, Regular saving: ₹100 was written, ₹50 is right.').waitFor();
  await page.getByText('The frame is mended from the box').waitFor();
  await look(page, 'mend-opening');
  await recordSteps(page, {}, [1, 1]);
  await look(page, 'mend-signs');
  await recordSteps(page, {}, [2, 7]);
  // Rs 1,000 of the last closing + 1,000 saved today - 50 that were never there.
  await finishMeeting(page, { boxRupees: 1_950 });
  await phone.offline(false);
  await page.getByRole('link', { name: 'Done' }).click();
  await allSent(page);
  expect(await standing(4)).toMatchObject({ compulsoryPaise: 15_000 });
  expect((await books()).pendingCorrections).toMatchObject([
    { personId: village.people[4], savingsChangePaise: -5_000 },
  ]);
});

test('"not yet told" until she is there and agrees', async () => {
  const { page } = phone;
  await page.getByText('Not yet told').waitFor();
  expect(await page.getByText('To be put right at the next meeting').count()).toBe(0);
  await look(page, 'mend-not-told');
  await openAt(phone, `${groupUrl(app, village.groupId)}meeting/?special=1`);
  const opening = async (): Promise<void> => {
    await page.getByText('Woman 05: your savings were put right, they are ₹50 less.').waitFor();
    await page.getByRole('button', { name: 'Read out, she agrees' }).click();
    await page.getByRole('button', { name: 'She heard it and agrees' }).waitFor();
    await look(page, 'mend-told');
  };
  // A special meeting of the same day: nobody saves anything.
  await recordSteps(page, { at: { opening } }, [1, 2]);
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await recordSteps(page, {}, [4, 7]);
  await finishMeeting(page, { boxRupees: 1_950, firstTime: false });
  await page.getByRole('link', { name: 'Done' }).click();
  await allSent(page);
  expect((await books()).pendingCorrections).toEqual([]);
  expect(await page.getByText('Not yet told').count()).toBe(0);
  expect(phone.problems).toEqual([]);
});
