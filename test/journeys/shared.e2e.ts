/** One phone, two women: neither sees, loses nor deletes what is the other's; and a woman added twice is one card. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { addWoman, must, usualRules } from '../village.ts';
import { allSent } from './recording.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, typePin, waitUntilKept, type PhoneBrowser } from './browser.ts';
import { addStaff, confirmAndClose, join, recordMeeting } from './steps.ts';

const [PIN, SAKINAS, ANEW] = ['482916', '739164', '826491'];
let app: JourneyApp;
let phone: PhoneBrowser;
let sakina: string;

/** A second group, in the care of another woman. */
async function openSecondGroup(): Promise<string> {
  const { app: door, admin, placeId } = app.village;
  const groupId = newId();
  const group = { groupId, kind: 'self_help_group', name: 'Ujala', nameHi: null, nameUr: null, placeId };
  const days = { formedOn: '2025-04-01', booksFromOn: '2025-04-01' };
  const more = { parentGroupId: null, practice: false, sizeException: 'three for a test' };
  await must(door.do('groups.open', admin, { ...group, ...days, ...more }));
  await must(door.do('meetings.setRules', admin, { groupId, rules: usualRules(), decidedBy: 'first meeting' }));
  for (const name of ['Zeenat 1', 'Zeenat 2', 'Zeenat 3']) await addWoman(door, admin, { groupId, placeId, name });
  return groupId;
}

beforeAll(async () => {
  app = await startApp();
  const scopeId = await openSecondGroup();
  const grants = [{ role: 'bookkeeper', scopeKind: 'group' as const, scopeId }];
  sakina = await addStaff(app, { name: 'Sakina', phone: '8123456780', grants });
  phone = await openPhone({ url: app.url });
  await join(phone.page, await app.enrolmentLink(app.village.bookkeeper.userId), PIN!);
  await waitUntilKept(phone.page);
  // Nothing of hers may leave before the test says so.
  await hold(phone.page);
});

const hold = (page: Page) =>
  page.context().route('**/api/sync/push', (route) => {
    const { commands } = route.request().postDataJSON() as { commands: unknown[] };
    return commands.length > 0 ? route.abort() : route.continue();
  });
const letGo = (page: Page) => page.context().unroute('**/api/sync/push');

/** Every store of every database and every kept answer of this address, as text: what somebody with the phone in her hands could read. */
const everythingKept = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const plain = (value: unknown): string =>
      JSON.stringify(value, (_key, held: unknown) =>
        held instanceof Uint8Array ? [new TextDecoder().decode(held), new TextDecoder('utf-16le').decode(held)] : held,
      );
    const wait = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error ?? new Error('unreadable'));
      });
    const found: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    for (const { name } of await indexedDB.databases()) {
      const db = await wait(indexedDB.open(name!));
      for (const store of db.objectStoreNames) {
        const rows = db.transaction(store).objectStore(store);
        found.push(plain([name, store, await wait(rows.getAllKeys()), await wait(rows.getAll())]));
      }
      db.close();
    }
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys())
        if (url.includes('/api/')) found.push(`kept answer ${url}`);
    return found.join('\n');
  });

test('she records a meeting and locks; another woman is added beside her', async () => {
  const { page } = phone;
  await page.getByRole('link', { name: 'Roshni' }).click();
  await recordMeeting(page, [[0, '3']]);
  await confirmAndClose(page);
  await page.goto(`${app.url}/field/`);
  await page
    .getByText(/^1 .*not sent/)
    .first()
    .waitFor();
  await join(page, await app.enrolmentLink(sakina), SAKINAS!);
  await page.getByRole('heading', { name: 'Ujala' }).waitFor();
  expect(await page.getByText('Roshni').count(), 'the other group is not on her screen').toBe(0);
  await look(page, 'shared-home');
});

test('in the raw stores nothing of either can be read, open or locked', async () => {
  const { page } = phone;
  for (const state of ['open', 'locked'] as const) {
    if (state === 'locked') await page.reload();
    const kept = await everythingKept(page);
    expect(kept.includes('Sakina'), 'the reading works: who may unlock stands there').toBe(true);
    expect(kept.length).toBeGreaterThan(5_000);
    for (const word of [
      'Roshni',
      'रोशनी',
      'روشنی',
      'Woman',
      'Ujala',
      'Zeenat',
      'Paise',
      'heldOn',
      'meetings.close',
      '2468',
    ])
      expect(kept.includes(word), `${word}, ${state}`).toBe(false);
    expect(kept.includes('/api/'), 'no answer of the office is kept').toBe(false);
  }
});

test('she sends the other woman’s sealed meeting; it is booked under its author’s name and stays in the other’s place', async () => {
  const { page } = phone;
  await page.getByRole('button', { name: /Sakina/ }).waitFor();
  await look(page, 'shared-who');
  await page.getByRole('button', { name: /Sakina/ }).click();
  await typePin(page, SAKINAS!);
  await page.goto(`${app.url}/field/sending/`);
  await page.getByRole('button', { name: /Sakina/ }).click();
  await typePin(page, SAKINAS!);
  await page.getByText('1 of Bookkeeper’s meetings waits on this phone').waitFor();
  await look(page, 'shared-sending');
  const before = await rowsOf(page);
  await letGo(page);
  await page.getByRole('button', { name: 'Send now' }).click();
  const { owner, orgId, bookkeeper } = app.village;
  await expect
    .poll(async () => (await owner.query('select recorded_by from meeting where org_id = $1', [orgId])).rows)
    .toEqual([{ recorded_by: bookkeeper.userId }]);
  expect(await rowsOf(page), 'nothing was deleted').toEqual(before);
});

/** How many records lie in each user's outbox. */
const rowsOf = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const counts: number[] = [];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((done) => {
        const asked = indexedDB.open(name!);
        asked.onsuccess = () => done(asked.result);
      });
      if (db.objectStoreNames.contains('outbox')) {
        const asked = db.transaction('outbox').objectStore('outbox').count();
        counts.push(await new Promise<number>((done) => (asked.onsuccess = () => done(asked.result))));
      }
      db.close();
    }
    return counts.sort();
  });

test('her author opens her place and finds it sent', async () => {
  const { page } = phone;
  await page.goto(`${app.url}/field/`);
  await page.getByRole('button', { name: /Bookkeeper/ }).click();
  await typePin(page, PIN!);
  await allSent(page);
  await page.getByText('₹1,500').waitFor();
  expect(await page.getByText('Ujala').count()).toBe(0);
});

test('added anew on the same phone she is one card, and her unsent work comes over with her old PIN', async () => {
  const { page } = phone;
  await hold(page);
  await page.goto(`${app.url}/field/groups/${app.village.groupId}/skip/`);
  await page.getByRole('button', { name: /Bookkeeper/ }).click();
  await typePin(page, PIN!);
  await page.getByLabel('Planned day').fill('2027-01-12');
  await page.getByRole('button', { name: 'Weather' }).click();
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page
    .getByText(/^1 .*not sent/)
    .first()
    .waitFor();

  await join(page, await app.enrolmentLink(app.village.bookkeeper.userId), ANEW!);
  await page.getByRole('heading', { name: 'Roshni' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: /Bookkeeper/ }).waitFor();
  expect(await page.getByRole('button', { name: /Bookkeeper/ }).count()).toBe(1);
  await page.getByText(/^1 .*not sent/).waitFor();
  await page.goto(`${app.url}/field/phone/`);
  await page.getByRole('button', { name: /Bookkeeper/ }).click();
  await typePin(page, ANEW!);
  await page.getByText('From your earlier place on this phone').waitFor();
  await look(page, 'shared-earlier');
  await page.getByLabel(/^Your earlier PIN/).fill('111222');
  await page.getByRole('button', { name: 'Bring over' }).click();
  await page.getByText('This PIN is not right').waitFor();
  await page.getByLabel(/^Your earlier PIN/).fill(PIN!);
  await page.getByRole('button', { name: 'Bring over' }).click();
  await page.getByText('Brought over: 1.').waitFor();
  await page.getByText('From your earlier place on this phone').waitFor({ state: 'detached' });
  await page
    .getByText(/^1 .*not sent/)
    .first()
    .waitFor();
  await letGo(page);
  await page.getByRole('status').getByRole('link').click();
  await page.getByText('Meeting not held').waitFor();
  await page.getByRole('button', { name: 'Send now' }).click();
  await allSent(page);
  const { owner, orgId } = app.village;
  const { rows } = await owner.query(`select state from meeting where org_id = $1 order by held_on`, [orgId]);
  expect(rows).toEqual([{ state: 'closed' }, { state: 'skipped' }]);
  expect(phone.problems).toEqual([]);
});
