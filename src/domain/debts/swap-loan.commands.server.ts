/**
 * A swap by a loan of the office: asked for, signed and paid out like every loan, but its money goes straight to the outside lender, and
 * that paying out is the swap's payment. One event, told in the lender's book and in her register of debts; taken back in both or in none.
 */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { keptAtPayOut, loanOffer, type LoanOffer } from '#domain/loans/index.ts';
import {
  applyForLoan,
  lockLoan,
  payOutLoan,
  signedOf,
  undoLoanEvent,
  type LoanReceipt,
} from '#domain/loans/index.server.ts';
import { balanceOn } from './balance.rules.ts';
import { asSource } from './quote.rules.ts';
import type { SwapApplication, SwapBack, SwapPayOut } from './model.ts';
import { loadHousehold, safetyOf } from './safety.server.ts';
import { standingOn } from './standing.rules.ts';
import { lockDebt, moveDebt, sourcesFor, type StoredDebt } from './store.server.ts';
import { barredBy } from './swap.commands.server.ts';
import { costAsNow } from './way-out.rules.ts';

/**
 * @returns refused `debts.not_found` | `debts.no_consent` | `debts.not_standing` | `debts.source_unknown` | `debts.swap_for_herself` |
 * and what `loans.apply` refuses
 */
export async function askSwapLoan(tx: Tx, who: Actor, input: SwapApplication): Promise<Outcome<LoanReceipt>> {
  const { application, debtId, sourceId } = input;
  if (application.borrowerKind !== 'person') return refused('debts.swap_for_herself');
  const personId = application.borrowerId;
  const debt = await lockDebt(tx, { personId, debtId });
  if ('kind' in debt) return debt;
  if (debt.state !== 'standing') return refused('debts.not_standing');
  const sources = await sourcesFor(tx, [personId], application.appliedOn);
  if (!sources.some(({ sheet }) => sheet.sourceId === sourceId && sheet.kind !== 'group'))
    return refused('debts.source_unknown');
  return applyForLoan(tx, who, {
    input: { ...application, purpose: 'debt_swap' },
    swap: { debtId, sourceId },
  });
}

/** What the new loan asks of her household in a month at the most. */
function monthlyOf({ terms, schedule }: LoanOffer) {
  const rows = schedule.instalments.map((row) => row.principalPaise + row.interestPaise + (row.feePaise ?? 0));
  const { unit, every } = terms.interval;
  return { kind: 'instalments' as const, amountPaise: Math.max(...rows), unit, every };
}

type Swapped = { readonly savedPaise: number; readonly lenderPaise: number };
/**
 * @returns refused `debts.not_a_swap_loan` | `debts.not_standing` | `debts.source_unknown` | `debts.source_empty` {leftPaise} | what bars
 * any swap (`debts.over_limit`, ...) | what `loans.disburse` refuses
 */
export async function payOutSwap(tx: Tx, who: Actor, input: SwapPayOut): Promise<Outcome<Swapped>> {
  const { loanId, swapId, eventId, on, money } = input;
  const loan = await lockLoan(tx, loanId);
  const signed = loan?.swap ? await signedOf(tx, loanId) : null;
  if (!loan?.swap || !signed) return refused('debts.not_a_swap_loan');
  const offer = loanOffer(signed.contract);
  if (!offer.ok) return refused(offer.code, offer.params);
  const personId = loan.borrowerId;
  const debt = await lockDebt(tx, { personId, debtId: loan.swap.debtId });
  if ('kind' in debt) return debt;
  if (debt.state !== 'standing') return refused('debts.not_standing');
  const paise = signed.contract.terms.principalPaise;
  const source = (await sourcesFor(tx, [personId], on)).find((one) => one.sheet.sourceId === loan.swap?.sourceId);
  if (!source) return refused('debts.source_unknown');
  const leftPaise = asSource(source.sheet, { on, lentPaise: source.lentPaise }).moneyPaise[0] ?? 0;
  if (paise > leftPaise) return refused('debts.source_empty', { leftPaise });
  const label = { kind: 'wanted' as const, id: swapId, lender: source.sheet.name };
  const wanted = [{ label, obligation: monthlyOf(offer.value) }];
  const household = await loadHousehold(tx, personId);
  const barred = await barredBy(tx, safetyOf(household, { on: tx.today, wanted, instead: debt.debtId }), source);
  if (barred) return barred;
  const payee = { kind: 'moneylender' as const, name: debt.lenderName };
  const done = await payOutLoan(tx, who, { input: { loanId, eventId, on, paise, payee, money }, swapId });
  if (done.kind !== 'applied') return done.kind === 'already' ? refused('debts.payment_taken') : done;
  const kept = keptAtPayOut(signed.contract.terms);
  const lenderPaise = paise - kept.lenderPaise - kept.thirdPaise;
  const savedPaise = await saveSwap(tx, who, {
    input,
    debt,
    sourceId: loan.swap.sourceId,
    offer: offer.value,
    lenderPaise,
  });
  await moveDebt(tx, debt.debtId, { state: 'paid', paidOn: on });
  return applied({ savedPaise, lenderPaise });
}

type Saved = { input: SwapPayOut; debt: StoredDebt; sourceId: string; offer: LoanOffer; lenderPaise: number };
async function saveSwap(tx: Tx, who: Actor, { input, debt, sourceId, offer, lenderPaise }: Saved): Promise<number> {
  const { on, swapId, loanId, eventId } = input;
  const going = standingOn(debt, debt.payments, on);
  const asNowPaise = going ? costAsNow(going) : balanceOn(debt, debt.payments, on).owedPaise;
  await sql`insert into debt_payment (org_id, payment_id, debt_id, paid_on, amount_paise, closes, source_id,
      payable_paise, as_now_paise, recorded_by, office_loan_id, loan_event_id)
    values (${tx.orgId}, ${swapId}, ${debt.debtId}, ${on}, ${lenderPaise}, true, ${sourceId}, ${offer.totalCostPaise}, ${asNowPaise},
      ${who.userId}, ${loanId}, ${eventId})`.execute(tx.db);
  return asNowPaise - offer.totalCostPaise;
}

/**
 * The lender was not paid after all: the loan's journal is reversed and her debt stands again.
 * @returns refused `debts.not_a_swap_loan` | `debts.free_already` | what `loans.undo` refuses
 */
export async function takeBackSwap(tx: Tx, who: Actor, input: SwapBack): Promise<Outcome<{ debtId: string }>> {
  const { loanId, swapId, reason } = input;
  const loan = await lockLoan(tx, loanId);
  if (!loan?.swap) return refused('debts.not_a_swap_loan');
  const debt = await lockDebt(tx, { personId: loan.borrowerId, debtId: loan.swap.debtId });
  if ('kind' in debt) return debt;
  if (debt.state === 'free') return refused('debts.free_already');
  const payment = debt.payments.find((one) => one.paymentId === swapId);
  if (!payment?.byLoan) return refused('debts.not_a_swap_loan');
  const undone = await undoLoanEvent(tx, who, { ...payment.byLoan, reason });
  if (undone.kind !== 'applied') return undone.kind === 'already' ? refused('debts.payment_unknown') : undone;
  await sql`update debt_payment set struck_on = ${tx.today}, struck_reason = ${reason}
    where org_id = ${tx.orgId} and payment_id = ${swapId}`.execute(tx.db);
  await moveDebt(tx, debt.debtId, { state: 'standing', paidOn: null });
  return applied({ debtId: debt.debtId });
}
