import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { disbursal, makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { soundness } from '#test/office.ts';
import { addWoman, must, openGroup } from '#test/village.ts';
import type { AccrualShown, Arrears, OfficeLoanList, PayoffQuote, WrittenOff } from './index.server.ts';

let office: LoanOffice;
beforeAll(async () => {
  office = await makeLoanOffice();
});
const money = () => ({ money: { headId: office.cash, reference: null } });
const of = (loanId: string, on: string) => ({ loanId, eventId: newId(), on });
const pay = (loanId: string, on: string, paise: number) =>
  office.act('repay', { ...of(loanId, on), paise, excessTo: null, ...money() });
const asks = async <T>(name: string, input: object, who = office.accountant): Promise<T> => {
  const answer = await office.app.ask<T>(`loans.${name}`, who, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
};
/** What changes in the book by some acts, account by account. */
const moved = async (acts: () => Promise<unknown>) => {
  const accounts = ['1010', '1110', '1130', '1150', '1170', '2310', '2340', '4010', '4020', '4090', '5220'];
  const before = new Map<string, number>();
  for (const account of accounts) before.set(account, await office.balance(account));
  await acts();
  const changes: Record<string, number> = {};
  for (const account of accounts) {
    const change = (await office.balance(account)) - before.get(account)!;
    if (change !== 0) changes[account] = change;
  }
  return changes;
};
const applied = async (change: object, principalPaise = 100_000) => {
  const loanId = newId();
  const asked = {
    ...{ principalPaise, instalments: 4, fixedPaise: null },
    ...{ disburseOn: '2025-06-27', firstDueOn: '2025-07-27' },
  };
  const lends = { lender: office.body, productId: await office.product(), purpose: 'trade', appliedOn: '2025-06-20' };
  const borrows = { borrowerKind: 'person', borrowerId: office.womanId, note: null, asked };
  await must(office.act('apply', { loanId, ...lends, ...borrows, ...change }));
  await must(office.act('appraise', { loanId, stepId: newId(), granted: null, note: 'looked at it' }));
  await must(office.act('approve', { loanId, stepId: newId(), note: null }, office.admin));
  return loanId;
};

describe('a top-up', () => {
  const payOut = (loanId: string, paise = 100_000) =>
    office.act('disburse', { ...disbursal(loanId), on: '2025-06-27', paise, ...money() });

  test('settles the older loan out of the new one: she is handed the rest, no money goes in circles', async () => {
    const old = await office.lend();
    await must(pay(old, '2025-06-12', 27_000));
    const loanId = await applied({ topsUpLoanId: old });
    expect(await office.card(loanId)).toMatchObject({ topsUp: { loanId: old }, topUpPaise: 75_750 });
    const eventId = newId();
    const out = { ...disbursal(loanId), eventId, on: '2025-06-27', ...money() };
    expect(await moved(() => must(office.act('disburse', out)))).toEqual({ 1010: -24_250, 1110: 25_000, 4010: -750 });
    expect(await office.card(old)).toMatchObject({ status: 'closed' });
    expect(await office.card(loanId)).toMatchObject({ status: 'active', topUpPaise: 75_750 });
    const settled = (await office.card(old)).events.find((one) => one.event.kind === 'settled')!;
    expect(
      await office.act('undo', { loanId: old, eventId: settled.event.eventId, reason: 'only half of it' }),
    ).toMatchObject({
      code: 'loans.undo_top_up',
    });
    // taken back, both stand as before
    expect(await moved(() => must(office.act('undo', { loanId, eventId, reason: 'not paid out' })))).toEqual({
      ...{ 1010: 24_250, 1110: -25_000, 4010: 750 },
    });
    expect(await office.card(old)).toMatchObject({ status: 'active', running: { lentPaise: 100_000 } });
    expect(await soundness(office)).toMatchObject({ offBalance: 0 });
  });

  test('only a loan of hers that runs, and only when the new one is larger', async () => {
    const old = await office.lend({ groupLoan: true });
    const loanId = newId();
    const asked = {
      ...{ principalPaise: 50_000, instalments: 4, fixedPaise: null },
      ...{ disburseOn: '2025-06-27', firstDueOn: '2025-07-27' },
    };
    const lends = { lender: office.body, productId: await office.product(), purpose: 'trade', appliedOn: '2025-06-20' };
    const hers = { borrowerKind: 'person', borrowerId: office.womanId, note: null, asked, topsUpLoanId: old };
    expect(await office.act('apply', { loanId, ...lends, ...hers })).toMatchObject({ code: 'loans.top_up_unknown' });
    const small = await applied({ topsUpLoanId: await office.lend() }, 50_000);
    expect(await payOut(small, 50_000)).toMatchObject({ code: 'loans.top_up_too_small' });
    const paid = await office.lend();
    const larger = await applied({ topsUpLoanId: paid });
    const quote = await asks<PayoffQuote>('payoff', { loanId: paid, on: '2025-06-27' });
    await must(office.act('settle', { ...of(paid, '2025-06-27'), paise: quote.totalPaise, ...money() }));
    // paid back meanwhile: the whole new loan is hers
    expect(await moved(() => must(payOut(larger)))).toEqual({ 1010: -100_000, 1110: 100_000 });
  });
});

describe('death or leaving', () => {
  test('nothing grows after it; savings are set off, the insurer pays, the rest is claimed from nobody', async () => {
    const penal = { rateBps: 3_650, perRowPaise: 0, graceDays: 0 };
    const { servicing } = (await office.card(await office.lend())).contract!;
    const loanId = await office.lend({ productId: await office.product({ servicing: { ...servicing, penal } }) });
    await must(pay(loanId, '2025-06-12', 27_000));
    await must(office.act('stop', { ...of(loanId, '2025-06-27'), cause: 'death' }));
    expect(await office.act('stop', { ...of(loanId, '2025-06-28'), cause: 'death' })).toMatchObject({
      code: 'loans.stopped_already',
    });
    // 75,000 and half a month of 1,500; a year later still the same
    expect(await asks<PayoffQuote>('payoff', { loanId, on: '2026-06-27' })).toMatchObject({ totalPaise: 75_750 });
    const owed = await office.addHead({ account: '2340', nameEn: 'Savings kept for members' });
    const setOff = { ...of(loanId, '2025-07-01'), paise: 10_750, excessTo: null };
    expect(await office.act('setOff', { ...setOff, ...money() })).toMatchObject({ code: 'loans.head_not_for_this' });
    expect(
      await moved(() => must(office.act('setOff', { ...setOff, money: { headId: owed, reference: null } }))),
    ).toEqual({ 1110: -10_000, 2340: 10_750, 4010: -750 });
    const claim = { loanId, claimId: newId(), insurer: 'Life cover', lodgedOn: '2025-07-02', claimedPaise: 65_000 };
    await must(office.act('lodgeClaim', claim));
    expect(await office.act('lodgeClaim', { ...claim, claimId: newId() })).toMatchObject({
      code: 'loans.claim_stands',
    });
    const paid = { ...of(loanId, '2025-09-01'), claimId: claim.claimId, paise: 50_000, ...money() };
    expect(await moved(() => must(office.act('claimPaid', paid)))).toEqual({ 1010: 50_000, 1110: -50_000 });
    expect(await office.act('claimPaid', { ...paid, eventId: newId() })).toMatchObject({ code: 'loans.claim_unknown' });
    const off = { ...of(loanId, '2025-10-01'), resolution: 'board of 30 September', isForgiven: true };
    expect(await moved(() => must(office.act('writeOff', off)))).toEqual({ 1110: -15_000, 5220: 15_000 });
    expect(await office.act('recover', { ...of(loanId, '2025-11-01'), paise: 1_000, ...money() })).toMatchObject({
      code: 'loans.let_go',
    });
    const register = await asks<WrittenOff>('writtenOff', {});
    expect(register.rows.find((row) => row.loanId === loanId)).toMatchObject({ leftPaise: 0, isForgiven: true });
    expect((await office.card(loanId)).claims).toMatchObject([{ result: 'paid', claimedPaise: 65_000 }]);
  });

  test('more than is owed goes to her own; a refused claim leaves the loan as it stood', async () => {
    const loanId = await office.lend();
    expect(
      await office.act('lodgeClaim', {
        ...{ loanId, claimId: newId(), insurer: 'Life cover', lodgedOn: '2025-07-02', claimedPaise: 1 },
      }),
    ).toMatchObject({ code: 'loans.not_stopped' });
    await must(office.act('stop', { ...of(loanId, '2025-05-12'), cause: 'death' }));
    const lodged = { loanId, insurer: 'Life cover', lodgedOn: '2025-07-02', claimedPaise: 120_000 };
    const [first, second] = [newId(), newId()];
    await must(office.act('lodgeClaim', { ...lodged, claimId: first }));
    await must(office.act('claimRefused', { loanId, claimId: first, on: '2025-08-01', reason: 'papers missing' }));
    await must(office.act('lodgeClaim', { ...lodged, claimId: second }));
    const paid = { ...of(loanId, '2025-09-01'), claimId: second, paise: 120_000, ...money() };
    expect(await moved(() => must(office.act('claimPaid', paid)))).toEqual({
      ...{ 1010: 120_000, 1110: -100_000, 2310: -20_000 },
    });
    expect(await office.card(loanId)).toMatchObject({ status: 'closed', running: { overPaise: 20_000 } });
    await must(office.act('refund', { ...of(loanId, '2025-09-02'), paise: 20_000, ...money() }));
  });
});

test('the register of written-off loans: what is owed off the ledger, and what came back of it', async () => {
  const loanId = await office.lend();
  await must(office.act('writeOff', { ...of(loanId, '2026-01-10'), resolution: 'board of 9 January' }));
  await must(office.act('recover', { ...of(loanId, '2026-02-10'), paise: 5_000, ...money() }));
  const rowOf = async () => (await asks<WrittenOff>('writtenOff', {})).rows.find((row) => row.loanId === loanId);
  expect(await rowOf()).toMatchObject({
    ...{ principalPaise: 100_000, owedPaise: 105_000, recoveredPaise: 5_000, leftPaise: 100_000 },
    ...{ lastRecoveredOn: '2026-02-10', resolution: 'board of 9 January', isForgiven: false },
  });
  const { events } = await office.card(loanId);
  const undo = { loanId, eventId: events.at(-1)!.event.eventId, reason: 'another woman' };
  await must(office.act('undo', undo));
  expect(await rowOf()).toMatchObject({ recoveredPaise: 0, leftPaise: 105_000, lastRecoveredOn: null });
});

test('a fine is only for what is overdue', async () => {
  const loanId = await office.lend();
  const fine = { part: 'fine', paise: 500, reason: 'late' };
  expect(await office.act('charge', { ...of(loanId, '2025-06-12'), ...fine })).toMatchObject({
    code: 'loans.nothing_overdue',
  });
  await must(office.act('charge', { ...of(loanId, '2025-06-13'), ...fine }));
});

describe('an insurer who pays late', () => {
  const claimed = async (loanId: string) => {
    const claimId = newId();
    await must(office.act('stop', { ...of(loanId, '2025-05-12'), cause: 'death' }));
    const lodged = { loanId, claimId, insurer: 'Life cover', lodgedOn: '2025-05-20', claimedPaise: 120_000 };
    await must(office.act('lodgeClaim', lodged));
    return claimId;
  };
  const paid = (loanId: string, claimId: string, on: string) =>
    office.act('claimPaid', { ...of(loanId, on), claimId, paise: 120_000, ...money() });

  test('after her own repaid it: the whole is theirs and is given back', async () => {
    const loanId = await office.lend();
    const claimId = await claimed(loanId);
    await must(pay(loanId, '2025-06-01', 100_000));
    expect(await office.card(loanId)).toMatchObject({ status: 'closed' });
    const book = await moved(async () => {
      await must(paid(loanId, claimId, '2025-09-01'));
      expect(await office.card(loanId)).toMatchObject({ status: 'closed', running: { overPaise: 120_000 } });
    });
    expect(book).toEqual({ 1010: 120_000, 2310: -120_000 });
    await must(office.act('refund', { ...of(loanId, '2025-09-02'), paise: 120_000, ...money() }));
    expect(await office.card(loanId)).toMatchObject({ claims: [{ result: 'paid' }], running: { overPaise: 0 } });
  });

  test('after it was written off: what was owed is recovered, the rest is theirs; theirs whole when it was let go', async () => {
    const loanId = await office.lend();
    const claimId = await claimed(loanId);
    await must(office.act('writeOff', { ...of(loanId, '2025-07-01'), resolution: 'board of June' }));
    expect(await moved(() => must(paid(loanId, claimId, '2025-09-01')))).toEqual({
      ...{ 1010: 120_000, 4090: -100_000, 2310: -20_000 },
    });
    expect(await office.card(loanId)).toMatchObject({ status: 'written_off', running: { overPaise: 20_000 } });
    const rowOf = async () => (await asks<WrittenOff>('writtenOff', {})).rows.find((row) => row.loanId === loanId);
    expect(await rowOf()).toMatchObject({ recoveredPaise: 100_000, leftPaise: 0, lastRecoveredOn: '2025-09-01' });
    const letGo = await office.lend();
    const second = await claimed(letGo);
    const off = { ...of(letGo, '2025-07-01'), resolution: 'board of June', isForgiven: true };
    await must(office.act('writeOff', off));
    expect(await moved(() => must(paid(letGo, second, '2025-09-01')))).toEqual({ 1010: 120_000, 2310: -120_000 });
    expect(await soundness(office)).toMatchObject({ offBalance: 0 });
  });

  test('a writing off found later turns the payments after it into recoveries, in the book too', async () => {
    const loanId = await office.lend();
    await must(pay(loanId, '2025-07-20', 20_000));
    const off = { ...of(loanId, '2025-07-10'), resolution: 'board of July' };
    // at the time 2,000 of it was interest and 18,000 principal; by then the whole had been written off
    expect(await moved(() => must(office.act('writeOff', off)))).toEqual({
      ...{ 1110: -82_000, 4010: 2_000, 4090: -20_000, 5220: 100_000 },
    });
  });
});

test('a loan written off meanwhile is not paid over by one that was to settle it', async () => {
  const old = await office.lend();
  const loanId = await applied({ topsUpLoanId: old }, 200_000);
  const off = { ...of(old, '2025-06-25'), resolution: 'board of June' };
  await must(office.act('writeOff', off));
  expect(await office.card(loanId)).toMatchObject({ topUpPaise: null });
  const out = () => office.act('disburse', { ...disbursal(loanId), on: '2025-06-27', paise: 200_000, ...money() });
  expect(await out()).toMatchObject({ code: 'loans.top_up_written_off' });
  await must(office.act('undo', { loanId: old, eventId: off.eventId, reason: 'she was found' }));
  await must(out());
  expect(await office.card(old)).toMatchObject({ status: 'closed' });
});

test('an insurer answers on the day of the claim or after it', async () => {
  const loanId = await office.lend();
  await must(office.act('stop', { ...of(loanId, '2025-05-12'), cause: 'death' }));
  const claimId = newId();
  const lodged = { loanId, claimId, insurer: 'Life cover', lodgedOn: '2025-07-02', claimedPaise: 90_000 };
  await must(office.act('lodgeClaim', lodged));
  const early = { code: 'loans.claim_answer_before', params: { lodgedOn: '2025-07-02' } };
  const answer = { ...of(loanId, '2025-07-01'), claimId };
  expect(await office.act('claimPaid', { ...answer, paise: 90_000, ...money() })).toMatchObject(early);
  const refusal = { loanId, claimId, on: '2025-07-01', reason: 'papers missing' };
  expect(await office.act('claimRefused', refusal)).toMatchObject(early);
  await must(office.act('claimPaid', { ...answer, on: '2025-07-02', paise: 90_000, ...money() }));
});

test('a limit of a role counts where she holds it', async () => {
  const { app, admin, placeId, groupId } = office;
  const { groupId: other } = await openGroup(app, admin, { placeId, members: 3 });
  const limit = { fromOn: '2025-01-01', decidedBy: 'board' };
  await must(office.act('setApprovalLimit', { ...limit, limitPaise: 10_000 }));
  await must(office.act('setApprovalLimit', { ...limit, limitPaise: 10_000_000, role: 'accountant' }));
  const supervisor = await office.within('supervisor', { kind: 'group', id: groupId });
  const elsewhere = { role: 'accountant', scope: { kind: 'group' as const, id: other } };
  const both = { ...supervisor, grants: [...supervisor.grants, elsewhere] };
  const loanId = newId();
  const asked = {
    ...{ principalPaise: 100_000, instalments: 4, fixedPaise: null },
    ...{ disburseOn: '2025-06-27', firstDueOn: '2025-07-27' },
  };
  const lends = { lender: office.body, productId: await office.product(), purpose: 'trade', appliedOn: '2025-06-20' };
  const borrows = { borrowerKind: 'person', borrowerId: office.womanId, note: null, asked };
  await must(office.act('apply', { loanId, ...lends, ...borrows }));
  await must(office.act('appraise', { loanId, stepId: newId(), granted: null, note: 'looked at it' }));
  // the accountant's limit is that of another group: here she needs a second person
  expect(await must(office.act('approve', { loanId, stepId: newId(), note: null }, both))).toMatchObject({
    ...{ stage: 'appraised', missing: 1 },
  });
});

test('interest is income of the month it is earned in, once; taken back when the loan does not perform', async () => {
  office = await makeLoanOffice();
  const loanId = await office.lend();
  const { body } = office;
  const shown = (untilOn: string) => asks<AccrualShown>('accrual', { lender: body, untilOn });
  const accrue = (untilOn: string, changePaise: number) =>
    office.act<unknown>('accrue', { runId: newId(), lender: body, untilOn, changePaise });
  expect(await accrue('2025-05-31', 0)).toMatchObject({ code: 'loans.accrual_not_set' });
  await must(office.act('setAccrual', { fromOn: '2025-04-01', nonPerformingDays: 90, decidedBy: 'board' }));
  expect(await accrue('2025-05-30', 0)).toMatchObject({ code: 'loans.month_not_over' });
  // 19 of the 31 days to 12 June: 2,000 x 19/31
  expect(await shown('2025-05-31')).toMatchObject({ changePaise: 1_226, lines: [{ loanId, beforePaise: 0 }] });
  expect(await accrue('2025-05-31', 1)).toMatchObject({ code: 'loans.accrual_other' });
  expect(await moved(() => must(accrue('2025-05-31', 1_226)))).toEqual({ 1150: 1_226, 4010: -1_226 });
  expect(await accrue('2025-05-31', 0)).toMatchObject({ code: 'loans.nothing_to_accrue' });
  await must(pay(loanId, '2025-06-12', 27_000));
  // of 1,500 for the period to 12 July 18 of 30 days; the 1,226 came with her payment
  expect(await moved(async () => must(accrue('2025-06-30', (await shown('2025-06-30')).changePaise)))).toEqual({
    ...{ 1150: 900 - 1_226, 4010: 1_226 - 900 },
  });
  expect(await accrue('2025-05-31', 0)).toMatchObject({ code: 'loans.accrual_before' });
  // 31 October: row 2 of 12 July is 111 days late
  await must(accrue('2025-07-31', (await shown('2025-07-31')).changePaise));
  const owed = await office.balance('1150');
  expect(owed).toBeGreaterThan(1_500);
  expect(await moved(async () => must(accrue('2025-10-31', -owed)))).toEqual({ 1150: -owed, 4010: owed });
  // a part payment makes it less late, yet it performs again only when nothing is overdue
  await must(pay(loanId, '2025-11-20', 26_500));
  expect((await shown('2025-11-30')).lines).toMatchObject([{ isPerforming: false, afterPaise: 0 }]);
  await must(pay(loanId, '2025-11-30', (await office.card(loanId)).running!.standing.overduePaise));
  expect(await soundness(office)).toMatchObject({ offBalance: 0 });
});

test('a loan officer of one group sees and serves its borrowers and nobody else’s', async () => {
  office = await makeLoanOffice();
  const { app, admin, placeId } = office;
  const other = await openGroup(app, admin, { placeId, members: 3 });
  const stranger = await addWoman(app, admin, { groupId: other.groupId, placeId, name: 'Nasreen' });
  const [ours, theirs, oursToo] = [
    await office.lend(),
    await office.lend({ borrowerId: stranger }),
    await office.lend({ groupLoan: true }),
  ];
  const officer = await office.within('loan_officer', { kind: 'group', id: office.groupId });
  const list = await asks<OfficeLoanList>('list', {}, officer);
  expect(list.rows.map((row) => row.loanId).sort()).toEqual([ours, oursToo].sort());
  expect(await asks<Arrears>('arrears', {}, officer)).toMatchObject({ loans: 2, portfolioPaise: 200_000 });
  expect(await asks<Arrears>('arrears', {})).toMatchObject({ loans: 3 });
  const one = (loanId: string) => app.ask('loans.one', officer, { loanId });
  expect(await one(ours)).toMatchObject({ kind: 'answer', value: { loanId: ours } });
  expect(await one(theirs)).toMatchObject({ code: 'door.not_allowed' });
  expect(await one(newId())).toMatchObject({ code: 'door.not_allowed' });
  const repay = (loanId: string) =>
    office.act('repay', { ...of(loanId, '2025-06-12'), paise: 27_000, excessTo: null, ...money() }, officer);
  expect(await repay(theirs)).toMatchObject({ code: 'door.not_allowed' });
  expect(await repay(ours)).toMatchObject({ kind: 'applied' });
  expect(await office.act('writeOff', { ...of(ours, '2025-07-01'), resolution: 'mine alone' }, officer)).toMatchObject({
    code: 'door.not_allowed',
  });
  expect(await app.ask('loans.accrual', officer, { lender: office.body, untilOn: '2025-05-31' })).toMatchObject({
    code: 'door.not_allowed',
  });
  const { rows } = await sql<{ kind: string }>`select scope_kind as kind from command
    where org_id = ${office.orgId} and name = 'loans.repay'`.execute(office.owner);
  expect(new Set(rows.map((row) => row.kind))).toEqual(new Set(['loan']));
});

test('from demand to closure with two silent months and a woman who pays late: every rupee is in the book', async () => {
  office = await makeLoanOffice();
  const grace = {
    moratoriumRows: 2,
    moratoriumInterest: 'deferred_first',
    interestOnlyRows: 0,
    interestFreeRows: 0,
  } as const;
  const penal = { rateBps: 3_650, perRowPaise: 0, graceDays: 5 };
  const { servicing } = (await office.card(await office.lend({ pay: false }))).contract!;
  const productId = await office.product({ grace, servicing: { ...servicing, penal } });
  const loanId = await office.lend({ productId, pay: false });
  const signed = await office.card(loanId);
  expect(signed.contract!.due.shownOn).toEqual(['2025-06-12', '2025-07-12', '2025-08-12', '2025-09-12']);
  const book = await moved(async () => {
    await must(office.act('disburse', { ...disbursal(loanId), ...money() }));
    // the silent months ask nothing: nobody is late on 11 August
    expect(await asks<Arrears>('arrears', { on: '2025-08-11' })).toMatchObject({ lateLoans: 0, overduePaise: 0 });
    // row 3 asks 50,000, its own 2,000 and the 4,000 kept apart; she comes 20 days late, 15 of them beyond grace
    const fine = Math.floor((56_000 * 36.5 * 15) / 36_500);
    await must(pay(loanId, '2025-09-01', 56_000 + fine));
    expect((await office.card(loanId)).running!.rows[2]).toMatchObject({
      paid: { finePaise: fine, interestPaise: 6_000, principalPaise: 50_000 },
    });
    // a part on the day, the rest eight days late, within grace by three days only
    await must(pay(loanId, '2025-09-12', 30_000));
    const late = Math.floor((21_000 * 36.5 * 3) / 36_500);
    await must(pay(loanId, '2025-09-20', 21_000 + late));
    expect(await office.card(loanId)).toMatchObject({ status: 'closed', running: { closedOn: '2025-09-20' } });
  });
  const fines = 840 + 63;
  expect(book).toEqual({ 1010: 7_000 + fines, 4010: -7_000, 4020: -fines });
  expect(await soundness(office)).toMatchObject({ offBalance: 0 });
});
