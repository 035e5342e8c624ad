/**
 * The repayment test of the microfinance directions (microfinance.md §1): all repayments of a household, the new loan included, at most
 * the share in force of its monthly income; exactly that share passes. Fractions of a paisa are carried exactly and compared exactly;
 * what is shown is rounded against her: a claim up, a limit and what is left of it down.
 */
import { addDays, addMonths, type IsoDate } from '#platform/dates.ts';
import { MAX_PAISE } from '#platform/money.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { Assessment, Limits, Obligation } from './model.ts';

type Fraction = { readonly over: bigint; readonly under: bigint };
const add = (a: Fraction, b: Fraction): Fraction => ({
  over: a.over * b.under + b.over * a.under,
  under: a.under * b.under,
});
/** Division of whole numbers cuts towards zero: below it that is up already. */
const ceil = ({ over, under }: Fraction): number => Number((over > 0n ? over + under - 1n : over) / under);
const NOTHING: Fraction = { over: 0n, under: 1n };

/** How often a rhythm comes round in a year (house: 365 days, 52 weeks, 12 months). */
const TIMES_A_YEAR = { day: 365n, week: 52n, month: 12n } as const;

const monthShare = (paise: number, unit: keyof typeof TIMES_A_YEAR, every: number): Fraction => ({
  over: BigInt(paise) * TIMES_A_YEAR[unit],
  under: 12n * BigInt(every),
});
/** What falls due this month or is late already counts whole. */
const spread = (paise: number, monthsLeft: number): Fraction => ({
  over: BigInt(paise),
  under: BigInt(Math.max(1, monthsLeft)),
});

function exactMonth(one: Obligation): Fraction {
  if (one.kind === 'instalments') return monthShare(one.amountPaise, one.unit, one.every);
  if (one.kind === 'bullet') return spread(one.totalPaise, one.monthsLeft);
  const interest = monthShare(one.interestPaise, one.unit, one.every);
  return one.monthsLeft === null ? interest : add(interest, spread(one.principalPaise, one.monthsLeft));
}

const monthOf = (list: readonly Obligation[]): Fraction =>
  list.reduce((sum, one) => add(sum, exactMonth(one)), NOTHING);

/** A loan by its highest part, in its own rhythm. */
export const byHighestPart = (
  { unit, every }: { readonly unit: 'week' | 'month'; readonly every: number },
  partsPaise: readonly number[],
): Obligation => ({ kind: 'instalments', amountPaise: Math.max(0, ...partsPaise), unit, every });

/** A month's share of one claim in paise, rounded up. */
export const monthlyPaise = (one: Obligation): number => ceil(exactMonth(one));

/** What the household earns in a year: each work by the months it is done, and what comes without work. */
export const yearlyIncomePaise = ({ earners, others }: Pick<Assessment, 'earners' | 'others'>): number =>
  earners.reduce((sum, one) => sum + one.monthlyPaise * one.monthsWorked, 0) +
  others.reduce((sum, one) => sum + one.yearlyPaise, 0);

/** One claim with the words that say whose it is; the words are the caller's. */
export type Claim<Label> = { readonly label: Label; readonly obligation: Obligation };

export type SafetyPart<Label> = Claim<Label> & {
  readonly monthlyPaise: number;
  /** It is asked about and not taken yet. */
  readonly isNew: boolean;
};

export type Safety<Label> = {
  /**
   * `no_income`: nobody looked at the household's income, so nothing is known. `over_already`: over the limit without the new loan
   * too: what is owed runs off as agreed, and no new loan until inside. `over_ceiling`: inside, but it earns more than the ceiling.
   */
  readonly verdict: 'within' | 'over' | 'over_already' | 'over_ceiling' | 'no_income';
  readonly incomeYearlyPaise: number | null;
  /** A twelfth of it, rounded down. */
  readonly incomeMonthlyPaise: number | null;
  readonly limitMonthlyPaise: number | null;
  readonly parts: readonly SafetyPart<Label>[];
  /** All claims, the new ones too, summed exactly and rounded up once. */
  readonly allMonthlyPaise: number;
  /** What a new claim could still ask each month, rounded down; 0 when over. */
  readonly roomMonthlyPaise: number | null;
  /** All claims as a share of monthly income in hundredths of a percent, rounded up; null without income. */
  readonly shareBps: number | null;
  readonly limits: Limits;
};

/** @param incomeYearlyPaise null when no assessment stands */
export function testSafety<Label>(given: {
  readonly incomeYearlyPaise: number | null;
  readonly claims: readonly Claim<Label>[];
  readonly wanted?: readonly Claim<Label>[];
  readonly limits: Limits;
}): Safety<Label> {
  const { incomeYearlyPaise, claims, wanted = [], limits } = given;
  const sum = (list: readonly Claim<Label>[]) => monthOf(list.map(({ obligation }) => obligation));
  const before = sum(claims);
  const all = add(before, sum(wanted));
  const parts = [
    ...claims.map((one) => ({ ...one, monthlyPaise: monthlyPaise(one.obligation), isNew: false })),
    ...wanted.map((one) => ({ ...one, monthlyPaise: monthlyPaise(one.obligation), isNew: true })),
  ];
  const said = { parts, allMonthlyPaise: ceil(all), incomeYearlyPaise, limits };
  if (incomeYearlyPaise === null)
    return { ...said, verdict: 'no_income', ...NOT_KNOWN, incomeMonthlyPaise: null, limitMonthlyPaise: null };
  const limit: Fraction = { over: BigInt(incomeYearlyPaise) * BigInt(limits.ratioBps), under: 120_000n };
  const fits = (asked: Fraction) => asked.over * limit.under <= limit.over * asked.under;
  const room = limit.over * all.under - all.over * limit.under;
  return {
    ...said,
    verdict: !fits(before)
      ? 'over_already'
      : !fits(all)
        ? 'over'
        : incomeYearlyPaise > limits.ceilingPaise
          ? 'over_ceiling'
          : 'within',
    incomeMonthlyPaise: Math.floor(incomeYearlyPaise / 12),
    limitMonthlyPaise: Number(limit.over / limit.under),
    roomMonthlyPaise: room <= 0n ? 0 : Number(room / (limit.under * all.under)),
    shareBps: incomeYearlyPaise === 0 ? null : shareOf(all, incomeYearlyPaise),
  };
}

/**
 * What is left for a new claim each month once some claims are gone and others came, where only what is left is known; never more than
 * `testSafety` would leave. Of nothing left nobody knows how far it is over: it stays nothing.
 */
export function roomAfter(
  roomMonthlyPaise: number,
  { gone, come }: { readonly gone: readonly Obligation[]; readonly come: readonly Obligation[] },
): number {
  if (roomMonthlyPaise === 0) return 0;
  const { over, under } = monthOf(gone);
  return Math.max(0, roomMonthlyPaise - ceil(add(monthOf(come), { over: -over, under })));
}
const NOT_KNOWN = { roomMonthlyPaise: null, shareBps: null } as const;

const shareOf = (all: Fraction, incomeYearlyPaise: number): number =>
  Math.min(ceil({ over: all.over * 120_000n, under: all.under * BigInt(incomeYearlyPaise) }), Number.MAX_SAFE_INTEGER);

/**
 * @returns refused `obligations.in_the_future` | `obligations.period_short` (less than a year) | `obligations.period_ahead` |
 * `obligations.income_twice` {who} (one work of one person twice) | `obligations.no_source` | `obligations.income_too_large`
 */
export function checkAssessment(input: Assessment, today: IsoDate): Ruling<{ yearlyPaise: number }> {
  if (input.assessedOn > today) return ruledOut('obligations.in_the_future', { today });
  if (input.toOn > input.assessedOn) return ruledOut('obligations.period_ahead', { assessedOn: input.assessedOn });
  // a year from 1 April ends on 31 March
  if (addMonths(input.fromOn, 12) > nextDay(input.toOn)) return ruledOut('obligations.period_short', {});
  if (input.earners.length + input.others.length === 0) return ruledOut('obligations.no_source', {});
  const seen = new Set<string>();
  for (const one of input.earners) {
    // several sons may work in one trade; herself and her husband are one person each
    const key = `${one.who} ${one.sector} ${one.nature}`;
    if ((one.who === 'herself' || one.who === 'husband') && seen.has(key))
      return ruledOut('obligations.income_twice', { who: one.who });
    seen.add(key);
  }
  const yearlyPaise = yearlyIncomePaise(input);
  if (yearlyPaise > MAX_PAISE) return ruledOut('obligations.income_too_large', { mostPaise: MAX_PAISE });
  return ruled({ yearlyPaise });
}
const nextDay = (on: IsoDate): IsoDate => addDays(on, 1);
