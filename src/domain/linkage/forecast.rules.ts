/**
 * How much money a group will have at its coming meetings, between a least and a most. The range is what the group itself showed: as many
 * meetings in a row as are looked ahead, the worst of them and the best. Nothing else is guessed: new loans, withdrawals, fines and money
 * that others promised are not in it. Pure; paise.
 */
import type { IsoDate } from '#platform/dates.ts';

/** One meeting that was held. */
export type PastMeeting = {
  readonly savedPaise: number;
  /** What its rules asked of those who belonged that day. */
  readonly normPaise: number;
  /** Of members' loans: what first fell due at this meeting, and what came. */
  readonly duePaise: number;
  readonly paidPaise: number;
  /** Paid back to lenders that gave no schedule. */
  readonly toLendersPaise: number;
  /** Put by at the federation, less what came back from there. */
  readonly putByPaise: number;
};
/** One meeting to come: what is planned at it. */
export type ComingMeeting = {
  readonly on: IsoDate;
  readonly normPaise: number;
  readonly duePaise: number;
  /** Own instalments by a schedule; at the first of them with what is overdue. */
  readonly ownDuePaise: number;
};
export type ForecastFacts = {
  /** Box, banks above zero, and money on its way between them. */
  readonly startPaise: number;
  readonly reservePaise: number;
  /** Due before today and not paid. */
  readonly overduePaise: number;
  /** The most that lenders without a schedule can still be paid. */
  readonly lendersLeftPaise: number;
  /** Oldest first. */
  readonly past: readonly PastMeeting[];
  readonly coming: readonly ComingMeeting[];
};
export type Range = { readonly lowPaise: number; readonly middlePaise: number; readonly highPaise: number };
export type ForecastPoint = Range & {
  readonly on: IsoDate;
  /** Came in since today, up to this meeting. */
  readonly savings: Range;
  readonly repayments: Range;
  /** Went out since today: by schedules, to other lenders, and savings put by at the federation (most where the money is least). */
  readonly out: Range;
  /** Of what went out, instalments by schedules agreed with lenders: no range. */
  readonly agreedPaise: number;
  /** By how much the least would fall below zero: shown, and the least is then nothing. */
  readonly shortPaise: number;
  /** What may be lent at this meeting and leave the reserve and every later payment safe. */
  readonly safePaise: number;
};
export type Forecast =
  | { readonly ok: true; readonly startPaise: number; readonly points: readonly ForecastPoint[] }
  | {
      readonly ok: false;
      readonly reason: 'few_meetings' | 'few_repayments';
      readonly has: number;
      readonly needs: number;
    };

/** So many meetings ahead; and at least so many behind, else the worst row of them is no row. */
export const MEETINGS_AHEAD = 6;
/** Meetings at which something fell due, before the group's word on repayment is known. */
const REPAYMENTS_NEEDED = 3;

type Share = { readonly part: number; readonly whole: number };
type Shares = { readonly low: Share; readonly pooled: Share; readonly high: Share };

const isLess = (a: Share, b: Share): boolean => BigInt(a.part) * BigInt(b.whole) < BigInt(b.part) * BigInt(a.whole);
const sumOf = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((sum, row) => sum + of(row), 0);

/** Every row of `length` meetings that followed one another. */
const inRows = <T>(past: readonly T[], length: number): (readonly T[])[] =>
  Array.from({ length: Math.max(0, past.length - length + 1) }, (_, at) => past.slice(at, at + length));

/** Null when nothing was ever asked. */
function sharesOf(past: readonly Share[], length: number): Shares | null {
  const rows = inRows(past, length)
    .map((row) => ({ part: sumOf(row, (one) => one.part), whole: sumOf(row, (one) => one.whole) }))
    .filter((one) => one.whole > 0);
  const all = { part: sumOf(past, (one) => one.part), whole: sumOf(past, (one) => one.whole) };
  const [first] = rows;
  if (!first) return null;
  const low = rows.reduce((least, one) => (isLess(one, least) ? one : least), first);
  const high = rows.reduce((most, one) => (isLess(most, one) ? one : most), first);
  // the first and last meetings stand in fewer rows than the others, so the whole may lie a little outside
  const pooled = isLess(all, low) ? low : isLess(high, all) ? high : all;
  return { low, pooled, high };
}

type Round = 'down' | 'near' | 'up';
function shareOf(paise: number, { part, whole }: Share, round: Round): number {
  const [top, bottom] = [BigInt(paise) * BigInt(part), BigInt(whole)];
  const more = round === 'down' ? 0n : round === 'up' ? bottom - 1n : bottom / 2n;
  return Number((top + more) / bottom);
}
const NOTHING: Range = { lowPaise: 0, middlePaise: 0, highPaise: 0 };
function rangeOf(paise: number, shares: Shares | null, mostPaise = Number.MAX_SAFE_INTEGER): Range {
  if (!shares || paise === 0) return NOTHING;
  const of = (share: Share, round: Round) => Math.min(mostPaise, shareOf(paise, share, round));
  return {
    lowPaise: of(shares.low, 'down'),
    middlePaise: of(shares.pooled, 'near'),
    highPaise: of(shares.high, 'up'),
  };
}

/** To lenders without a schedule: as much as was paid in so many meetings, never more than is owed. */
function toLenders(past: readonly PastMeeting[], length: number, mostPaise: number): Range {
  const sums = inRows(past, length).map((row) => sumOf(row, (one) => one.toLendersPaise));
  const usual = Math.round((sumOf(past, (one) => one.toLendersPaise) * length) / past.length);
  const [low, high] = [Math.min(...sums), Math.max(...sums)];
  const within = (paise: number) => Math.min(mostPaise, paise);
  return {
    lowPaise: within(low),
    middlePaise: within(Math.min(high, Math.max(low, usual))),
    highPaise: within(high),
  };
}

/** Put by at so many of the meetings in a hundred, and it is a habit that will go on. House's choice. */
const HABIT_PERCENT = 50;
/** Savings at the federation as far as they are a habit; once or twice in a year says nothing of the coming meetings. */
function putBy(past: readonly PastMeeting[], length: number): Range {
  const times = past.filter((one) => one.putByPaise > 0).length;
  if (times * 100 < past.length * HABIT_PERCENT) return NOTHING;
  const sums = inRows(past, length).map((row) =>
    Math.max(
      0,
      sumOf(row, (one) => one.putByPaise),
    ),
  );
  const usual = Math.round((sumOf(past, (one) => one.putByPaise) * length) / past.length);
  const [low, high] = [Math.min(...sums), Math.max(...sums)];
  return { lowPaise: low, middlePaise: Math.min(high, Math.max(low, usual)), highPaise: high };
}

const both = (a: Range, b: Range): Range => ({
  lowPaise: a.lowPaise + b.lowPaise,
  middlePaise: a.middlePaise + b.middlePaise,
  highPaise: a.highPaise + b.highPaise,
});

const asShares = (past: readonly PastMeeting[], of: (one: PastMeeting) => readonly [number, number]): Share[] =>
  past.map((one) => ({ part: of(one)[0], whole: of(one)[1] }));

/** Perfect payers have no range; fewer than {@link MEETINGS_AHEAD} meetings, or hardly any instalment yet, and nothing is said. */
export function forecastOf(facts: ForecastFacts): Forecast {
  const { past, coming, startPaise } = facts;
  if (past.length < MEETINGS_AHEAD)
    return { ok: false, reason: 'few_meetings', has: past.length, needs: MEETINGS_AHEAD };
  const repaidAt = past.filter((one) => one.duePaise > 0).length;
  if (coming.some((one) => one.duePaise > 0) && repaidAt < REPAYMENTS_NEEDED)
    return { ok: false, reason: 'few_repayments', has: repaidAt, needs: REPAYMENTS_NEEDED };
  const raw = coming.map((one, at) => standing(facts, { on: one.on, length: at + 1 }));
  const points = raw.map(({ leastPaise: _, ...point }, at) => {
    const later = Math.min(...raw.slice(at).map((one) => one.leastPaise));
    return { ...point, safePaise: Math.max(0, later - facts.reservePaise) };
  });
  return { ok: true, startPaise, points };
}

function standing(facts: ForecastFacts, { on, length }: { on: IsoDate; length: number }) {
  const { past, startPaise } = facts;
  const upTo = facts.coming.slice(0, length);
  const [norm, due] = [sumOf(upTo, (one) => one.normPaise), sumOf(upTo, (one) => one.duePaise)];
  const own = sumOf(upTo, (one) => one.ownDuePaise);
  const savings = rangeOf(
    norm,
    sharesOf(
      asShares(past, (one) => [one.savedPaise, one.normPaise]),
      length,
    ),
  );
  const repaid = sharesOf(
    asShares(past, (one) => [one.paidPaise, one.duePaise]),
    length,
  );
  const repayments = rangeOf(due, repaid, due + facts.overduePaise);
  const others = both(toLenders(past, length, facts.lendersLeftPaise), putBy(past, length));
  const leastPaise = startPaise + savings.lowPaise + repayments.lowPaise - own - others.highPaise;
  const middle = startPaise + savings.middlePaise + repayments.middlePaise - own - others.middlePaise;
  const most = startPaise + savings.highPaise + repayments.highPaise - own - others.lowPaise;
  return {
    on,
    lowPaise: Math.max(0, leastPaise),
    middlePaise: Math.max(0, middle),
    highPaise: Math.max(0, most),
    savings,
    repayments,
    agreedPaise: own,
    out: {
      lowPaise: own + others.lowPaise,
      middlePaise: own + others.middlePaise,
      highPaise: own + others.highPaise,
    },
    shortPaise: Math.max(0, -leastPaise),
    leastPaise,
  };
}
