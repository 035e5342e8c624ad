/** Interest put to the savings of a group's women: reckoned, resolved once, in their passbooks, taken back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Passbook } from '#domain/meetings/index.server.ts';
import { addDays, addMonths, monthOf } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { liveAYear, meetingDays, today } from '#test/linkage-builder.ts';
import { contextOf, furnish, makeVillage, must, type Village } from '#test/village.ts';
import type { InterestPage } from './index.server.ts';

let village: Village;
let stranger: Omit<Village, 'database'>;
let meetingId: string;
beforeAll(async () => {
  village = await makeVillage({ members: 12 });
  stranger = await furnish(village.app, village.owner, 5);
  meetingId = await liveAYear(village, { meetings: 6 });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

const from = monthOf(meetingDays(6)[0]!);
const key = { from, months: 3, base: 'average', products: ['compulsory', 'voluntary'], rateBps: 600, totalPaise: null };
const send = (name: string, payload: object, who = village.admin) => village.app.do(`linkage.${name}`, who, payload);
async function ask(change: object = {}, who = village.admin): Promise<InterestPage | null> {
  const answer = await village.app.ask<InterestPage | null>('linkage.interest', who, {
    ...{ groupId: village.groupId, ...key },
    ...change,
  });
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
}
const savings = async () =>
  (await contextOf(village, village.admin)).balances.map((one) => [one.personId, one.compulsoryPaise] as const);
const interestId = newId();
const posting = async (change: object = {}) => ({
  ...{ interestId: newId(), groupId: village.groupId, ...key, on: today, paidFrom: 'expense' },
  ...{ expectedPaise: (await ask())!.totalPaise, meetingId, decisionNo: 1 },
  ...change,
});

test('previewed, resolved, posted as one journal: her savings, her passbook and the phone hold it', async () => {
  const preview = (await ask())!;
  expect(preview).toMatchObject({ code: null, shares: { length: 24 } });
  expect(preview.shares.reduce((sum, one) => sum + one.paise, 0)).toBe(preview.totalPaise);
  expect(preview.totalPaise).toBeGreaterThan(0);
  const before = new Map(await savings());
  expect(await send('postInterest', await posting({ expectedPaise: 1 }))).toMatchObject({
    code: 'linkage.other_total',
  });
  expect(await send('postInterest', await posting({ decisionNo: 2 }))).toMatchObject({ code: 'linkage.no_decision' });
  expect(await send('postInterest', await posting({ on: addDays(from, 40) }))).toMatchObject({
    code: 'linkage.span_not_over',
  });
  expect(await send('postInterest', await posting(), village.bookkeeper)).toMatchObject({ code: 'door.not_allowed' });
  await must(send('postInterest', await posting({ interestId })));
  const share = preview.shares.find((one) => one.paise > 0)!;
  const after = new Map(await savings());
  expect(after.get(share.personId)! - before.get(share.personId)!).toBe(share.paise);
  const book = await village.app.ask<Passbook>('meetings.passbook', village.admin, { personId: share.personId });
  expect(book).toMatchObject({ value: { groups: [{ interest: [{ on: today, paise: share.paise }] }] } });
  const { rows } = await village.owner.query<{ account: string; paise: number }>(
    `select p.account, sum(p.amount_paise)::int as paise from posting p join journal j on j.org_id = p.org_id and j.book_id = p.book_id
       and j.seq = p.seq where j.source_id = $1 group by 1 order by 1`,
    [interestId],
  );
  expect(rows).toEqual([
    { account: '2010', paise: -preview.totalPaise },
    { account: '5030', paise: preview.totalPaise },
  ]);
});

test('no month twice, no decision twice, never more than the surplus', async () => {
  expect((await ask())!.code).toBe('linkage.interest_twice');
  expect(await send('postInterest', await posting())).toMatchObject({ code: 'linkage.interest_twice' });
  const later = { from: addMonths(from, 3), months: 1 };
  const next = (await ask(later))!;
  expect(await send('postInterest', await posting({ ...later, expectedPaise: next.totalPaise }))).toMatchObject({
    code: 'linkage.decision_used',
  });
  const much = { ...later, rateBps: null, totalPaise: next.surplusPaise + 1 };
  expect(await send('postInterest', await posting({ ...much, expectedPaise: next.surplusPaise + 1 }))).toMatchObject({
    code: 'linkage.over_surplus',
  });
});

test('taken back with a reason by its exact opposite; then months and decision are free again', async () => {
  const before = await savings();
  const back = { groupId: village.groupId, interestId, on: today, reason: 'Wrong rate read out' };
  expect(await send('takeBackInterest', back, stranger.admin)).toMatchObject({ code: 'linkage.no_interest' });
  await must(send('takeBackInterest', back));
  expect(await send('takeBackInterest', back)).toMatchObject({ code: 'linkage.taken_back' });
  expect(await savings()).not.toEqual(before);
  const row = (await ask())!.rows[0]!;
  expect(row).toMatchObject({ backOn: today, backReason: 'Wrong rate read out' });
  await must(send('postInterest', await posting()));
});

test('a stranger finds nothing', async () => {
  expect(await ask({}, stranger.admin)).toBeNull();
  expect(await send('postInterest', await posting(), stranger.admin)).toMatchObject({ code: 'linkage.no_group' });
});
