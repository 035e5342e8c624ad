/**
 * Is the group a prompt payer of this loan: each clause of the dated rule by itself, kept, not kept, or not to be told from the books. A limit:
 * under it, moving each month, interest covered. A term loan: each instalment in time. Pure.
 */
import { addDays, addMonths, daysBetween, monthOf, type IsoDate } from '#platform/dates.ts';
import type { Booked } from './booked.rules.ts';
import type { LimitPromptRule, TermPromptRule } from './funds.model.ts';

/** Money drawn is positive, money paid in negative; interest the bank charged stands by itself. */
export type Move = { readonly on: IsoDate; readonly paise: number; readonly interest: boolean };
/** What may be drawn from a day on, until the next such day; null = nobody can tell for those days. */
export type LimitFrom = { readonly fromOn: IsoDate; readonly paise: number | null };
export type LimitRun = {
  /** Longest run of days above the limit. */
  readonly overDays: number;
  /** Whole months with fewer payments in than asked. */
  readonly quietMonths: readonly IsoDate[];
  /** Whole months whose payments in did not cover the interest charged in them. */
  readonly uncoveredMonths: readonly IsoDate[];
};

export function limitRun(
  moves: readonly Move[],
  { from, to, limits }: { from: IsoDate; to: IsoDate; limits: readonly LimitFrom[] },
  rule: LimitPromptRule,
): LimitRun {
  const sorted = moves.filter((move) => move.on <= to).toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const whole = wholeMonths(from, to).map((month) => {
    const within = sorted.filter((move) => monthOf(move.on) === month);
    const paidIn = within.filter((move) => move.paise < 0);
    const sum = (rows: readonly Move[]) => rows.reduce((all, move) => all + Math.abs(move.paise), 0);
    return { month, times: paidIn.length, paid: sum(paidIn), interest: sum(within.filter((move) => move.interest)) };
  });
  const quietMonths = whole.filter((one) => one.times < rule.creditsAMonth).map((one) => one.month);
  const uncoveredMonths = rule.creditsCoverInterest
    ? whole.filter((one) => one.paid < one.interest).map((one) => one.month)
    : [];
  const overDays = longestOver(sorted, { from, to, limits });
  return { overDays, quietMonths, uncoveredMonths };
}

function wholeMonths(from: IsoDate, to: IsoDate): IsoDate[] {
  const months: IsoDate[] = [];
  let month = monthOf(from) === from ? from : addMonths(monthOf(from), 1);
  for (; addDays(addMonths(month, 1), -1) <= to; month = addMonths(month, 1)) months.push(month);
  return months;
}

const limitOn = (limits: readonly LimitFrom[], day: IsoDate): number | null =>
  limits.filter((one) => one.fromOn <= day).at(-1)?.paise ?? null;

/** A day counts by its closing balance beside what might be drawn that day. */
function longestOver(
  moves: readonly Move[],
  { from, to, limits }: { from: IsoDate; to: IsoDate; limits: readonly LimitFrom[] },
): number {
  const changes = limits.map((one) => one.fromOn).filter((day) => day <= to);
  const days = [...new Set([...moves.map((move) => move.on), ...changes])].toSorted();
  let [balance, longest] = [0, 0];
  let since: IsoDate | null = null;
  for (const day of days) {
    balance += moves.reduce((all, move) => all + (move.on === day ? move.paise : 0), 0);
    const limitPaise = limitOn(limits, day);
    if (limitPaise !== null && balance > limitPaise) since ??= day;
    else if (since !== null) {
      longest = Math.max(longest, daysBetween(since < from ? from : since, day));
      since = null;
    }
  }
  return since === null ? longest : Math.max(longest, daysBetween(since < from ? from : since, to) + 1);
}

/** Why the books cannot tell. */
export type Why = 'no_instalments' | 'not_in_books' | 'kept_together' | 'bank_only';
export type Clause = {
  readonly code: 'under_limit' | 'credit_each_month' | 'covers_interest' | 'instalments';
  readonly state: 'met' | 'not_met' | 'unknown';
  readonly why: Why | null;
  /** Longest run above the limit; days an instalment may be late. */
  readonly days: number | null;
  readonly daysMost: number | null;
  /** Months without a payment; due days of instalments not paid in time. */
  readonly when: readonly IsoDate[];
};
export type Prompt = { readonly state: Clause['state']; readonly clauses: readonly Clause[] };

const clause = (code: Clause['code'], good: boolean | Why, more: Partial<Clause> = {}): Clause => ({
  ...{ code, days: null, daysMost: null, when: [] },
  state: typeof good === 'string' ? 'unknown' : good ? 'met' : 'not_met',
  why: typeof good === 'string' ? good : null,
  ...more,
});
/** One clause not kept settles it; what is not known leaves it open. */
const together = (clauses: readonly Clause[]): Prompt => {
  const has = (state: Clause['state']) => clauses.some((one) => one.state === state);
  return { state: has('not_met') ? 'not_met' : has('unknown') ? 'unknown' : 'met', clauses };
};
const silent = (booked: Booked): Why | null =>
  !booked.isSure ? 'kept_together' : booked.moves.some((move) => move.kind === 'came') ? null : 'not_in_books';

/** The span begins with the first money drawn. A cash book knows the interest that was paid, not what the bank charged: it counts as money paid in. */
export function limitPrompt(
  booked: Booked,
  { from, to, limits }: { from: IsoDate; to: IsoDate; limits: readonly LimitFrom[] },
  rule: LimitPromptRule,
): Prompt {
  const why = silent(booked);
  const drawnOn = booked.moves.find((move) => move.kind === 'came')?.on ?? from;
  const moves = booked.moves.flatMap(({ on, kind, paise }): Move[] =>
    kind === 'interest'
      ? [
          { on, paise, interest: true },
          { on, paise: -paise, interest: false },
        ]
      : [{ on, paise: kind === 'paid' ? -paise : paise, interest: false }],
  );
  const begin = drawnOn > from ? drawnOn : from;
  const run = limitRun(moves, { from: begin, to, limits }, rule);
  const [days, daysMost] = [why ? null : run.overDays, rule.overLimitDaysMost];
  const isUnder = run.overDays <= daysMost;
  // years of before the books: only what is over the limit of other years can be told
  const untold = [begin, ...limits.map((one) => one.fromOn).filter((day) => day > begin && day <= to)].some(
    (day) => limitOn(limits, day) === null,
  );
  const isQuiet = run.quietMonths.length > 0;
  return together([
    clause('under_limit', why ?? (isUnder && untold ? 'not_in_books' : isUnder), { days, daysMost }),
    clause('credit_each_month', why ?? !isQuiet, { when: why ? [] : run.quietMonths }),
    ...(rule.creditsCoverInterest ? [clause('covers_interest', why ?? 'bank_only')] : []),
  ]);
}

export type Instalments = { readonly firstDueOn: IsoDate; readonly instalmentPaise: number };
const MOST_INSTALMENTS = 240;
/** What was due by each day of the letter, against all that was paid so many days later; a loan that is paid back whole owes no more of them. */
export function termPrompt(
  booked: Booked,
  { instalments, to }: { instalments: Instalments | null; to: IsoDate },
  rule: TermPromptRule,
): Prompt {
  const { daysLateMost } = rule;
  const why = silent(booked) ?? (instalments ? null : 'no_instalments');
  if (why || !instalments)
    return together([clause('instalments', why ?? 'no_instalments', { daysMost: daysLateMost })]);
  const late: IsoDate[] = [];
  for (let no = 1; no <= MOST_INSTALMENTS; no += 1) {
    const dueOn = addMonths(instalments.firstDueOn, no - 1);
    const lastOn = addDays(dueOn, daysLateMost);
    if (lastOn >= to) break;
    const { paid, left } = paidBy(booked, lastOn);
    if (left <= 0) break;
    if (paid < no * instalments.instalmentPaise) late.push(dueOn);
  }
  return together([clause('instalments', late.length === 0, { daysMost: daysLateMost, when: late })]);
}

function paidBy({ moves }: Booked, day: IsoDate): { paid: number; left: number } {
  const sum = (kind: string) =>
    moves.reduce((all, move) => all + (move.kind === kind && move.on <= day ? move.paise : 0), 0);
  return { paid: sum('paid') + sum('interest'), left: sum('came') - sum('paid') };
}
