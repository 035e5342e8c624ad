import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../app.server.ts';
import { actorOf } from '../actors.server.ts';
import { publishedKeys, receiptKeys, renewReceiptKey } from '../keys.server.ts';
import { makeFirstUser } from '../organisations.server.ts';
import { kyselyOn } from '#platform/db.server.ts';
import { close, contextOf, furnish, makeVillage, must, ordinaryMeeting, type Village } from '#test/village.ts';
import { receiptsFor } from './index.server.ts';
import { readReceipt } from './receipt.ts';

let village: Village;
let meetingId = '';
beforeAll(async () => {
  village = await makeVillage();
  const sheet = ordinaryMeeting(await contextOf(village, village.admin), '2025-04-12');
  await must(close(village.app, village.bookkeeper, sheet));
  meetingId = sheet.meetingId;
  await village.app.keys();
});
afterAll(() => village.app.close());

const keysOf = () => receiptKeys(village.app.db);

test('a closed meeting gives one receipt of the whole and one per member, tied to the head of the book', async () => {
  const found = await receiptsFor(
    { app: village.app, who: village.bookkeeper },
    { groupId: village.groupId, meetingId },
  );
  if (found.kind !== 'answer' || !found.value) throw new Error('no receipts');
  expect(found.value.members).toHaveLength(15);
  const head = await village.owner.query<{ head: string }>(
    `select encode(head_hash, 'hex') as head from book where book_id = $1`,
    [village.bookId],
  );
  const whole = (await readReceipt(found.value.meeting, await keysOf()))?.receipt;
  expect(whole).toMatchObject({ k: 'm', d: '2025-04-12', q: 1, a: [150_000, 0, 0, 150_000], c: [15, 15] });
  expect(head.rows[0]?.head.startsWith(whole?.h ?? '-')).toBe(true);
  const hers = (await readReceipt(found.value.members[0]?.text ?? '', await keysOf()))?.receipt;
  expect(hers).toMatchObject({ k: 'p', a: [10_000, 0, 0, 0, 0, 10_000, 0] });
  const again = await receiptsFor(
    { app: village.app, who: village.bookkeeper },
    { groupId: village.groupId, meetingId },
  );
  expect(again).toEqual(found);
});

test('a member gets her own receipt and nobody else’s; a stranger gets none', async () => {
  const { app, groupId, orgId, owner } = village;
  const [personId = '', other = ''] = village.people;
  const userId = await makeFirstUser(owner, {
    orgId,
    name: 'Member',
    phone: '9111111111',
    personId,
    grants: [{ role: 'member' }],
  });
  const she = (await actorOf(app.db, userId))!;
  const hers = await app.ask<string | null>('receipts.own', she, { meetingId });
  const same = await app.ask<string | null>('receipts.ofMember', village.admin, { groupId, meetingId, personId });
  expect(hers).toMatchObject({ kind: 'answer' });
  expect(hers).toEqual(same);
  expect(await app.ask('receipts.ofMember', she, { groupId, meetingId, personId: other })).toMatchObject({
    code: 'door.not_allowed',
  });
  const stranger = await furnish(app, owner, 10);
  expect(await app.ask('receipts.ofMeeting', stranger.admin, { groupId, meetingId })).toEqual({
    kind: 'answer',
    value: null,
  });
});

test('what a key signed before it was retired is still genuine, and says so; the next app signs with another', async () => {
  const ask = { groupId: village.groupId, meetingId };
  const textOf = async (app: Village['app']): Promise<string> => {
    const found = await receiptsFor({ app, who: village.bookkeeper }, ask);
    return found.kind === 'answer' ? (found.value?.meeting ?? '') : '';
  };
  const before = await textOf(village.app);
  await renewReceiptKey(kyselyOn(village.owner));
  await village.owner.query(`update signing_key set retired_at = '2026-05-12T06:00:00Z' where retired_at is not null`);
  const restarted = createApp({ url: village.database.ownerUrl, maxConnections: 2 });
  const after = await textOf(restarted);
  await restarted.close();
  expect(after).not.toBe(before);
  expect((await readReceipt(before, await keysOf()))?.key.retiredOn).toBe('2026-05-12');
  expect((await readReceipt(after, await keysOf()))?.key.retiredOn).toBeNull();
  const published = await publishedKeys(village.app.db);
  expect(published.map(({ usedUntil }) => usedUntil)).toEqual([null, '2026-05-12T06:00:00.000Z']);
  expect(published.map(({ spki }) => spki)).toEqual((await keysOf()).map(({ spki }) => spki));
  const [inUse] = await keysOf();
  expect(await readReceipt(before, [inUse!])).toBeNull();
});
