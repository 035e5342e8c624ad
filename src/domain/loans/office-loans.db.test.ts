import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { OfficeReceiptsAndPayments } from '#domain/accounts/index.server.ts';
import { newId } from '#platform/ids.ts';
import { disbursal, makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { soundness } from '#test/office.ts';
import { addWoman, must } from '#test/village.ts';
import type { Arrears, OfficeLoanList, PaymentTried, PayoffQuote } from './index.server.ts';

let office: LoanOffice;
beforeAll(async () => {
  office = await makeLoanOffice();
});
const money = () => ({ money: { headId: office.cash, reference: null } });
const pay = (loanId: string, on: string, paise: number, excessTo: string | null = null) =>
  office.act('repay', { loanId, eventId: newId(), on, paise, excessTo, ...money() });
const asks = async <T>(name: string, input: object): Promise<T> => {
  const answer = await office.app.ask<T>(`loans.${name}`, office.accountant, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
};
/** What changes in the book by some acts, account by account. */
const moved = async (acts: () => Promise<unknown>) => {
  const accounts = ['1010', '1110', '1130', '2310', '2410', '4010', '4020', '4030', '4090', '5220'];
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

describe('from asking to money', () => {
  test('a second person approves, above the limit two; the application stays as it was written', async () => {
    const productId = await office.product();
    const loanId = newId();
    const asked = {
      ...{ principalPaise: 5_000_000, instalments: 10, fixedPaise: null },
      ...{ disburseOn: '2025-05-12', firstDueOn: '2025-06-12' },
    };
    const of = { lender: office.body, productId, purpose: 'trade', appliedOn: '2025-05-01', note: null };
    const apply = { loanId, ...of, borrowerKind: 'person', borrowerId: office.womanId, asked };
    expect(await office.act('apply', { ...apply, borrowerId: newId() })).toMatchObject({
      code: 'loans.borrower_unknown',
    });
    expect(await office.act('apply', { ...apply, asked: { ...asked, instalments: 61 } })).toMatchObject({
      code: 'loans.instalments_outside',
    });
    await must(office.act('apply', apply));
    const approval = () => ({ loanId, stepId: newId(), note: null });
    expect(await office.act('approve', approval(), office.admin)).toMatchObject({ code: 'loans.step_not_now' });
    const granted = { ...asked, principalPaise: 4_000_000 };
    await must(office.act('appraise', { loanId, stepId: newId(), granted, note: 'a smaller one first' }));
    await must(office.act('setApprovalLimit', { fromOn: '2025-01-01', limitPaise: 3_000_000, decidedBy: 'board' }));
    expect(await office.act('approve', approval())).toMatchObject({ code: 'loans.own_application' });
    expect(await office.act('approve', approval(), office.auditor)).toMatchObject({ code: 'door.not_allowed' });
    expect(await office.act('approve', approval(), office.admin)).toMatchObject({
      receipt: { stage: 'appraised', missing: 1 },
    });
    expect(await office.act('approve', approval(), office.admin)).toMatchObject({ code: 'loans.approved_already' });
    await must(office.act('setApprovalLimit', { fromOn: '2025-01-01', limitPaise: 9_000_000, decidedBy: 'board' }));
    const card = await office.card(loanId);
    expect(card).toMatchObject({ status: 'appraised', asked: { principalPaise: 5_000_000 }, contract: null });
    expect(card.steps.map((one) => one.step)).toEqual(['appraise', 'approve']);
    expect(await office.act('disburse', { ...disbursal(loanId), ...money() })).toMatchObject({
      code: 'loans.not_approved',
    });
  });

  test('no money leaves before the key facts of exactly this offer are acknowledged, where the product wants them', async () => {
    const loanId = await office.lend({ productId: await office.product({ needsKeyFacts: true }), pay: false });
    const out = () => office.act('disburse', { ...disbursal(loanId), ...money() });
    expect(await out()).toMatchObject({ code: 'loans.key_facts_missing' });
    const shown = async () => (await office.shown(loanId))!;
    const acknowledge = (hash: string | null) =>
      office.act('acknowledgeKeyFacts', { loanId, hash, way: 'signature', language: 'hi', witness: null });
    const first = await shown();
    await must(office.act('offer', { loanId, disburseOn: '2025-05-12', firstDueOn: '2025-06-13' }));
    expect(await acknowledge(first.hash)).toMatchObject({ code: 'loans.key_facts_other' });
    await must(acknowledge((await shown()).hash));
    await must(office.act('offer', { loanId, disburseOn: '2025-05-12', firstDueOn: '2025-06-14' }));
    // what she acknowledged of the offer before does not count
    expect(await out()).toMatchObject({ code: 'loans.key_facts_missing' });
    await must(acknowledge((await shown()).hash));
    expect(await acknowledge((await shown()).hash)).toMatchObject({ code: 'loans.key_facts_read_already' });
    expect(await office.act('disburse', { ...disbursal(loanId), on: '2025-05-13', ...money() })).toMatchObject({
      code: 'loans.other_day',
    });
    expect(await out()).toMatchObject({ kind: 'applied' });
    expect(await office.act('offer', { loanId, disburseOn: '2025-05-12', firstDueOn: '2025-06-12' })).toMatchObject({
      code: 'loans.step_not_now',
    });
  });

  test('charges go where they belong; the signed rows stand with their hash', async () => {
    const productId = await office.product({
      charges: [
        { kind: 'processing', payee: 'lender', when: 'deducted', paise: 0, bps: 100 },
        { kind: 'insurance', payee: 'third', when: 'spread', paise: 600, bps: 0 },
      ],
    });
    let loanId = '';
    expect(await moved(async () => (loanId = await office.lend({ productId, groupLoan: true })))).toEqual({
      1010: -99_000,
      1130: 100_000,
      4030: -1_000,
    });
    const { rows } = await sql<{ fee: number }>`select fee_paise as fee from loan_contract_row
      where org_id = ${office.orgId} and loan_id = ${loanId} order by no`.execute(office.owner);
    expect(rows.map((row) => row.fee)).toEqual([150, 150, 150, 150]);
    expect(await moved(() => must(pay(loanId, '2025-06-12', 27_150)))).toEqual({
      1010: 27_150,
      1130: -25_000,
      2410: -150,
      4010: -2_000,
    });
  });
});

describe('repayments', () => {
  test('what was paid is split, posted and kept in the standing; the last one closes', async () => {
    const loanId = await office.lend();
    expect(await moved(() => must(pay(loanId, '2025-06-12', 27_000)))).toEqual({
      1010: 27_000,
      1110: -25_000,
      4010: -2_000,
    });
    expect(
      await asks<PaymentTried>('tryPayment', { loanId, on: '2025-07-12', paise: 26_501, excessTo: null }),
    ).toMatchObject({
      ok: false,
      code: 'loans.excess_unasked',
    });
    expect(await asks<PayoffQuote>('payoff', { loanId, on: '2025-06-27' })).toMatchObject({ totalPaise: 75_750 });
    await must(office.act('settle', { loanId, eventId: newId(), on: '2025-06-27', paise: 75_750, ...money() }));
    expect(await office.card(loanId)).toMatchObject({
      status: 'closed',
      running: { closedOn: '2025-06-27', standing: { outstandingPrincipalPaise: 0 } },
    });
    expect(await pay(loanId, '2025-07-12', 100)).toMatchObject({ code: 'loans.not_running' });
  });

  test('a payment found later: later journals are reversed and told anew, with a report; taking it back restores all', async () => {
    const penal = { rateBps: 3_650, perRowPaise: 0, graceDays: 0 };
    const { servicing } = (await office.card(await office.lend())).contract!;
    const loanId = await office.lend({ productId: await office.product({ servicing: { ...servicing, penal } }) });
    await must(pay(loanId, '2025-07-12', 50_000));
    const eventId = newId();
    let report: unknown;
    const found = () =>
      office.act('repay', { loanId, eventId, on: '2025-06-12', paise: 10_000, excessTo: null, ...money() });
    // fine on 27,000 for 30 days is 810, on 17,000 it is 510: what that frees goes on to row 3
    expect(
      await moved(async () => {
        report = await must(found());
      }),
    ).toEqual({ 1010: 10_000, 1110: -9_300, 4010: -1_000, 4020: 300 });
    expect(report).toMatchObject({
      changed: [
        {
          on: '2025-07-12',
          kind: 'repaid',
          beforePaise: [810, 0, 3_500, 45_690, 0],
          afterPaise: [510, 0, 2_500, 46_990, 0],
        },
      ],
    });
    expect((await office.card(loanId)).events.find((one) => one.event.on === '2025-07-12')).toMatchObject({
      corrected: true,
    });
    expect(await moved(() => must(office.act('undo', { loanId, eventId, reason: 'wrong woman' })))).toEqual({
      1010: -10_000,
      1110: 9_300,
      4010: 1_000,
      4020: -300,
    });
    expect(await soundness(office)).toMatchObject({ offBalance: 0 });
  });

  test('what later events rest on is not taken away under them', async () => {
    const loanId = await office.lend();
    await must(pay(loanId, '2025-06-12', 27_000));
    const first = (await office.card(loanId)).events[0]!.event.eventId;
    expect(await office.act('undo', { loanId, eventId: first, reason: 'never paid out' })).toMatchObject({
      code: 'loans.later_event_fails',
    });
  });
});

describe('when it goes wrong', () => {
  test('written off against nothing set aside, recovered as income, still owed off the book', async () => {
    const loanId = await office.lend();
    const off = { loanId, eventId: newId(), on: '2026-01-10', resolution: 'board of 9 January' };
    expect(await moved(() => must(office.act('writeOff', off)))).toEqual({ 1110: -100_000, 5220: 100_000 });
    const back = { loanId, eventId: newId(), on: '2026-02-10', paise: 5_000, ...money() };
    expect(await moved(() => must(office.act('recover', back)))).toEqual({ 1010: 5_000, 4090: -5_000 });
    const { rows } = await sql<{ outstanding: number }>`select outstanding_paise as outstanding from loan_standing
      where org_id = ${office.orgId} and loan_id = ${loanId}`.execute(office.owner);
    expect(rows[0]!.outstanding).toBe(0);
  });

  test('another schedule is marked for good and counted at risk; interest in a moratorium reaches the book when its time has come', async () => {
    const grace = {
      moratoriumRows: 1,
      moratoriumInterest: 'capitalised',
      interestOnlyRows: 0,
      interestFreeRows: 0,
    } as const;
    const loanId = await office.lend({ productId: await office.product({ grace }) });
    expect(await moved(() => must(pay(loanId, '2025-07-12', 36_040)))).toEqual({
      1010: 36_040,
      1110: -32_000,
      4010: -4_040,
    });
    const terms = { rate: { rateBps: 100, per: 'month' }, instalments: 2, interval: { unit: 'month', every: 1 } };
    const due = { dueDates: ['2027-08-12', '2027-09-12'], reason: 'flood' };
    await must(office.act('reschedule', { loanId, eventId: newId(), on: '2025-07-12', terms, ...due }));
    const list = await asks<OfficeLoanList>('list', { status: 'active', sort: 'late', limit: 100 });
    expect(list.rows.find((row) => row.loanId === loanId)).toMatchObject({ rescheduled: true, daysPastDue: 0 });
    const { atRisk, rescheduledPaise } = await asks<Arrears>('arrears', {});
    expect(rescheduledPaise).toBe(68_000);
    expect(atRisk[3]!.paise).toBeGreaterThanOrEqual(68_000);
  });
});

test('arrears of the whole book are the sums of its loans, on any day, and a stranger sees none of it', async () => {
  const fresh = await makeLoanOffice();
  const productId = await fresh.product();
  const late = await fresh.lend({ productId });
  const paid = await fresh.lend({ productId });
  const out = { headId: fresh.cash, reference: null };
  await must(
    fresh.act('repay', { loanId: paid, eventId: newId(), on: '2025-06-12', paise: 27_000, excessTo: null, money: out }),
  );
  const at = async (on: string) => {
    const answer = await fresh.app.ask<Arrears>('loans.arrears', fresh.accountant, { on });
    return answer.kind === 'answer' ? answer.value : null;
  };
  expect(await at('2025-06-12')).toMatchObject({ loans: 2, portfolioPaise: 175_000, lateLoans: 0, overduePaise: 0 });
  // 13 July: one loan 31 days late with rows 1 and 2, the other one day late with row 2
  expect(await at('2025-07-13')).toMatchObject({
    lateLoans: 2,
    overduePrincipalPaise: 75_000,
    overduePaise: 27_000 + 26_500 + 26_500,
    atRisk: [
      { days: 1, loans: 2, paise: 175_000 },
      { days: 30, loans: 1, paise: 100_000 },
      { days: 60, loans: 0, paise: 0 },
      { days: 90, loans: 0, paise: 0 },
    ],
  });
  const rows = async (input: object, who = fresh.accountant) => {
    const answer = await fresh.app.ask<OfficeLoanList>('loans.list', who, input);
    return answer.kind === 'answer'
      ? answer.value.rows.map((row) => [row.loanId, row.daysPastDue, row.overduePaise])
      : [];
  };
  expect(await rows({ on: '2025-07-13', lateDays: 31 })).toEqual([[late, 31, 53_500]]);
  expect(await rows({ on: '2025-07-13', placeId: fresh.placeId, productId, q: 'shak' })).toHaveLength(2);
  expect(await rows({ placeId: newId() })).toEqual([]);
  expect(await rows({}, fresh.stranger)).toEqual([]);
  const strange = await fresh.app.ask('loans.one', fresh.stranger, { loanId: late });
  expect(strange).toMatchObject({ kind: 'answer', value: null });
  expect(
    await fresh.app.do('loans.writeOff', fresh.stranger, {
      loanId: late,
      eventId: newId(),
      on: '2025-08-01',
      resolution: 'mine',
    }),
  ).toMatchObject({
    code: 'loans.unknown_loan',
  });
});

test('in receipts and payments all borrowers of one kind are one line: a borrower is no head', async () => {
  const { app, admin, groupId, placeId } = office;
  const other = await addWoman(app, admin, { groupId, placeId, name: 'Farzana' });
  await office.lend();
  await office.lend({ borrowerId: other });
  const span = { ...office.body, from: '2025-04-01', to: '2026-03-31' };
  const answer = await app.ask<OfficeReceiptsAndPayments>('accounts.receiptsAndPayments', office.accountant, span);
  if (answer.kind !== 'answer') throw new Error(answer.code);
  const lines = answer.value.rows.map(({ account, headId }) => `${account} ${headId}`);
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines).toContain('1110 null');
});
