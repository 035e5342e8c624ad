import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { LoanCard, LoanReceipt } from '#domain/loans/index.server.ts';
import { loadLimits } from '#domain/obligations/index.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { aLoanOutside, anAssessment, consents, swapMoney } from '#test/debts-builder.ts';
import { disbursal, makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { soundness } from '#test/office.ts';
import { addWoman, must } from '#test/village.ts';
import type { HouseholdPage } from './index.server.ts';

let office: LoanOffice;
beforeAll(async () => {
  office = await makeLoanOffice();
  await loadLimits(office.owner);
});

const today = dayInIndia(new Date());
const asking = async (personId: string, debt: { debtId: string }, more: object = {}) => {
  const source = swapMoney({ fromOn: '2025-01-01', money: [{ fromOn: '2025-01-01', paise: 5_000_000 }] });
  await must(office.app.do('debts.offerSource', office.admin, source));
  const asked = {
    ...{ principalPaise: 100_000, instalments: 4, fixedPaise: null },
    ...{ disburseOn: '2025-05-12', firstDueOn: '2025-06-12' },
  };
  const application = {
    ...{ loanId: newId(), lender: office.body, productId: await office.product(), purpose: 'debt_swap', asked },
    ...{ borrowerKind: 'person', borrowerId: personId, appliedOn: '2025-05-01', note: null, ...more },
  };
  return { debtId: debt.debtId, sourceId: source.sourceId, application };
};
/** A loan in a debt's place, signed and waiting to be paid out. */
async function readySwap({
  debt: change = {},
  monthlyPaise = 1_000_000,
}: { debt?: object; monthlyPaise?: number } = {}) {
  const { app, admin, accountant, groupId, placeId } = office;
  const personId = await addWoman(app, admin, { groupId, placeId, name: 'Rehana' });
  const consentId = await consents(app, admin, personId);
  const debt = aLoanOutside(personId, { principalPaise: 100_000, borrowedOn: '2025-01-10', ...change });
  await must(app.do('debts.register', admin, debt));
  await must(app.do('obligations.assess', admin, anAssessment(personId, monthlyPaise)));
  const asks = await asking(personId, debt);
  const { loanId } = asks.application;
  await must(app.do('debts.askSwapLoan', accountant, asks));
  await must(office.act('appraise', { loanId, stepId: newId(), granted: null, note: 'she owes him' }));
  await must(office.act('approve', { loanId, stepId: newId(), note: null }, admin));
  const money = { headId: office.cash, reference: null };
  const swap = { loanId, eventId: newId(), swapId: newId(), on: '2025-05-12', money };
  return { personId, consentId, debt, loanId, swap };
}
const payOut = (swap: object, who = office.accountant) => office.app.do<Paid>('debts.payOutSwap', who, swap);
type Paid = { savedPaise: number | null; lenderPaise: number };

test('one event: paying out the loan pays the outside lender; taken back, both stand as before', async () => {
  const { app, admin, accountant, womanId: personId, cash, stranger } = office;
  await consents(app, admin, personId);
  const debt = aLoanOutside(personId, { principalPaise: 100_000, borrowedOn: '2025-01-10' });
  await must(app.do('debts.register', admin, debt));
  await must(app.do('obligations.assess', admin, anAssessment(personId)));
  const source = swapMoney({ fromOn: '2025-01-01', money: [{ fromOn: '2025-01-01', paise: 5_000_000 }] });
  await must(app.do('debts.offerSource', admin, source));
  const loanId = newId();
  const asked = {
    ...{ principalPaise: 100_000, instalments: 4, fixedPaise: null },
    ...{ disburseOn: '2025-05-12', firstDueOn: '2025-06-12' },
  };
  const application = {
    ...{ loanId, lender: office.body, productId: await office.product(), purpose: 'debt_swap', asked },
    ...{ borrowerKind: 'person', borrowerId: personId, appliedOn: '2025-05-01', note: null },
  };
  const asks = { debtId: debt.debtId, sourceId: source.sourceId, application };
  expect(await app.do('debts.askSwapLoan', stranger, asks)).toMatchObject({ kind: 'refused' });
  expect(await app.do('debts.askSwapLoan', accountant, { ...asks, debtId: newId() })).toMatchObject({
    code: 'debts.not_found',
  });
  expect(await must(app.do<LoanReceipt>('debts.askSwapLoan', accountant, asks))).toMatchObject({ stage: 'applied' });
  await must(office.act('appraise', { loanId, stepId: newId(), granted: null, note: 'she owes him' }));
  await must(office.act('approve', { loanId, stepId: newId(), note: null }, admin));
  const money = { headId: cash, reference: null };
  const out = { loanId, eventId: newId(), on: '2025-05-12' };
  const payee = { kind: 'borrower', name: null };
  expect(await office.act('disburse', { ...out, paise: 100_000, payee, money })).toMatchObject({
    code: 'loans.pay_by_swap',
  });
  const before = await office.balance('1010');
  const swapId = newId();
  const swap = { ...out, swapId, money };
  expect(await must(app.do('debts.payOutSwap', accountant, swap))).toMatchObject({ lenderPaise: 100_000 });
  expect((await office.balance('1010')) - before).toBe(-100_000);
  const stateOf = async () => {
    const answer = await app.ask<HouseholdPage>('debts.household', admin, { personId });
    if (answer.kind !== 'answer' || answer.value.consent !== 'stands') throw new Error('not seen');
    return answer.value;
  };
  const after = await stateOf();
  expect(after.debts).toMatchObject([{ state: 'paid', payments: [{ amountPaise: 100_000, byLoan: { loanId } }] }]);
  // she has paid him: his name is of the register of debts again
  const paid = (await office.card(loanId)).events[0]!;
  expect(paid.money).toMatchObject({ swapId, payee: { kind: 'moneylender', name: null } });
  // what the loan takes counts in her household's test now
  expect(after.safety.allMonthlyPaise).toBeGreaterThan(0);
  // neither half is taken back alone
  const strike = { personId, debtId: debt.debtId, paymentId: swapId, reason: 'not paid' };
  expect(await app.do('debts.strikePayment', admin, strike)).toMatchObject({ code: 'debts.loan_pays_this' });
  expect(await office.act('undo', { loanId, eventId: out.eventId, reason: 'not paid' })).toMatchObject({
    code: 'loans.undo_by_swap',
  });
  await must(app.do('debts.takeBackSwap', accountant, { loanId, swapId, reason: 'he was not there' }));
  expect(await office.balance('1010')).toBe(before);
  expect((await stateOf()).debts).toMatchObject([{ state: 'standing', payments: [] }]);
  expect(await office.card(loanId)).toMatchObject({ status: 'approved' });
  expect(await soundness(office)).toMatchObject({ offBalance: 0 });
});

test('who may not read the register of debts is told no figure of her household', async () => {
  const { app, admin } = office;
  const { swap } = await readySwap({ monthlyPaise: 20_000 });
  await must(app.do('obligations.setMode', admin, { fromOn: today, mode: 'blocks', decidedBy: 'Board' }));
  expect(await payOut(swap)).toMatchObject({ kind: 'refused', code: 'debts.swap_barred', params: {} });
  expect(await payOut(swap, admin)).toMatchObject({
    ...{ kind: 'refused', code: 'debts.over_limit', params: { limitMonthlyPaise: 10_000 } },
  });
  await must(app.do('obligations.setMode', admin, { fromOn: today, mode: 'advises', decidedBy: 'Board' }));
  // what her debt would have cost is of the register too
  expect(await must(payOut(swap))).toEqual({ savedPaise: null, lenderPaise: 100_000 });
});

test('a loan in a debt’s place settles no older loan beside it', async () => {
  const { app, admin, accountant, womanId } = office;
  await consents(app, admin, womanId);
  const debt = aLoanOutside(womanId, { principalPaise: 100_000, borrowedOn: '2025-01-10' });
  await must(app.do('debts.register', admin, debt));
  const asks = await asking(womanId, debt, { topsUpLoanId: await office.lend() });
  expect(await app.do('debts.askSwapLoan', accountant, asks)).toMatchObject({ code: 'debts.swap_alone' });
});

test('her lender’s name: to who keeps her debts and to who is to pay him, while her consent stands; gone with her', async () => {
  const { app, admin, accountant, owner, orgId, groupId } = office;
  const { personId, consentId, loanId, swap } = await readySwap();
  const cardTo = async (who: Actor) => {
    const answer = await app.ask<LoanCard>('loans.one', who, { loanId });
    if (answer.kind !== 'answer') throw new Error(answer.code);
    return answer.value;
  };
  const reader = await office.within('bookkeeper', { kind: 'group', id: groupId });
  const animator = await office.within('animator', { kind: 'group', id: groupId });
  const named = { swap: { lenderName: 'Ramesh Sahukar' } };
  expect(await cardTo(reader)).toMatchObject({ swap: { lenderName: null } });
  expect(await cardTo(animator)).toMatchObject(named);
  expect(await cardTo(accountant)).toMatchObject(named);
  await must(payOut(swap));
  const paidTo = async (who: Actor) => (await cardTo(who)).events[0]?.money?.payee;
  expect(await cardTo(accountant)).toMatchObject({ swap: { lenderName: null } });
  expect(await paidTo(accountant)).toEqual({ kind: 'moneylender', name: null });
  expect(await paidTo(animator)).toEqual({ kind: 'moneylender', name: 'Ramesh Sahukar' });
  await must(app.do('people.withdrawConsent', admin, { personId, consentId, withdrawnOn: today }));
  expect(await cardTo(animator)).toMatchObject({ swap: { lenderName: null } });
  expect(await paidTo(admin)).toEqual({ kind: 'moneylender', name: null });
  const named2 = await office.lend({ borrowerId: personId, pay: false });
  const payee = { kind: 'supplier', name: 'Gupta Looms' };
  await must(office.act('disburse', { ...disbursal(named2), payee, money: { headId: office.cash, reference: null } }));
  await must(app.do('people.setRetention', admin, { fromOn: '2020-01-01', months: 1, source: 'board' }));
  await sql`update membership set left_on = '2025-06-01' where org_id = ${orgId} and person_id = ${personId}`.execute(
    owner,
  );
  await sql`update person set left_on = '2025-06-01' where org_id = ${orgId} and person_id = ${personId}`.execute(
    owner,
  );
  const erase = () => app.do('people.erase', admin, { personId });
  expect(await erase()).toMatchObject({ code: 'people.erase_open_loan', params: { count: 2 } });
  // both run their course; without her consent no paper of the lender is waited for
  await sql`update loan_standing set status = 'closed' where org_id = ${orgId} and loan_id in (${loanId}, ${named2})`.execute(
    owner,
  );
  await must(erase());
  const { rows } = await sql<{ n: number }>`select
    (select count(*)::int from loan_event where org_id = ${orgId} and loan_id in (${loanId}, ${named2}) and money::text ~ 'Sahukar|Gupta')
    + (select count(*)::int from command where org_id = ${orgId} and scope_id in (${loanId}, ${named2}) and payload is not null) as n`.execute(
    owner,
  );
  expect(rows[0]).toEqual({ n: 0 });
});

test('after a swap her name is kept until the lender’s paper is there', async () => {
  const { app, admin, owner, orgId } = office;
  const { personId, debt, loanId, swap } = await readySwap();
  await must(payOut(swap));
  for (const change of [
    sql`update membership set left_on = '2025-06-01' where person_id = ${personId}`,
    sql`update person set left_on = '2025-06-01' where person_id = ${personId}`,
    sql`update loan_standing set status = 'closed' where loan_id = ${loanId}`,
  ])
    await change.execute(owner);
  await must(app.do('people.setRetention', admin, { fromOn: '2020-01-01', months: 1, source: 'board' }));
  const erase = () => app.do('people.erase', admin, { personId });
  expect(await erase()).toMatchObject({ code: 'people.erase_open_swap', params: { count: 1 } });
  const fileId = newId();
  await sql`insert into file (org_id, file_id, sha256, media_type, bytes, purpose, created_by)
    values (${orgId}, ${fileId}, 'x', 'image/png', 1, 'page', ${admin.userId})`.execute(owner);
  await must(app.do('debts.keepSlip', admin, { personId, debtId: debt.debtId, fileId, slipOn: today }));
  await must(erase());
});

test('a consent withdrawn since does not keep a wrong paying out in the books', async () => {
  const { app, admin, accountant } = office;
  const { personId, consentId, loanId, swap } = await readySwap();
  await must(payOut(swap));
  await must(app.do('people.withdrawConsent', admin, { personId, consentId, withdrawnOn: today }));
  await must(app.do('debts.takeBackSwap', accountant, { loanId, swapId: swap.swapId, reason: 'he was not there' }));
  expect(await office.card(loanId)).toMatchObject({ status: 'approved' });
  // no new one without it
  expect(await payOut({ ...swap, eventId: newId(), swapId: newId() })).toMatchObject({ code: 'debts.no_consent' });
});

test('nobody is paid before she borrowed', async () => {
  const { swap } = await readySwap({ debt: { borrowedOn: addDays('2025-05-12', 1) } });
  expect(await payOut(swap, office.admin)).toMatchObject({
    ...{ code: 'debts.paid_before_borrowed', params: { borrowedOn: '2025-05-13' } },
  });
  expect(await payOut(swap)).toMatchObject({ code: 'debts.swap_barred', params: {} });
});
