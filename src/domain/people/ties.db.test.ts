/** Nobody is erased while something open needs her name; what it is, is said before she tries. */
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { PayoffQuote } from '#domain/loans/index.server.ts';
import type { Actor } from '#platform/door.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { anEnterprise, woman as ownedBy } from '#test/enterprise-builder.ts';
import { disbursal, makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { move } from '#test/office.ts';
import { addWoman, must } from '#test/village.ts';
import type { ErasurePreview } from './index.server.ts';

let office: LoanOffice;
const today = dayInIndia(new Date());
const longAgo = '2025-01-31';

beforeAll(async () => {
  office = await makeLoanOffice();
  await must(
    office.app.do('people.setRetention', office.admin, { fromOn: '2020-01-01', months: 1, source: 'trustees' }),
  );
});

const woman = (name: string) =>
  addWoman(office.app, office.admin, { groupId: office.groupId, placeId: office.placeId, name });
const run = (text: string, values: unknown[] = []) =>
  sql`${sql.raw(text.replace(/\?/g, () => `'${String(values.shift())}'`))}`.execute(office.owner);
/** Out of her group and of the organisation, long before the term. */
async function leaves(personId: string): Promise<void> {
  await run('update membership set left_on = ?, joined_on = ? where person_id = ?', [longAgo, longAgo, personId]);
  await run('update person set left_on = ? where person_id = ?', [longAgo, personId]);
}
const erase = (personId: string, who: Actor = office.admin) => office.app.do('people.erase', who, { personId });
const preview = async (personId: string): Promise<ErasurePreview> => {
  const answer = await office.app.ask<ErasurePreview>('people.erasurePreview', office.admin, { personId });
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
};
/** Asked beforehand and refused alike, and nothing of her is gone. */
async function refusedFor(personId: string, kind: string, params: object = { count: 1 }): Promise<void> {
  const code = `people.erase_open_${kind}`;
  const before = await preview(personId);
  expect(before.ties).toMatchObject([{ kind, code, params }]);
  expect(before.problem).toMatchObject({ code, params });
  expect(await erase(personId)).toMatchObject({ kind: 'refused', code, params });
  expect((await preview(personId)).fields).toContain('nameLatin');
}
async function erased(personId: string): Promise<void> {
  expect(await preview(personId)).toMatchObject({ problem: null, ties: [] });
  await must(erase(personId));
  expect((await preview(personId)).fields).toEqual([]);
}
const numberOf = async (loanId: string) => (await office.card(loanId)).number;
async function payOff(loanId: string): Promise<void> {
  const on = '2025-06-27';
  const answer = await office.app.ask<PayoffQuote>('loans.payoff', office.accountant, { loanId, on });
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  const money = { headId: office.cash, reference: null };
  await must(office.act('settle', { loanId, eventId: newId(), on, paise: answer.value.totalPaise, money }));
}

test('with nothing open she is erased as before, and never by a stranger', async () => {
  const personId = await woman('Nasima');
  await leaves(personId);
  expect(await erase(personId, office.stranger)).toMatchObject({ code: 'people.not_found' });
  const asked = await office.app.ask<ErasurePreview | null>('people.erasurePreview', office.stranger, { personId });
  expect(asked.kind === 'answer' ? asked.value : null).toBeNull();
  await erased(personId);
});

test('a loan of the office keeps her, from its application to its last rupee', async () => {
  const personId = await woman('Nazneen');
  const loanId = await office.lend({ borrowerId: personId, pay: false });
  const numbers = await numberOf(loanId);
  await leaves(personId);
  await refusedFor(personId, 'loan', { count: 1, numbers });
  await must(office.act('disburse', { ...disbursal(loanId), money: { headId: office.cash, reference: null } }));
  await refusedFor(personId, 'loan', { count: 1, numbers });
  await payOff(loanId);
  await run('update loan_standing set over_paise = 5 where loan_id = ?', [loanId]);
  await refusedFor(personId, 'loan', { count: 1, numbers });
  await run('update loan_standing set over_paise = 0 where loan_id = ?', [loanId]);
  const claim = { loanId, claimId: newId(), insurer: 'LIC', on: today };
  await run(
    `insert into loan_claim (org_id, loan_id, claim_id, insurer, lodged_on, claimed_paise, made_by, made_at) values (?, ?, ?, ?, ?, 1, ?, now())`,
    [office.orgId, loanId, claim.claimId, claim.insurer, claim.on, office.admin.userId],
  );
  await refusedFor(personId, 'loan', { count: 1, numbers });
  await run('delete from loan_claim where loan_id = ?', [loanId]);
  await erased(personId);
});

test('a loan written off and not let go of keeps her; one that was refused or is another’s does not', async () => {
  const personId = await woman('Noorjahan');
  await office.lend();
  const loanId = await office.lend({ borrowerId: personId, pay: false });
  await leaves(personId);
  const stands = (status: string, memo: number) =>
    run('update loan_standing set status = ?, memo_owed_paise = ? where loan_id = ?', [status, memo, loanId]);
  await stands('written_off', 500);
  await refusedFor(personId, 'loan', { count: 1, numbers: await numberOf(loanId) });
  await stands('written_off', 0);
  expect((await preview(personId)).ties).toEqual([]);
  await stands('rejected', 0);
  await erased(personId);
});

test('what stands under a record merged into hers is hers too', async () => {
  const [keptId, aliasId] = [await woman('Salma'), await woman('Salma B')];
  const loanId = await office.lend({ borrowerId: aliasId });
  await must(office.app.do('people.merge', office.admin, { keptId, aliasId, reason: 'one woman' }));
  await leaves(keptId);
  await leaves(aliasId);
  await refusedFor(keptId, 'loan', { count: 1, numbers: await numberOf(loanId) });
  await payOff(loanId);
  await erased(keptId);
});

test('who stands for a loan is kept while it is open, unless she was let go', async () => {
  const friends = [await woman('Zahida'), await woman('Zubaida')] as const;
  const loanId = await office.lend({ pay: false });
  const numbers = await numberOf(loanId);
  const ids = friends.map(() => newId());
  for (const [n, personId] of friends.entries())
    await must(
      office.act('nameGuarantor', {
        ...{ loanId, guarantorId: ids[n] },
        guarantor: { kind: 'person', personId, relation: 'sister' },
      }),
    );
  for (const personId of friends) {
    await leaves(personId);
    await refusedFor(personId, 'guaranty', { count: 1, numbers });
  }
  await must(office.act('releaseGuarantor', { loanId, guarantorId: ids[0], reason: 'moved away' }));
  await erased(friends[0]);
  await must(office.act('disburse', { ...disbursal(loanId), money: { headId: office.cash, reference: null } }));
  await refusedFor(friends[1], 'guaranty', { count: 1, numbers });
  await payOff(loanId);
  await erased(friends[1]);
});

test('a trade that runs keeps its owner; its loan keeps the last of its owners alone', async () => {
  const [first, last] = [await woman('Shabnam'), await woman('Shamim')];
  const made = anEnterprise({ placeId: office.placeId, owners: [ownedBy(first, 5_000), ownedBy(last, 5_000)] });
  const { enterpriseId } = made;
  await must(office.app.do('enterprises.register', office.admin, made));
  const productId = await office.product({ borrowers: ['enterprise'] });
  const loanId = await office.lend({ productId, enterpriseId });
  for (const personId of [first, last]) {
    await leaves(personId);
    await refusedFor(personId, 'enterprise');
  }
  await run('update enterprise set closed_on = ? where enterprise_id = ?', [longAgo, enterpriseId]);
  await erased(first);
  await refusedFor(last, 'loan', { count: 1, numbers: await numberOf(loanId) });
  await payOff(loanId);
  await erased(last);
});

test('a group she is in or holds an office of, its loan, its money of hers', async () => {
  const { orgId, groupId } = office;
  const personId = await woman('Rabia');
  await run('update person set left_on = ? where person_id = ?', [longAgo, personId]);
  await refusedFor(personId, 'group');
  await leaves(personId);
  await run(`insert into officer (org_id, group_id, person_id, role, from_on) values (?, ?, ?, 'bookkeeper', ?)`, [
    ...[orgId, groupId, personId, '2024-06-01'],
  ]);
  await refusedFor(personId, 'group');
  await run('update officer set until_on = ? where person_id = ?', [longAgo, personId]);
  const book = `(select book_id from groups where group_id = '${groupId}')`;
  const loanId = newId();
  await run(
    `insert into loan (org_id, loan_id, book_id, group_id, borrower_kind, borrower_id, purpose, source, terms, principal_paise, level_paise,
      disbursed_on, source_kind, source_id, state, principal_left_paise)
     values (?, ?, ${book}, ?, 'person', ?, 'trade', 'own', '{}', 100, 100, ?, 'cut_off', ?, 'active', 100)`,
    [orgId, loanId, groupId, personId, longAgo, newId()],
  );
  await refusedFor(personId, 'group_loan');
  await run(`update loan set state = 'closed', principal_left_paise = 0 where loan_id = ?`, [loanId]);
  const none = '00000000-0000-0000-0000-000000000000';
  const saved = (credit: number) =>
    run(
      `insert into party_balance (org_id, book_id, party_id, account, item_id, event_month, entry_month, debit_paise, credit_paise)
       values (?, ${book}, ?, '2010', ?, ?, ?, ${credit < 0 ? -credit : 0}, ${Math.max(credit, 0)})`,
      [orgId, personId, none, credit > 0 ? '2025-01-01' : '2025-02-01', '2025-02-01'],
    );
  await saved(700);
  await refusedFor(personId, 'savings');
  await saved(-700);
  await erased(personId);
});

test('an advance not accounted for, and a record that waits for a decision', async () => {
  const personId = await woman('Tarannum');
  const head = await office.addHead({ account: '1220', nameEn: 'Advance of Tarannum', personId });
  await leaves(personId);
  await must(office.voucher({ type: 'payment', on: '2025-04-02', lines: move(head, 20_000, office.cash) }));
  await refusedFor(personId, 'advance');
  await must(office.voucher({ type: 'receipt', on: '2025-04-03', lines: move(office.cash, 20_000, head) }));
  const waits = (status: string) =>
    run(`update command set status = ? where scope_kind = 'person' and scope_id = ? and name = 'people.changeFlags'`, [
      ...[status, personId],
    ]);
  await run(
    `insert into command (org_id, command_id, name, schema_version, user_id, payload_hash, payload_commitment, status, scope_kind, scope_id)
     values (?, ?, 'people.changeFlags', 1, ?, 'x', 'x', 'held', 'person', ?)`,
    [office.orgId, newId(), office.admin.userId, personId],
  );
  await refusedFor(personId, 'held');
  await waits('settled');
  await erased(personId);
});

test('all that is open is told at once, the first thing by name', async () => {
  const personId = await woman('Yasmeen');
  const first = await numberOf(await office.lend({ borrowerId: personId }));
  const second = await numberOf(await office.lend({ borrowerId: personId, pay: false }));
  await run('update person set left_on = ? where person_id = ?', [addDays(today, -5), personId]);
  const { ties, problem } = await preview(personId);
  expect(problem, 'the term first').toMatchObject({ code: 'people.erase_too_early' });
  expect(ties.map((tie) => [tie.kind, tie.params])).toEqual([
    ['group', { count: 1, numbers: '' }],
    ['loan', { count: 2, numbers: [first, second].sort().join(', ') }],
  ]);
});
