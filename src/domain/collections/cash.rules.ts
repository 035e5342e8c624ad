/** Money an officer has with her: since when, how much of it she handed over without a receipt yet, and whether it is too much. */
import { daysBetween, type IsoDate } from '#platform/dates.ts';
import { sumPaise } from '#platform/money.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { DayClosing, Notes } from './model.ts';
import { dated } from './recovery.rules.ts';

/** Of one day; out is negative. */
export type CashMove = { readonly on: IsoDate; readonly paise: number };
export type Lot = { readonly on: IsoDate; readonly paise: number };

/** What is left of what came in, by the day it came: the oldest rupee is the first that leaves. Never negative together. */
export function lotsOf(moves: readonly CashMove[]): Lot[] {
  let leaving = -sumPaise(moves.map((move) => Math.min(0, move.paise)));
  const came = moves.filter((move) => move.paise > 0).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const left: Lot[] = [];
  for (const { on, paise } of came) {
    const gone = Math.min(leaving, paise);
    leaving -= gone;
    if (paise > gone) left.push({ on, paise: paise - gone });
  }
  return left;
}

export type CashLimitOn = { readonly fromOn: IsoDate; readonly limitPaise: number; readonly days: number };
export type CashStand = {
  readonly heldPaise: number;
  /** Days since the oldest of it came; 0 when there is none. */
  readonly oldestDays: number;
  readonly limit: CashLimitOn | null;
  readonly isTooMuch: boolean;
  readonly isTooOld: boolean;
};

/** Exactly the limit, and exactly so many days, is still within. */
export function cashStand(lots: readonly Lot[], limits: readonly CashLimitOn[], on: IsoDate): CashStand {
  const heldPaise = sumPaise(lots.map((lot) => lot.paise));
  const oldestOn = lots.reduce<IsoDate | null>((oldest, lot) => (oldest && oldest < lot.on ? oldest : lot.on), null);
  const oldestDays = oldestOn && oldestOn < on ? daysBetween(oldestOn, on) : 0;
  const limit = dated(limits, on);
  return {
    heldPaise,
    oldestDays,
    limit,
    isTooMuch: limit !== null && heldPaise > limit.limitPaise,
    isTooOld: limit !== null && heldPaise > 0 && oldestDays > limit.days,
  };
}

export const sumOfNotes = (notes: Notes): number => sumPaise(notes.map((note) => note.valuePaise * note.count));

/** Refuses `collections.notes_differ`, `collections.reason_missing` {differencePaise}. */
export function judgeClosing(closing: DayClosing): Ruling<{ differencePaise: number }> {
  const countedPaise = sumOfNotes(closing.notes);
  if (countedPaise !== closing.countedPaise) return ruledOut('collections.notes_differ', { countedPaise });
  const differencePaise = countedPaise - closing.statedPaise;
  if (differencePaise !== 0 && closing.reason === null)
    return ruledOut('collections.reason_missing', { differencePaise });
  return ruled({ differencePaise });
}

/**
 * What a cashier may write. Refuses `collections.more_than_held` {heldPaise} (her phone has not sent all: let it send first),
 * `collections.reason_missing` {differencePaise}.
 * @param statedPaise null: she said nothing before
 */
export function judgeReceipt(of: {
  readonly paise: number;
  readonly statedPaise: number | null;
  readonly heldPaise: number;
  readonly reason: string | null;
}): Ruling<true> {
  if (of.paise > of.heldPaise) return ruledOut('collections.more_than_held', { heldPaise: of.heldPaise });
  const differencePaise = of.paise - (of.statedPaise ?? of.paise);
  if (differencePaise !== 0 && of.reason === null) return ruledOut('collections.reason_missing', { differencePaise });
  return ruled(true);
}
