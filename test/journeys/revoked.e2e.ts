/** A stopped phone: its unsent work is kept for the supervisor, who takes one record and keeps one out; members' data is hidden. */
import { beforeAll, expect, test } from 'vitest';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, typePin, waitUntilKept, type PhoneBrowser } from './browser.ts';
import { addStaff, confirmAndClose, join, openDesk, recordMeeting } from './steps.ts';

const PIN = '482916';
let app: JourneyApp;
let phone: PhoneBrowser;
let desk: PhoneBrowser;

beforeAll(async () => {
  app = await startApp();
  await addStaff(app, { name: 'Kahkashan', phone: '8123456789', grants: [{ role: 'supervisor' }] });
  phone = await openPhone({ url: app.url });
  await join(phone.page, await app.enrolmentLink(app.village.bookkeeper.userId), PIN);
  await waitUntilKept(phone.page);
});

test('without signal she records a meeting and one that was not held', async () => {
  const { page } = phone;
  await phone.offline(true);
  await page.getByRole('link', { name: 'Roshni' }).click();
  await recordMeeting(page, [[0, '3']]);
  await confirmAndClose(page);
  await page.goto(`${app.url}/field/groups/${app.village.groupId}/skip/`);
  await typePin(page, PIN);
  await page.getByLabel('Planned day').fill('2027-01-12');
  await page.getByRole('button', { name: 'Weather' }).click();
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page
    .getByText(/^2 .*not sent/)
    .first()
    .waitFor();
});

test('the supervisor stops her phone; it hands over what it has and hides the members', async () => {
  desk = await openDesk(app, '8123456789');
  await desk.page.goto(`${app.url}/office/settings/devices`);
  await desk.page.getByRole('button', { name: 'Stop this phone' }).click();
  await desk.page.getByRole('cell', { name: 'Stopped' }).waitFor();
  await phone.offline(false);
  const { page } = phone;
  await page.goto(`${app.url}/field/sending/`);
  await typePin(page, PIN);
  await page.getByText('The office has stopped this phone.').waitFor();
  const { owner, orgId } = app.village;
  await expect
    .poll(async () => (await owner.query('select count(*)::int as n from quarantine where org_id = $1', [orgId])).rows)
    .toEqual([{ n: 2 }]);
  expect((await owner.query('select count(*)::int as n from meeting where org_id = $1', [orgId])).rows).toEqual([
    { n: 0 },
  ]);
  await look(page, 'stopped-sending');
  await page.goto(`${app.url}/field/`);
  await typePin(page, PIN);
  await page
    .getByText(/This phone is stopped|stopped this phone/)
    .first()
    .waitFor();
  await look(page, 'stopped-home');
  expect(await page.getByText('Roshni').count()).toBe(0);
  for (const path of ['', '/meeting', `/members/${app.village.people[0]}`]) {
    await page.goto(`${app.url}/field/groups/${app.village.groupId}${path}/`);
    await typePin(page, PIN);
    await page.getByText('Your PIN').waitFor({ state: 'detached' });
    await page.getByText('This group is not on the phone').waitFor();
    expect(await page.getByText(/Woman \d\d/).count(), path).toBe(0);
  }
});

test('she sees what each record says, releases the meeting and keeps the other out', async () => {
  const { page } = desk;
  await page.goto(`${app.url}/office`);
  await page.getByRole('link', { name: 'Unsent work of stopped phones' }).click();
  await page.getByText('15 of 15 present, ₹1,500 came in').waitFor();
  await page.getByText('Meeting not held').waitFor();
  await look(page, 'quarantine');
  const meeting = page.locator('section').filter({ hasText: '15 of 15 present' });
  await meeting.getByLabel('Reason').fill('I asked the president: it is true.');
  await meeting.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('Released: Recorded.').waitFor();
  const other = page.locator('section').filter({ hasText: 'Meeting not held' });
  await other.getByText('Keep out of the books').click();
  await other.getByLabel('Reason').fill('They did meet on that day.');
  await other.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('No stopped phone has sent anything.').waitFor();
  await look(page, 'quarantine-settled');
  const { owner, orgId, bookkeeper } = app.village;
  const { rows } = await owner.query('select state, recorded_by from meeting where org_id = $1', [orgId]);
  expect(rows).toEqual([{ state: 'closed', recorded_by: bookkeeper.userId }]);
  const kept = await owner.query('select decision from quarantine where org_id = $1 order by decision', [orgId]);
  expect(kept.rows).toEqual([{ decision: 'refused' }, { decision: 'released' }]);
  expect([...phone.problems, ...desk.problems]).toEqual([]);
});

test.each(['hi', 'ur'] as const)('the stopped phone says so in %s', async (language) => {
  const { page, context } = phone;
  await context.addCookies([{ name: 'bakhiya_language', value: language, url: app.url }]);
  await page.goto(`${app.url}/field/sending/`);
  await typePin(page, PIN);
  await page.locator('dl').waitFor();
  await look(page, `stopped-sending-${language}`);
});
