/** A loan's plan of parts as its pages show it. */
import { partsToCome } from '#domain/loans/index.ts';
import type { LoanCard } from '#domain/loans/index.server.ts';

/** As signed, or as asked before that; null for a loan that leaves at once. */
export function planOf(card: LoanCard) {
  const parts = card.contract ? card.contract.parts : card.asked.parts;
  if (!parts) return null;
  const paid = card.events.flatMap(({ event, money, undone }) =>
    event.kind === 'disbursed' && !undone ? [{ on: event.on, paise: event.paise, why: money?.unplanned ?? null }] : [],
  );
  return { parts, paid, isEnded: card.running !== null && (card.running.undrawnOn ?? card.running.stoppedOn) !== null };
}

/** The part that is to leave next. */
export const nextPlanned = ({ contract, events }: LoanCard) =>
  contract
    ? (partsToCome(
        contract,
        events.flatMap((one) => (one.undone ? [] : [one.event])),
      )[0] ?? null)
    : null;

/** Something of the plan can still be left undrawn: also what the last part was smaller by. */
export const canEndParts = ({ contract, running }: LoanCard): boolean =>
  running !== null &&
  running.stoppedOn === null &&
  running.undrawnOn === null &&
  Boolean(contract?.parts) &&
  running.lentPaise < (contract?.terms.principalPaise ?? 0);
