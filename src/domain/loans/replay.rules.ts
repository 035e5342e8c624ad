/**
 * The state of a loan from its contract and its events, told in the order of their days (then of their entry). The newest event must fit
 * strictly and is refused with the reason; those already accepted are laid again as they were meant: money that finds no place any more
 * is kept as owed back to her, never lost.
 */
import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import { chargeLate, lay } from './allocation.rules.ts';
import { NO_EFFECT, type Effect, type Excess, type LoanContract, type LoanEvent, type Running } from './life.model.ts';
import { NO_PARTS } from './model.ts';
import { mergedAt, payoffOn } from './payoff.rules.ts';
import { addParts, sumParts } from './repayment.rules.ts';
import { addTranche, lowerBalance, mostAhead, reschedule } from './rerun.rules.ts';
import { isUnpaid, lessParts, openRunning, owedOf, PART, paidOf, unpaidOf, waitingLoan } from './run-state.rules.ts';

type Applied = Ruling<Running>;
type How = { readonly strict: boolean };
const USUAL = { across: 'oldest_first' } as const;

/** A payment on what is due, and the rest where she said. */
export function pay(
  loan: Running,
  { paise, on, excessTo }: { paise: number; on: IsoDate; excessTo: Excess | null },
  { strict }: How,
): Applied {
  const order = loan.contract.servicing.allocation;
  const due = lay(loan.rows, paise, { order, takes: (row) => row.dueOn <= on });
  const after = { ...loan, rows: due.rows };
  if (due.leftPaise === 0) return ruled(after);
  const excessPaise = due.leftPaise;
  if (strict) {
    if (excessTo === null) return ruledOut('loans.excess_unasked', { excessPaise });
    const mostPaise = excessTo === 'next' ? sumParts(owedOf(after.rows)) : mostAhead(after, on);
    if (excessPaise > mostPaise) return ruledOut('loans.excess_not_allowed', { to: excessTo, excessPaise, mostPaise });
  }
  const how = excessTo ?? 'next';
  const lowered = how === 'next' ? { loan: after, takenPaise: 0 } : lowerBalance(after, excessPaise, { on, how });
  const next = lay(lowered.loan.rows, excessPaise - lowered.takenPaise, { order: { ...order, ...USUAL } });
  return ruled({ ...lowered.loan, rows: next.rows, overPaise: loan.overPaise + next.leftPaise });
}

function settle(loan: Running, { paise, on }: { paise: number; on: IsoDate }, { strict }: How): Applied {
  const quote = payoffOn(loan, on);
  if (strict && paise !== quote.totalPaise) return ruledOut('loans.payoff_amount', { payoffPaise: quote.totalPaise });
  // money that does not suffice any more is what it always was: a payment
  if (paise < quote.totalPaise) return pay(loan, { paise, on, excessTo: 'next' }, { strict: false });
  const { mergedOverPaise, ...merged } = quote.loan;
  const laid = lay(merged.rows, paise, { order: loan.contract.servicing.allocation });
  return ruled({ ...merged, rows: laid.rows, overPaise: loan.overPaise + mergedOverPaise + laid.leftPaise });
}

/** A fine is for paying late, so something must be late (RBI, 18 Aug 2023: only on what is overdue). */
function charge(loan: Running, event: Extract<LoanEvent, { kind: 'charged' }>, { strict }: How): Applied {
  const isLate = loan.rows.some((one) => one.dueOn < event.on && isUnpaid(one));
  if (strict && event.part === 'fine' && !isLate) return ruledOut('loans.nothing_overdue', {});
  const at = loan.rows.findIndex(isUnpaid);
  const row = loan.rows[at];
  if (!row) return ruledOut('loans.not_running', { status: loan.status });
  const part = PART[event.part];
  const asked = { ...row.asked, [part]: row.asked[part] + event.paise };
  return ruled({ ...loan, rows: loan.rows.with(at, { ...row, asked }) });
}

/** Of what is due by the day; interest waived was not earned either. */
function waive(loan: Running, event: Extract<LoanEvent, { kind: 'waived' }>, { strict }: How): Applied {
  const part = PART[event.part];
  const due = loan.rows.filter((row) => event.part !== 'interest' || row.dueOn <= event.on);
  const mostPaise = due.reduce((sum, row) => sum + unpaidOf(row)[part], 0);
  if (strict && event.paise > mostPaise) return ruledOut('loans.waives_too_much', { mostPaise });
  let left = event.paise;
  const rows = loan.rows.map((row) => {
    const take = due.includes(row) ? Math.min(left, unpaidOf(row)[part]) : 0;
    left -= take;
    if (take === 0) return row;
    const earnedPaise = event.part === 'interest' ? row.earnedPaise - take : row.earnedPaise;
    const broughtPaise = Math.max(0, Math.min(row.broughtPaise, earnedPaise));
    return { ...row, earnedPaise, broughtPaise, asked: { ...row.asked, [part]: row.asked[part] - take } };
  });
  return ruled({ ...loan, rows });
}

function recover(loan: Running, paise: number, { strict }: How): Applied {
  const laid = lay(loan.rows, paise, { order: loan.contract.servicing.allocation });
  if (strict && laid.leftPaise > 0)
    return ruledOut('loans.excess_not_allowed', { to: 'next', excessPaise: paise, mostPaise: paise - laid.leftPaise });
  return ruled({ ...loan, rows: laid.rows, overPaise: loan.overPaise + laid.leftPaise });
}

/** All that is owed on the day becomes one row of it; from then on it bears neither interest nor late charges. */
function stop(loan: Running, on: IsoDate): Applied {
  const { mergedOverPaise, ...merged } = mergedAt(loan, on, { payoff: 'to_day' });
  const isMerged = merged.rows !== loan.rows;
  return ruled({
    ...merged,
    ...(isMerged && { base: merged.rows.length - 1, startOn: on }),
    stoppedOn: on,
    overPaise: loan.overPaise + mergedOverPaise,
  });
}

function writeOff(loan: Running, event: Extract<LoanEvent, { kind: 'written_off' }>): Applied {
  const writtenOff = { on: event.on, owed: owedOf(loan.rows), isForgiven: event.isForgiven === true };
  return ruled({ ...loan, status: 'written_off', writtenOff });
}

/** What makes no sense for a loan that stands still. */
const NOT_AFTER_STOP: readonly LoanEvent['kind'][] = ['disbursed', 'charged', 'rescheduled', 'stopped'];

function apply(loan: Running, event: LoanEvent, how: How): Applied {
  if (loan.stoppedOn !== null && NOT_AFTER_STOP.includes(event.kind))
    return ruledOut('loans.stopped_already', { on: loan.stoppedOn });
  if (event.kind === 'disbursed') {
    if (loan.status === 'waiting') {
      const mostPaise = loan.contract.terms.principalPaise;
      if (event.paise > mostPaise) return ruledOut('loans.tranche_above', { mostPaise });
      if (event.paise < mostPaise && loan.contract.terms.method === 'FLAT')
        return ruledOut('loans.flat_one_tranche', {});
      return openRunning(loan, event.paise, event.on);
    }
    return loan.status === 'active' ? addTranche(loan, event.paise, event.on) : notRunning(loan);
  }
  if (event.kind === 'refunded') {
    if (event.paise > loan.overPaise) return ruledOut('loans.refund_exceeds', { mostPaise: loan.overPaise });
    return ruled({ ...loan, overPaise: loan.overPaise - event.paise });
  }
  if (loan.status === 'written_off') {
    if (event.kind === 'recovered' && how.strict && loan.writtenOff?.isForgiven) return ruledOut('loans.let_go', {});
    if (event.kind === 'recovered') return recover(loan, event.paise, how);
    // an insurer pays when he does: what nobody is asked for any more is her own's
    if (event.kind === 'claim_paid')
      return loan.writtenOff?.isForgiven
        ? keepForHer(loan, event.paise)
        : recover(loan, event.paise, { strict: false });
    return isPayment(event) && !how.strict ? recover(loan, event.paise, how) : notRunning(loan);
  }
  if (loan.status === 'closed' && isPayment(event) && (!how.strict || event.kind === 'claim_paid'))
    return keepForHer(loan, event.paise);
  if (loan.status !== 'active') return notRunning(loan);
  switch (event.kind) {
    case 'repaid':
    case 'set_off':
      return pay(loan, event, how);
    case 'settled':
      return settle(loan, event, how);
    case 'charged':
      return charge(loan, event, how);
    case 'waived':
      return waive(loan, event, how);
    case 'rescheduled':
      return reschedule(loan, event);
    case 'written_off':
      return writeOff(loan, event);
    case 'stopped':
      return stop(loan, event.on);
    case 'claim_paid':
      return pay(loan, { ...event, excessTo: 'next' }, { strict: false });
    default:
      return ruledOut('loans.not_written_off', {});
  }
}

const keepForHer = (loan: Running, paise: number): Applied => ruled({ ...loan, overPaise: loan.overPaise + paise });
const notRunning = (loan: Running): Ruling<never> => ruledOut('loans.not_running', { status: loan.status });
type Payment = Extract<LoanEvent, { kind: 'repaid' | 'set_off' | 'settled' | 'recovered' | 'claim_paid' }>;
export const isPayment = (event: LoanEvent): event is Payment =>
  ['repaid', 'set_off', 'settled', 'recovered', 'claim_paid'].includes(event.kind);

const closedIfPaid = (loan: Running, on: IsoDate): Running =>
  loan.status === 'active' && loan.rows.every((row) => !isUnpaid(row))
    ? { ...loan, status: 'closed', closedOn: on }
    : loan;

/** Capitalised interest whose time has come. */
const capitalisedBy = (loan: Running, on: IsoDate): number =>
  loan.rows.reduce((sum, row) => sum + (row.countedOn <= on ? row.capitalisedPaise : 0), 0);

/** Third parties' share of the fees laid on rows: what is paid goes to them first, to what they are to get. */
const thirdOf = (loan: Running): number => {
  const spread = (loan.contract.terms.charges ?? []).filter((one) => one.when === 'spread' && one.payee === 'third');
  const most = spread.reduce((sum, one) => sum + one.paise, 0);
  return Math.min(most, paidOf(loan.rows).feePaise);
};

/** Principal as the books hold it. */
const bookPrincipalOf = (loan: Running): number =>
  loan.lentPaise + loan.recognisedPaise - loan.prepaidPaise - paidOf(loan.rows).principalPaise;

/** One event laid on a loan whose late charges are brought to its day. */
export function step(before: Running, event: LoanEvent, how: How): Ruling<{ loan: Running; effect: Effect }> {
  const loan = before.status === 'waiting' ? before : chargeLate(before, event.on);
  const done = apply(loan, event, how);
  if (!done.ok) return done;
  const recognisedPaise = Math.max(loan.recognisedPaise, capitalisedBy(done.value, event.on));
  const thirdPaidPaise = Math.max(loan.thirdPaidPaise, thirdOf(done.value));
  const after = closedIfPaid({ ...done.value, recognisedPaise, thirdPaidPaise }, event.on);
  const paid = lessParts(paidOf(after.rows), paidOf(loan.rows));
  const parts = addParts(paid, { ...NO_PARTS, principalPaise: after.prepaidPaise - loan.prepaidPaise });
  const effect = {
    parts,
    overPaise: after.overPaise - loan.overPaise,
    thirdPaise: thirdPaidPaise - loan.thirdPaidPaise,
    capitalisedPaise: recognisedPaise - loan.recognisedPaise,
    writtenOffPaise: event.kind === 'written_off' ? bookPrincipalOf(after) : 0,
    recoveredPaise: loan.status === 'written_off' ? sumParts(parts) : 0,
  };
  return ruled({
    loan: after,
    effect: event.kind === 'disbursed' ? { ...NO_EFFECT, ...capitalisedOnly(effect) } : effect,
  });
}
const capitalisedOnly = ({ capitalisedPaise }: Effect) => ({ capitalisedPaise });

export type Replayed = { readonly loan: Running; readonly effects: ReadonlyMap<string, Effect> };

/**
 * @param events in the order of their entry; those of one day keep it
 * @param newest the event being judged now; a refusal of an older one names its day: `loans.later_event_fails` {on, code}
 */
export function replay(
  contract: LoanContract,
  events: readonly LoanEvent[],
  newest: string | null = null,
): Ruling<Replayed> {
  const inOrder = [...events].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  let loan = waitingLoan(contract);
  const effects = new Map<string, Effect>();
  for (const event of inOrder) {
    const done = step(loan, event, { strict: event.eventId === newest });
    if (!done.ok)
      return event.eventId === newest || newest === null
        ? done
        : ruledOut('loans.later_event_fails', { on: event.on, kind: event.kind });
    loan = done.value.loan;
    effects.set(event.eventId, done.value.effect);
  }
  return ruled({ loan, effects });
}

export type Changed = { readonly event: LoanEvent; readonly before: Effect; readonly after: Effect };
/** Older events that come to another effect by the newest one: what is posted again, and what the report says. */
export function changedBy(events: readonly LoanEvent[], before: Replayed, after: Replayed): Changed[] {
  return events.flatMap((event) => {
    const was = before.effects.get(event.eventId);
    const now = after.effects.get(event.eventId);
    return was && now && JSON.stringify(was) !== JSON.stringify(now) ? [{ event, before: was, after: now }] : [];
  });
}
