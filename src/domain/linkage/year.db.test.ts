/** A group's year closed by a resolution: statements stay true, the surplus is kept, the next year begins from it; opened again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BookBalanceSheet, IncomeStatement, Periods, TrialBalance } from '#domain/ledger/index.server.ts';
import type { Actor } from '#platform/door.ts';
import { addDays, financialYear } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { liveAYear, today } from '#test/linkage-builder.ts';
import { close, contextOf, furnish, makeVillage, must, ordinaryMeeting, type Village } from '#test/village.ts';
import type { GroupYearPage } from './index.server.ts';

let village: Village;
let stranger: Omit<Village, 'database'>;
let meetingId: string;
// the last year that was over when the last meeting (the 12th) was held: its minutes decide on it
const year = financialYear(addDays(today, -12)).year - 1;
const [from, to] = [`${year}-04-01`, `${year + 1}-03-31`];
beforeAll(async () => {
  village = await makeVillage({ members: 12 });
  stranger = await furnish(village.app, village.owner, 5);
  meetingId = await liveAYear(village, { meetings: 14 });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

const send = (name: string, payload: object, who: Actor = village.admin) =>
  village.app.do(`linkage.${name}`, who, payload);
async function asks<T>(name: string, input: object, who: Actor = village.admin): Promise<T> {
  const answer = await village.app.ask<T>(name, who, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
}
const body = () => ({ bodyKind: 'group', bodyId: village.groupId });
const page = () => asks<GroupYearPage>('linkage.year', { groupId: village.groupId, year });
const income = () => asks<IncomeStatement>('ledger.incomeStatement', { ...body(), from, to });
const sheet = (asOf: string) => asks<BookBalanceSheet>('ledger.bookBalanceSheet', { ...body(), asOf });
const kept = ({ equity }: BookBalanceSheet) => equity.find((one) => one.account === '3010')?.paise ?? 0;
const closing = async (change: object = {}) => ({
  ...{ closingId: newId(), groupId: village.groupId, year, expectedPaise: (await page()).surplusPaise },
  ...{ meetingId, decisionNo: 1 },
  ...change,
});
const closingId = newId();

test('closed once by the minutes; its statement of income shows the same, the surplus is kept, the sheet balances', async () => {
  const before = { page: await page(), income: await income(), sheet: await sheet(to), now: await sheet(today) };
  expect(before.page).toMatchObject({ code: null, keptPaise: 0, surplusPaise: before.income.surplusPaise });
  expect(before.page.surplusPaise).toBeGreaterThan(0);
  expect(await send('closeYear', await closing({ expectedPaise: 1 }))).toMatchObject({ code: 'linkage.other_surplus' });
  expect(await send('closeYear', await closing({ year: financialYear(today).year }))).toMatchObject({
    code: 'linkage.year_not_over',
  });
  expect(await send('closeYear', await closing({ decisionNo: 2 }))).toMatchObject({ code: 'linkage.no_decision' });
  expect(await send('closeYear', await closing(), village.bookkeeper)).toMatchObject({ code: 'door.not_allowed' });
  await must(send('closeYear', await closing({ closingId })));
  expect(await income()).toEqual(before.income);
  const after = await sheet(to);
  expect(after).toMatchObject({ openSurplusPaise: 0, totalPaise: before.sheet.totalPaise });
  expect(kept(after)).toBe(before.page.surplusPaise);
  // the next year begins with it and shows its own income alone
  const now = await sheet(today);
  expect(now.openSurplusPaise).toBe(before.now.openSurplusPaise - before.page.surplusPaise);
  for (const one of [after, now]) {
    const side = [...one.liabilities, ...one.equity].reduce((sum, line) => sum + line.paise, one.openSurplusPaise);
    expect(side).toBe(one.totalPaise);
  }
  const trial = await asks<TrialBalance>('ledger.trialBalance', body());
  expect(trial.debitPaise).toBe(trial.creditPaise);
});

test('what is dated into it waits for a person; neither year nor decision counts twice', async () => {
  expect((await page()).code).toBe('linkage.year_shut');
  expect(await send('closeYear', await closing())).toMatchObject({ code: 'linkage.year_shut' });
  const share = { shareOutId: newId(), groupId: village.groupId, on: today, from, key: 'equal', totalPaise: 1 };
  expect(await send('shareOut', { ...share, meetingId, decisionNo: 1 })).toMatchObject({
    code: 'linkage.decision_used',
  });
  const late = ordinaryMeeting(await contextOf(village, village.admin), to);
  expect((await close(village.app, village.admin, late)).kind).not.toBe('applied');
});

test('opened again with a reason by the exact opposite, and closed once more', async () => {
  const open = { groupId: village.groupId, closingId, reason: 'A voucher was forgotten' };
  expect(await send('reopenYear', open, village.bookkeeper)).toMatchObject({ code: 'door.not_allowed' });
  expect(await send('reopenYear', open, stranger.admin)).toMatchObject({ code: 'linkage.no_year' });
  const { surplusPaise } = await income();
  // by itself the period stays shut: entries of the year would come under a surplus already kept
  const { closings } = (await asks<Periods>('ledger.periods', body()))!;
  const alone = { ...body(), periodCloseId: closings[0]!.periodCloseId, reason: 'A voucher was forgotten' };
  expect(await village.app.do('ledger.reopenPeriod', village.admin, alone)).toMatchObject({
    code: 'ledger.year_end',
    params: { closedTo: to },
  });
  await must(send('reopenYear', open));
  expect(await send('reopenYear', open)).toMatchObject({ code: 'linkage.taken_back' });
  expect(await sheet(to)).toMatchObject({ openSurplusPaise: surplusPaise });
  expect((await income()).surplusPaise).toBe(surplusPaise);
  const { rows } = await page();
  expect(rows).toMatchObject([{ year, reopenReason: 'A voucher was forgotten' }]);
  await must(send('closeYear', await closing()));
  expect((await page()).rows).toHaveLength(2);
});

test('a stranger finds nothing', async () => {
  expect(await asks('linkage.year', { groupId: village.groupId, year }, stranger.admin)).toBeNull();
  expect(await asks('ledger.incomeStatement', { ...body(), from, to }, stranger.admin)).toBeNull();
  expect(await send('closeYear', await closing(), stranger.admin)).toMatchObject({ code: 'linkage.no_group' });
});
