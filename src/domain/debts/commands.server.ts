import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { consentInForce, tellHerPhones } from '#domain/people/index.server.ts';
import { balanceOn } from './balance.rules.ts';
import { apply, decideApplication } from './applications.commands.server.ts';
import { checkDebt, nextDebtState } from './life.rules.ts';
import * as model from './model.ts';
import type { DebtState, KeepSlip, NewDebt, PayDebt, StrikeDebt, StrikePayment } from './model.ts';
import { lockDebt, moveDebt } from './store.server.ts';
import { askSwapLoan, payOutSwap, takeBackSwap } from './swap-loan.commands.server.ts';
import { endSource, offerSource, paySwap } from './swap.commands.server.ts';

/** What a vote is held against is other than before: the phones of her groups are told. */
const told =
  <Input extends { personId: string }, Receipt>(run: (tx: Tx, who: Actor, input: Input) => Promise<Outcome<Receipt>>) =>
  async (tx: Tx, who: Actor, input: Input): Promise<Outcome<Receipt>> => {
    const outcome = await run(tx, who, input);
    if (outcome.kind === 'applied') await tellHerPhones(tx, input.personId);
    return outcome;
  };

const ofPerson = (input: { personId: string }): Scope => ({ kind: 'person', id: input.personId });

export const commands = defineCommands('debts', {
  register: {
    input: model.NewDebt,
    may: 'debts.write',
    offline: true,
    scope: ofPerson,
    secret: ['lenderName', 'note', 'terms'],
    run: told(register),
  },
  pay: { input: model.PayDebt, may: 'debts.write', offline: true, scope: ofPerson, run: told(pay) },
  strikePayment: {
    input: model.StrikePayment,
    may: 'debts.write',
    scope: ofPerson,
    secret: ['reason'],
    run: told(strikePayment),
  },
  strike: { input: model.StrikeDebt, may: 'debts.write', scope: ofPerson, secret: ['reason'], run: told(strike) },
  paySwap: { input: model.PaySwap, may: 'debts.swap', scope: ofPerson, run: told(paySwap) },
  // the right of whoever asks for a loan, and of whoever pays one out
  askSwapLoan: {
    input: model.SwapApplication,
    may: 'loans.apply',
    scope: ({ application }: { application: { borrowerId: string } }) => ofPerson({ personId: application.borrowerId }),
    run: askSwapLoan,
  },
  payOutSwap: {
    input: model.SwapPayOut,
    may: 'loans.disburse',
    scope: ({ loanId }: { loanId: string }): Scope => ({ kind: 'loan', id: loanId }),
    typed: ['money.reference'],
    run: payOutSwap,
  },
  takeBackSwap: {
    input: model.SwapBack,
    may: 'loans.change',
    scope: ({ loanId }: { loanId: string }): Scope => ({ kind: 'loan', id: loanId }),
    run: takeBackSwap,
  },
  keepSlip: { input: model.KeepSlip, may: 'debts.write', scope: ofPerson, run: told(keepSlip) },
  offerSource: { input: model.SwapSource, may: 'debts.setup', scope: () => null, run: offerSource },
  endSource: { input: model.EndSource, may: 'debts.setup', scope: () => null, run: endSource },
  apply: { input: model.Application, may: 'debts.write', scope: ofPerson, secret: ['lenderName'], run: apply },
  decideApplication: {
    input: model.DecideApplication,
    may: 'debts.write',
    scope: ofPerson,
    secret: ['note'],
    run: decideApplication,
  },
});

/** @returns refused `people.not_found` | `debts.no_consent` | `debts.registered_already` and all of {@link checkDebt} */
async function register(tx: Tx, who: Actor, input: NewDebt): Promise<Outcome<{ debtId: string }>> {
  const consent = await consentInForce(tx, 'income_and_debts', input.personId);
  if (consent === 'unknown') return refused('people.not_found');
  if (consent === 'missing') return refused('debts.no_consent');
  const ruling = checkDebt(input, tx.today);
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  const { numAffectedRows } =
    await sql`insert into outside_debt (org_id, debt_id, person_id, lender_kind, lender_name, borrowed_on,
      principal_paise, kept_back_paise, terms, note, recorded_by)
    values (${tx.orgId}, ${input.debtId}, ${input.personId}, ${input.lenderKind}, ${input.lenderName}, ${input.borrowedOn},
      ${input.principalPaise}, ${input.keptBackPaise}, ${JSON.stringify(input.terms)}, ${input.note}, ${who.userId})
    on conflict do nothing`.execute(tx.db);
  return numAffectedRows === 0n ? refused('debts.registered_already') : applied({ debtId: input.debtId });
}

/**
 * What she paid herself. More than is owed is refused unless it closes the debt: then the lender reckoned otherwise than we do.
 * @returns refused `debts.not_found` | `debts.not_standing` | `debts.in_the_future` {today} | `debts.paid_before_borrowed` |
 * `debts.more_than_owed` {owedPaise} | `debts.payment_taken`
 */
async function pay(tx: Tx, who: Actor, input: PayDebt): Promise<Outcome<{ state: DebtState; owedPaise: number }>> {
  const debt = await lockDebt(tx, input);
  if ('kind' in debt) return debt;
  if (debt.state !== 'standing') return refused('debts.not_standing');
  if (input.paidOn > tx.today) return refused('debts.in_the_future', { today: tx.today });
  if (input.paidOn < debt.borrowedOn) return refused('debts.paid_before_borrowed', { borrowedOn: debt.borrowedOn });
  const before = balanceOn(debt, debt.payments, input.paidOn);
  if (input.amountPaise > before.owedPaise && !input.closes)
    return refused('debts.more_than_owed', { owedPaise: before.owedPaise });
  const owedPaise = balanceOn(debt, [...debt.payments, input], tx.today).owedPaise;
  const closes = input.closes || owedPaise === 0;
  const { numAffectedRows } =
    await sql`insert into debt_payment (org_id, payment_id, debt_id, paid_on, amount_paise, closes, recorded_by)
    values (${tx.orgId}, ${input.paymentId}, ${input.debtId}, ${input.paidOn}, ${input.amountPaise}, ${closes}, ${who.userId})
    on conflict do nothing`.execute(tx.db);
  if (numAffectedRows === 0n) return refused('debts.payment_taken');
  if (closes) await moveDebt(tx, debt.debtId, { state: 'paid', paidOn: input.paidOn });
  return applied({ state: closes ? 'paid' : 'standing', owedPaise: closes ? 0 : owedPaise });
}

/** Written wrong: it counts no more and stays with its reason; a debt that it had closed stands again. @returns refused `debts.not_found` | `debts.free_already` | `debts.payment_unknown` | `debts.loan_pays_this` */
async function strikePayment(tx: Tx, _who: Actor, input: StrikePayment): Promise<Outcome<{ state: DebtState }>> {
  const debt = await lockDebt(tx, input);
  if ('kind' in debt) return debt;
  if (debt.state === 'free') return refused('debts.free_already');
  const payment = debt.payments.find((one) => one.paymentId === input.paymentId);
  if (!payment) return refused('debts.payment_unknown');
  if (payment.byLoan) return refused('debts.loan_pays_this');
  await sql`update debt_payment set struck_on = ${tx.today}, struck_reason = ${input.reason}
    where org_id = ${tx.orgId} and payment_id = ${input.paymentId}`.execute(tx.db);
  const stillClosed = debt.payments.some((one) => one.closes && one.paymentId !== payment.paymentId);
  if (debt.state !== 'paid' || stillClosed) return applied({ state: debt.state });
  await moveDebt(tx, debt.debtId, { state: 'standing', paidOn: null });
  return applied({ state: 'standing' });
}

/** Registered by mistake. @returns refused `debts.not_found` | `debts.has_payments` | `debts.not_standing` */
async function strike(tx: Tx, _who: Actor, input: StrikeDebt): Promise<Outcome<{ state: DebtState }>> {
  const debt = await lockDebt(tx, input);
  if ('kind' in debt) return debt;
  if (debt.payments.length > 0) return refused('debts.has_payments');
  const state = nextDebtState(debt.state, 'strike');
  if (!state) return refused('debts.not_standing');
  await sql`update outside_debt set state = ${state}, struck_reason = ${input.reason}
    where org_id = ${tx.orgId} and debt_id = ${input.debtId}`.execute(tx.db);
  return applied({ state });
}

/** With the lender's paper she is free. @returns refused `debts.not_found` | `debts.not_paid` | `debts.slip_missing` | `debts.slip_date` */
async function keepSlip(tx: Tx, _who: Actor, input: KeepSlip): Promise<Outcome<{ state: DebtState }>> {
  const debt = await lockDebt(tx, input);
  if ('kind' in debt) return debt;
  const state = nextDebtState(debt.state, 'keepSlip');
  if (!state || debt.paidOn === null) return refused('debts.not_paid');
  if (input.slipOn < debt.paidOn || input.slipOn > tx.today) return refused('debts.slip_date', { paidOn: debt.paidOn });
  const file = await sql`select from file where org_id = ${tx.orgId} and file_id = ${input.fileId}`.execute(tx.db);
  if (file.rows.length === 0) return refused('debts.slip_missing');
  await sql`update outside_debt set state = ${state}, free_on = ${input.slipOn}, slip_file_id = ${input.fileId}
    where org_id = ${tx.orgId} and debt_id = ${input.debtId}`.execute(tx.db);
  return applied({ state });
}
