/** sync.md 16 over the real server: it comes back from a backup, and a phone that knows more gives back what the office lost. */

import { afterAll, expect, test } from 'vitest';
import { createApp, type App } from '#app/app.server.ts';
import type { GroupContext } from '#domain/meetings/index.ts';
import { verifyDatabase } from '#domain/ledger/index.server.ts';
import { appendCommand, enrol, readCommands, readGroup, type Store } from '#field/index.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { addDays } from '#platform/dates.ts';
import { enrolmentFor, wiresTo } from '../campaign/real-server.ts';
import { makeLocks } from '../field/locks.ts';
import { newPhone, syncOf, type Wires } from '../field/phone.ts';
import { contextOf, makeVillage, ordinaryMeeting } from '../village.ts';
import { bringBack, save, temporaryFolder } from './place.ts';

const apps: App[] = [];
afterAll(async () => {
  for (const app of apps) await app.close();
});

const cashOn = async (store: Store, groupId: string): Promise<number | undefined> =>
  ((await readGroup(store, groupId))?.parts.find((part) => part.kind === 'context')?.doc as GroupContext | undefined)
    ?.cashPaise;

test('a phone that synced after the backup gives back what the office lost, once', async () => {
  const folder = temporaryFolder();
  const village = await makeVillage({ members: 5 });
  apps.push(village.app);
  const { bookkeeper, groupId } = village;
  const phone = await newPhone({ ms: Date.now() });
  const wires = wiresTo(village.app, () => bookkeeper.userId);
  const code = await enrolmentFor(village.app, village.admin, bookkeeper.userId);
  const net = { fetch: wires.fetch, baseUrl: 'https://bakhiya.test/api/sync', after: wires.after, now: phone.now };
  const store = await enrol({ ...net, timeLimitMs: 1 }, phone, { ...code, pin: '271828', deviceName: 'phone' });
  const send = async (over: Wires) => {
    const sync = await syncOf(store, over, { locks: makeLocks() });
    await sync.syncNow();
    await sync.syncNow();
    const status = sync.status();
    await sync.stop();
    return status;
  };
  const meet = async (app: App) => {
    const context = await contextOf({ app, groupId }, village.admin);
    const heldOn = addDays(context.lastMeeting?.heldOn ?? '2025-06-01', 7);
    const sheet = ordinaryMeeting(context, heldOn);
    const parent = context.lastMeeting?.meetingId;
    await appendCommand(store, {
      ...{ id: sheet.meetingId, name: 'meetings.close', schemaVersion: 1, payload: sheet },
      ...{ businessDate: heldOn, groupId, ...(parent && { dependsOn: [parent] }) },
    });
  };
  await send(wires);
  await meet(village.app);
  await send(wires);
  const written = await save(village.database.ownerUrl, folder);
  for (let n = 0; n < 3; n += 1) {
    await meet(village.app);
    await send(wires);
  }
  const before = await cashOn(store, groupId);
  const booksBefore = (await contextOf(village, village.admin)).cashPaise;
  expect(before).toBe(booksBefore);

  const { ownerUrl } = await bringBack(written.path);
  const restored = createApp({ url: ownerUrl, maxConnections: 4 });
  apps.push(restored);
  expect((await contextOf({ app: restored, groupId }, village.admin)).cashPaise).toBe(10_000 * 5);
  const later = wiresTo(restored, () => bookkeeper.userId);
  const status = await send(later);
  expect(status).toMatchObject({ serverWentBack: true, unsentCount: 0 });
  expect((await contextOf({ app: restored, groupId }, village.admin)).cashPaise).toBe(booksBefore);
  expect(await cashOn(store, groupId)).toBe(booksBefore);
  expect(await readCommands(store, 'applied')).toHaveLength(4);
  await meet(restored);
  await send(later);
  const sent = later.sent.length;
  await send(later);
  expect(later.sent.slice(sent).flatMap((call) => call.body.commands ?? [])).toEqual([]);
  const pool = ownerPool(ownerUrl, 1);
  expect(await verifyDatabase(pool)).toMatchObject({ faults: [], journals: 5 });
  // The phone pulled its group again because of the new epoch, and not a third time.
  const pulls = later.sent.filter((call) => call.path === '/pull').length;
  expect(pulls).toBeGreaterThan(0);
  await pool.end();
  await village.owner.end();
});
