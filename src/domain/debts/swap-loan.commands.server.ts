/**
 * A swap by a loan of the office: asked for, signed and paid out like every loan, but its money goes straight to the outside lender, and
 * that paying out is the swap's payment. One event, told in the lender's book and in her register of debts; taken back in both or in none.
 */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome, type Refused } from '#platform/outcomes.ts';
import { instalmentPaise, keptAtPayOut, loanOffer, type LoanOffer } from '#domain/loans/index.ts';
import {
  applyForLoan,
  lockLoan,
  payOutLoan,
  signedOf,
  undoLoanEvent,
  type LoanReceipt,
} from '#domain/loans/index.server.ts';
import { byHighestPart } from '#domain/obligations/index.ts';
import { balanceOn } from './balance.rules.ts';
import { asSource } from './quote.rules.ts';
import type { SwapApplication, SwapBack, SwapPayOut } from './model.ts';
import { loadHousehold, safetyOf } from './safety.server.ts';
import { standingOn } from './standing.rules.ts';
import { holdDebt, lockDebt, moveDebt, sourcesFor, type StoredDebt } from './store.server.ts';
import { barredBy } from './swap.commands.server.ts';
import { costAsNow } from './way-out.rules.ts';

/**
 * @returns refused `debts.not_found` | `debts.no_consent` | `debts.not_standing` | `debts.source_unknown` | `debts.swap_for_herself` |
 * `debts.swap_alone` and what `loans.apply` refuses
 */
export async function askSwapLoan(tx: Tx, who: Actor, input: SwapApplication): Promise<Outcome<LoanReceipt>> {
  const { application, debtId, sourceId } = input;
  if (application.borrowerKind !== 'person') return refused('debts.swap_for_herself');
  // its money goes to one lender whole: nothing of it can settle a loan of ours
  if (application.topsUpLoanId) return refused('debts.swap_alone');
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

/** `savedPaise` is null for who may not read the register of debts. */
type Swapped = { readonly savedPaise: number | null; readonly lenderPaise: number };
/**
 * @returns refused `debts.not_a_swap_loan` | `debts.not_standing` | `debts.paid_before_borrowed` {borrowedOn} | `debts.source_unknown` |
 * `debts.source_empty` {leftPaise} | what bars any swap (`debts.over_limit`, ...) | what `loans.disburse` refuses. What tells of her household is for who may read the register of
 * debts: anybody else is answered `debts.swap_barred`.
 */
export async function payOutSwap(tx: Tx, who: Actor, input: SwapPayOut): Promise<Outcome<Swapped>> {
  const { loanId, swapId, eventId, on, money } = input;
  const loan = await lockLoan(tx, loanId);
  const signed = loan?.swap ? await signedOf(tx, loanId) : null;
  if (!loan?.swap || !signed) return refused('debts.not_a_swap_loan');
  const offer = loanOffer(signed.contract);
  if (!offer.ok) return refused(offer.code, offer.params);
  const personId = loan.borrowerId;
  const { debtId, sourceId } = loan.swap;
  const debt = await lockDebt(tx, { personId, debtId });
  if ('kind' in debt) return debt;
  if (debt.state !== 'standing') return refused('debts.not_standing');
  const reads = (await tx.rolesFor('debts.read', { kind: 'person', id: personId })).length > 0;
  const barred = await judgeSwap(tx, { input, debt, sourceId, offer: offer.value });
  if (barred) return reads ? barred : refused('debts.swap_barred');
  const { principalPaise: paise } = signed.contract.terms;
  const payee = { kind: 'moneylender' as const, name: debt.lenderName };
  const done = await payOutLoan(tx, who, { input: { loanId, eventId, on, paise, payee, money }, swapId });
  if (done.kind !== 'applied') return done.kind === 'already' ? refused('debts.payment_taken') : done;
  const kept = keptAtPayOut(signed.contract.terms);
  const lenderPaise = paise - kept.lenderPaise - kept.thirdPaise;
  const savedPaise = await saveSwap(tx, who, { input, debt, sourceId, offer: offer.value, lenderPaise });
  await moveDebt(tx, debt.debtId, { state: 'paid', paidOn: on });
  return applied({ savedPaise: reads ? savedPaise : null, lenderPaise });
}

type Judged = { input: SwapPayOut; debt: StoredDebt; sourceId: string; offer: LoanOffer };
/** Of her household and of the money kept for her: all that may bar the swap, with its figures. */
async function judgeSwap(tx: Tx, { input, debt, sourceId, offer }: Judged): Promise<Refused | null> {
  const { on, swapId } = input;
  const { borrowedOn } = debt;
  if (on < borrowedOn) return refused('debts.paid_before_borrowed', { borrowedOn });
  const source = (await sourcesFor(tx, [debt.personId], on)).find((one) => one.sheet.sourceId === sourceId);
  if (!source) return refused('debts.source_unknown');
  const leftPaise = asSource(source.sheet, { on, lentPaise: source.lentPaise }).moneyPaise[0] ?? 0;
  if (offer.terms.principalPaise > leftPaise) return refused('debts.source_empty', { leftPaise });
  const label = { kind: 'wanted' as const, id: swapId, lender: source.sheet.name };
  const parts = offer.schedule.instalments.map(instalmentPaise);
  const wanted = [{ label, obligation: byHighestPart(offer.terms.interval, parts) }];
  const household = await loadHousehold(tx, debt.personId);
  return barredBy(tx, safetyOf(household, { on: tx.today, wanted, instead: debt.debtId }), source);
}

type Saved = Judged & { lenderPaise: number };
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
 * The lender was not paid after all: the loan's journal is reversed and her debt stands again, whether her consent does or not.
 * @returns refused `debts.not_a_swap_loan` | `debts.free_already` | what `loans.undo` refuses
 */
export async function takeBackSwap(tx: Tx, who: Actor, input: SwapBack): Promise<Outcome<{ debtId: string }>> {
  const { loanId, swapId, reason } = input;
  const loan = await lockLoan(tx, loanId);
  if (!loan?.swap) return refused('debts.not_a_swap_loan');
  const debt = await holdDebt(tx, { personId: loan.borrowerId, debtId: loan.swap.debtId });
  if (!debt) return refused('debts.not_found');
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
