/** The office's reconciliation on a group's own bank account and book. */
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { disbursal, makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { move } from '#test/office.ts';
import { must } from '#test/village.ts';
import type { BankMatch, BankWork, GroupTill, Reconciliation } from './index.server.ts';

let office: LoanOffice;
let headId: string;
let near: Actor;
let far: Actor;
const of = () => ({ groupId: office.groupId, headId });
const act = (name: string, input: object, who: Actor = office.accountant) =>
  office.app.do(`accounts.${name}`, who, { bodyKind: 'group', bodyId: office.groupId, headId, ...input });
async function ask<T>(name: string, input: object = of(), who: Actor = office.accountant): Promise<T> {
  const answer = await office.app.ask<T>(`accounts.${name}`, who, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
}
const line = (onDate: string, amountPaise: number, balancePaise: number, description: string) => ({
  ...{ onDate, amountPaise, balancePaise, description, reference: null },
});
const work = () => ask<BankWork>('groupBankWork');

beforeAll(async () => {
  office = await makeLoanOffice();
  headId = newId();
  const account = { bank: 'Gramin Bank', branch: 'Bakkas', ifsc: null, number: '999988887777' };
  const bank = await office.addHead({ account: '1020', nameEn: 'Bank', bank: { ...account, number: '111122223333' } });
  await must(office.voucher({ type: 'contra', on: '2025-04-02', lines: move(bank, 50_000_000, office.head('Cash')) }));
  const own = { bankAccountId: headId, groupId: office.groupId, openedOn: null, ...account };
  await must(office.app.do('groups.addBankAccount', office.admin, own));
  const money = { money: { headId: bank, reference: null, groupBankId: headId } };
  const loanId = await office.lend({ groupLoan: true, pay: false });
  await must(office.act('disburse', { ...disbursal(loanId), ...money }));
  const repay = { loanId, on: '2025-06-12', paise: 27_000, excessTo: null, ...money };
  await must(office.act('repay', { ...repay, eventId: newId() }));
  near = await office.within('supervisor', { kind: 'group', id: office.groupId });
  far = await office.within('supervisor', { kind: 'group', id: newId() });
});

describe('a group’s bank account', () => {
  let match: BankWork['proposals'][number];
  test('its statement is read in once, its columns remembered, its lines find the entries of the group’s book', async () => {
    const mapping = {
      ...{ skipRows: 1, date: 0, description: 1, reference: null, withdrawal: 2, deposit: 3, amount: null, balance: 4 },
      dateOrder: 'dmy',
    };
    await must(act('saveBankMapping', { mapping }));
    const lines = [
      line('2025-05-14', 100_000, 100_000, 'NEFT TRUST'),
      line('2025-05-31', -590, 99_410, 'CHARGES'),
      line('2025-06-13', -27_000, 72_410, 'TO TRUST'),
    ];
    await must(act('importBankLines', { statementId: newId(), fileName: 'may.csv', lines }));
    expect(await act('importBankLines', { statementId: newId(), fileName: 'may.csv', lines })).toMatchObject({
      code: 'accounts.statement_known',
    });
    const found = await work();
    expect(found).toMatchObject({ mapping: { deposit: 3 }, lines: { length: 3 }, entries: { length: 2 } });
    expect(found.proposals).toHaveLength(2);
    match = found.proposals.find((one) => one.entries[0]!.seq === found.entries[0]!.seq)!;
  });

  test('matched, what the book does not know is left; the statement ties; undone, it is open again', async () => {
    const { proposals } = await work();
    const ids = proposals.map(() => newId());
    const matches = proposals.map(({ lineIds, entries }, at) => ({ matchId: ids[at], lineIds, entries }));
    const one = { matchId: newId(), lineIds: match.lineIds, entries: match.entries };
    expect(await act('matchBankLines', { matches: [{ ...one, entries: [{ seq: 99, line: 1 }] }] })).toMatchObject({
      code: 'accounts.match_unknown',
    });
    await must(act('matchBankLines', { matches }));
    const tied = await ask<Reconciliation>('groupReconciliation', { ...of(), asOf: '2025-06-30' });
    expect(tied).toMatchObject({ bookPaise: 73_000, bankPaise: 72_410, differencePaise: 0 });
    expect([tied.notAtBank.length, tied.notInBook.map((one) => one.amountPaise)]).toEqual([0, [-590]]);
    const done = await ask<{ matches: BankMatch[] }>('groupBankMatches');
    expect(done.matches).toHaveLength(2);
    await must(act('unmatchBankLines', { matchId: ids[0] }));
    expect(await act('unmatchBankLines', { matchId: ids[0] })).toMatchObject({ code: 'accounts.match_unknown' });
    expect((await work()).proposals).toHaveLength(1);
    // one the office's own book cannot take: it is no head of it
    const other = { ...office.body, headId, matchId: ids[1] };
    expect(await office.app.do('accounts.unmatchBankLines', office.accountant, other)).toMatchObject({
      code: 'accounts.no_bank_head',
    });
  });

  test('who may see the group sees it, who keeps books matches, nobody else', async () => {
    expect(await ask<GroupTill[]>('groupTills', { groupId: office.groupId }, near)).toMatchObject([{ number: '7777' }]);
    expect((await ask<BankWork>('groupBankWork', of(), near)).lines).toHaveLength(2);
    const undo = { matchId: newId() };
    expect(await act('unmatchBankLines', undo, near)).toMatchObject({ code: 'door.not_allowed' });
    expect(await office.app.ask('accounts.groupBankWork', far, of())).toMatchObject({ code: 'door.not_allowed' });
    expect(await ask('groupBankWork', of(), office.stranger)).toBeNull();
    expect(await act('unmatchBankLines', undo, office.stranger)).toMatchObject({ code: 'accounts.no_bank_head' });
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from bank_till where till_id = ${headId}`.execute(office.owner);
    expect(rows[0]!.n).toBe(1);
  });
});
