/** A loan of the office to a group in both books, what only one of them knows, and a difference agreed by name. */
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { disbursal, makeLoanOffice, withBanks, type LoanOffice } from '#test/loan-office.ts';
import { must } from '#test/village.ts';
import type { TwoBooksList, TwoBooksPage } from './index.server.ts';

let office: LoanOffice;
let bank: string;
let groupBankId: string;
let bookId: string;
beforeAll(async () => {
  office = await makeLoanOffice();
  ({ bank, groupBankId, bookId } = await withBanks(office));
});

/** What the group's book says of an account, debit positive. */
async function own(account: string): Promise<number> {
  const { rows } = await sql<{ paise: number }>`select coalesce(sum(amount_paise), 0)::bigint as paise from posting
    where org_id = ${office.orgId} and book_id = ${bookId} and account = ${account}`.execute(office.owner);
  return Number(rows[0]!.paise);
}
async function asks<T>(name: string, input: object, who = office.accountant): Promise<T> {
  const answer = await office.app.ask<T>(`linkage.${name}`, who, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
}
const list = async () => (await asks<TwoBooksList>('twoBooksList', {})).rows;
const page = async () => {
  const [row] = await list();
  return asks<TwoBooksPage>('twoBooks', { groupId: office.groupId, lenderBookId: row!.lender!.bookId });
};
const through = (more: object = {}) => ({ money: { headId: bank, reference: null, groupBankId, ...more } });

describe('one event, both books', () => {
  let loanId = '';
  test('paid out through the bank it stands in the group’s book in the same transaction', async () => {
    loanId = await office.lend({ groupLoan: true, pay: false });
    const cash = { money: { headId: office.cash, reference: null, groupBankId } };
    expect(await office.act('disburse', { ...disbursal(loanId), ...cash })).toMatchObject({
      code: 'loans.group_needs_bank',
    });
    expect(await office.act('disburse', { ...disbursal(loanId), ...through({ groupBankId: newId() }) })).toMatchObject({
      code: 'loans.group_bank_unknown',
    });
    await must(office.act('disburse', { ...disbursal(loanId), ...through() }));
    expect([await own('1020'), await own('2140')]).toEqual([100_000, -100_000]);
    expect(await list()).toMatchObject([{ lenderPaise: 100_000, groupPaise: 100_000, differencePaise: 0 }]);
  });

  test('a repayment splits alike on both sides; taken back, both take it back; a backdated one tells both anew', async () => {
    const repay = (on: string, paise: number, eventId = newId()) =>
      office.act('repay', { loanId, eventId, on, paise, excessTo: null, ...through() });
    expect(await repay('2025-06-12', 110_000)).toMatchObject({ kind: 'refused' });
    const wrong = newId();
    await must(repay('2025-07-14', 27_000, wrong));
    expect([await own('1020'), await own('2140'), await own('5020')]).toEqual([73_000, -75_000, 2_000]);
    await must(repay('2025-06-12', 27_000));
    expect(await list()).toMatchObject([{ differencePaise: 0 }]);
    await must(office.act('undo', { loanId, eventId: wrong, reason: 'typed twice' }));
    expect([await own('1020'), await own('2140'), await own('5020')]).toEqual([73_000, -75_000, 2_000]);
    const both = await page();
    expect(both).toMatchObject({ lenderPaise: 75_000, groupPaise: 75_000 });
    expect(both.pairs.map((pair) => [pair.lender?.kind, pair.lender?.paise === pair.group?.paise])).toEqual([
      ['lent', true],
      ['repaid', true],
      ['interest', true],
    ]);
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from loan_group_view where org_id = ${office.orgId}`.execute(office.owner);
    // out, the wrong one, its taking back before the earlier one, again, back, and the right one
    expect(rows[0]!.n).toBeGreaterThanOrEqual(4);
  });

  test('more than the group’s book has at its bank is not taken from it', async () => {
    const settle = { loanId, eventId: newId(), on: '2025-07-12', ...through() };
    expect(await office.act('repay', { ...settle, paise: 74_000, excessTo: 'next' })).toMatchObject({
      code: 'loans.group_bank_short',
    });
  });

  test('what only one side wrote is listed; a remark stands while the difference is that one', async () => {
    const only = { headId: bank, reference: null };
    const pay = (on: string, paise: number) =>
      office.act('repay', { loanId, eventId: newId(), on, paise, excessTo: null, money: only });
    await must(pay('2025-07-12', 26_500));
    const before = await page();
    expect(before).toMatchObject({ lenderPaise: 50_000, groupPaise: 75_000, differencePaise: -25_000, agreed: null });
    expect(before.pairs.filter((pair) => !pair.group).map((pair) => [pair.lender!.kind, pair.lender!.paise])).toEqual([
      ['repaid', 25_000],
      ['interest', 1_500],
    ]);
    const about = { groupId: office.groupId, lenderBookId: before.lender!.bookId, on: '2026-01-01' };
    const remark = { remark: 'The meeting of July is on paper still', agreedBy: 'Rukhsana' };
    const agree = (differencePaise: number, who = office.admin) =>
      office.app.do('linkage.agreeDifference', who, { ...about, ...remark, differencePaise, remarkId: newId() });
    expect(await agree(-1)).toMatchObject({ code: 'linkage.other_difference' });
    expect(await agree(-25_000, office.auditor)).toMatchObject({ code: 'door.not_allowed' });
    expect(await agree(-25_000, office.stranger)).toMatchObject({ code: 'linkage.no_two_books' });
    await must(agree(-25_000));
    expect((await list())[0]!.agreed).toMatchObject({ agreedBy: 'Rukhsana', enteredBy: 'administrator' });
    await must(pay('2025-08-12', 26_000));
    expect((await list())[0]).toMatchObject({ differencePaise: -50_000, agreed: null });
    expect((await page()).remarks).toHaveLength(1);
  });

  test('a closed month of the group’s book takes the entry on its first open day; a stranger sees nothing', async () => {
    const { app, admin, groupId, stranger } = office;
    const other = await office.lend({ groupLoan: true, pay: false });
    await must(app.do('ledger.closePeriod', admin, { bodyKind: 'group', bodyId: groupId, closedTo: '2025-05-31' }));
    await must(office.act('disburse', { ...disbursal(other), ...through() }));
    const pair = (await page()).pairs.findLast((one) => one.lender?.kind === 'lent' && one.group?.on === '2025-06-01');
    expect(pair?.lender?.on).toBe('2025-05-12');
    expect(await app.ask('linkage.twoBooksList', stranger, {})).toMatchObject({ value: { rows: [] } });
    const lenderBookId = (await page()).lender!.bookId;
    expect(await app.ask('linkage.twoBooks', stranger, { groupId, lenderBookId })).toMatchObject({ value: null });
    const near = await office.within('supervisor', { kind: 'group', id: newId() });
    expect(await app.ask('linkage.twoBooksList', near, {})).toMatchObject({ value: { rows: [] } });
    expect(await app.ask('linkage.twoBooks', near, { groupId, lenderBookId })).toMatchObject({
      code: 'door.not_allowed',
    });
  });
});
