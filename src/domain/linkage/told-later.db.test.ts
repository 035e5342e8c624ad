/** A loan of the office to a group that was not told in both books: topped up, paid out in parts, and told afterwards. */
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

async function own(...accounts: string[]): Promise<number[]> {
  const { rows } = await sql<{
    account: string;
    paise: number;
  }>`select account, sum(amount_paise)::bigint as paise from posting
    where org_id = ${office.orgId} and book_id = ${bookId} group by 1`.execute(office.owner);
  return accounts.map((account) => Number(rows.find((one) => one.account === account)?.paise ?? 0));
}
async function asks<T>(name: string, input: object): Promise<T> {
  const answer = await office.app.ask<T>(`linkage.${name}`, office.accountant, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
}
const list = async () => (await asks<TwoBooksList>('twoBooksList', {})).rows;
const page = async () => {
  const [row] = await list();
  return asks<TwoBooksPage>('twoBooks', { groupId: office.groupId, lenderBookId: row!.lender!.bookId });
};
const untold = { headId: '', reference: null, groupBankId: null as string | null };
const lent = async (change: object = {}, topsUpLoanId: string | null = null, method = {}) => {
  const loanId = newId();
  const asked = { principalPaise: 100_000, instalments: 4, fixedPaise: null, disburseOn: '2025-05-12' };
  const base = {
    lender: office.body,
    productId: await office.product(method),
    purpose: 'trade',
    note: null,
    topsUpLoanId,
  };
  const borrower = { borrowerKind: 'group', borrowerId: office.groupId, appliedOn: '2025-05-01' };
  await must(
    office.act('apply', { loanId, ...base, ...borrower, asked: { ...asked, firstDueOn: '2025-06-12', ...change } }),
  );
  await must(office.act('appraise', { loanId, stepId: newId(), granted: null, note: 'has repaid before' }));
  await must(office.act('approve', { loanId, stepId: newId(), note: null }, office.admin));
  return loanId;
};
const pays = (loanId: string, money: object, more: object = {}) =>
  office.act('disburse', { ...disbursal(loanId), ...more, money: { ...untold, headId: bank, ...money } });
const tell = (one: { loanId: string; eventId: string }, who = office.accountant, lenderBookId = '') =>
  office.app.do('linkage.tellGroup', who, {
    ...{ groupId: office.groupId, lenderBookId, groupBankId },
    ...{ loanId: one.loanId, eventId: one.eventId },
  });

describe('a loan told in the lender’s book alone', () => {
  let older = '';
  test('the list says which side lacks it; told afterwards, both say the same; nobody else may, and only once', async () => {
    older = await lent();
    await must(pays(older, {}));
    const before = await page();
    const lenderBookId = before.lender!.bookId;
    expect(before).toMatchObject({ lenderPaise: 100_000, groupPaise: 0, groupBanks: [{ bankAccountId: groupBankId }] });
    expect(before.untold).toMatchObject([{ loanId: older, kind: 'disbursed', paise: 100_000 }]);
    const [event] = before.untold;
    expect(await tell(event!, office.auditor, lenderBookId)).toMatchObject({ code: 'door.not_allowed' });
    expect(await tell(event!, office.stranger, lenderBookId)).toMatchObject({ code: 'linkage.no_two_books' });
    expect(await tell({ loanId: older, eventId: newId() }, office.accountant, lenderBookId)).toMatchObject({
      code: 'linkage.in_both_books',
    });
    await must(tell(event!, office.accountant, lenderBookId));
    expect(await own('1020', '2140', '1220')).toEqual([100_000, -100_000, 0]);
    expect(await page()).toMatchObject({ differencePaise: 0, untold: [] });
    expect(await tell(event!, office.accountant, lenderBookId)).toMatchObject({ code: 'linkage.in_both_books' });
  });

  test('taken back, what was told later is taken back too', async () => {
    const other = await lent();
    const paid = disbursal(other);
    await must(office.act('disburse', { ...paid, money: { ...untold, headId: bank } }));
    const { untold: events, lender } = await page();
    await must(tell(events[0]!, office.accountant, lender!.bookId));
    expect(await own('2140')).toEqual([-200_000]);
    await must(office.act('undo', { loanId: other, eventId: paid.eventId, reason: 'wrong group' }));
    expect(await own('2140', '1020')).toEqual([-100_000, 100_000]);
  });

  test('topped up without a word: it follows the loan it settles, and no advance stays', async () => {
    const newer = await lent({ principalPaise: 250_000 }, older);
    await must(pays(newer, { groupBankId: undefined }, { paise: 250_000 }));
    expect(await own('2140', '1220')).toEqual([-250_000, 0]);
    expect(await list()).toMatchObject([{ lenderPaise: 250_000, groupPaise: 250_000, differencePaise: 0 }]);
    const third = await lent({ principalPaise: 400_000 }, newer);
    // its meeting shall book it: then both halves wait, and the older loan stands in the group's book until they are there
    await must(pays(third, {}, { paise: 400_000 }));
    expect(await own('2140', '1220')).toEqual([-250_000, 0]);
    const both = await page();
    expect(both.untold.map((one) => one.kind).toSorted()).toEqual(['disbursed', 'settled']);
    const settled = both.untold.find((one) => one.kind === 'settled')!;
    // one event: whichever half is chosen, both are told
    await must(tell(settled, office.accountant, both.lender!.bookId));
    expect(await own('2140', '1220')).toEqual([-400_000, 0]);
    expect(await page()).toMatchObject({ differencePaise: 0, untold: [] });
    const fourth = await lent({ principalPaise: 500_000 }, third);
    await must(pays(fourth, {}, { paise: 500_000 }));
    const again = await page();
    const paidOut = again.untold.find((one) => one.kind === 'disbursed')!;
    await must(tell(paidOut, office.accountant, again.lender!.bookId));
    expect(await own('2140', '1220')).toEqual([-500_000, 0]);
    expect(await page()).toMatchObject({ differencePaise: 0, untold: [] });
  });
});

test('a further part goes the way its first money went, unless its meeting shall book it', async () => {
  const parts = [
    { on: '2025-05-12', paise: 60_000 },
    { on: '2025-06-12', paise: 25_000 },
    { on: '2025-07-21', paise: 15_000 },
  ];
  const loanId = await lent({ instalments: 8, parts }, null, { method: 'EMI' });
  const [first, second, third] = parts.map(({ on, paise }) => ({ on, paise, condition: 'walls stand' }));
  await must(pays(loanId, { groupBankId }, first));
  await must(pays(loanId, { groupBankId: undefined }, second));
  expect(await own('2140')).toEqual([-585_000]);
  expect(await page()).toMatchObject({ differencePaise: 0 });
  await must(pays(loanId, { groupBankId: null }, third));
  expect(await page()).toMatchObject({ differencePaise: 15_000, untold: [{ loanId, on: third!.on, paise: 15_000 }] });
});
