/** What could become of each debt: left as it is, or paid off in some month out of some source. The search chooses one for each. */
import { HORIZON_MONTHS, pathOf, SWAP_MONTHS, type Path, type StandingDebt } from './path.rules.ts';

/** A new loan as its own schedule says: all she pays, the highest instalment, how many months. */
export type Quote = { readonly payablePaise: number; readonly instalmentPaise: number; readonly months: number };

export type Source = {
  readonly sourceId: string;
  /** Cumulative: all that can have been lent to her by the end of month 0, 1 ... 11; never falls. */
  readonly moneyPaise: readonly number[];
  /** Null when it lends no such sum. */
  readonly quote: (amountPaise: number) => Quote | null;
};

/** `sourceAt` -1: left as it is. */
export type Choice = {
  readonly sourceAt: number;
  readonly month: number;
  readonly amountPaise: number;
  /** All rupees from today until it is paid, old lender and new loan together. */
  readonly costPaise: number;
  /** The month it ends; null = not within the horizon. */
  readonly endMonth: number | null;
  /** What it asks in the repayment test at the end of months 0 ... 11. */
  readonly asksPaise: readonly number[];
  readonly quote: Quote | null;
};

export type Question = {
  readonly choices: readonly (readonly Choice[])[];
  readonly moneyPaise: readonly (readonly number[])[];
  /** What repayments may take at the end of each month, other loans already taken off; null = no limit known: nothing may be lent. */
  readonly roomPaise: readonly number[];
};

const MONTHS = Array.from({ length: SWAP_MONTHS }, (_, month) => month);

/**
 * The first is always "left as it is".
 * @param asIf as if every source had any money: to tell why there is no way
 */
export function choicesOf(debt: StandingDebt, sources: readonly Source[], { asIf = false } = {}): Choice[] {
  const path = pathOf(debt);
  const list = [stays(debt, path)];
  sources.forEach((source, sourceAt) => {
    const quoted = new Map<number, Quote | null>();
    for (const month of MONTHS) {
      const amount = path.owedPaise[month]!;
      if (amount === 0) break;
      if (!asIf && amount > source.moneyPaise[month]!) continue;
      if (!quoted.has(amount)) quoted.set(amount, source.quote(amount));
      const quote = quoted.get(amount) ?? null;
      // a swap that costs more than leaving the debt as it is is never advised, whatever it would make room for
      if (quote && path.paidPaise[month]! + quote.payablePaise < path.totalPaise)
        list.push(swapped(debt, path, { sourceAt, month, quote }));
    }
  });
  return list;
}

const stays = (debt: StandingDebt, path: Path): Choice => ({
  sourceAt: -1,
  month: 0,
  amountPaise: 0,
  costPaise: path.totalPaise,
  endMonth: path.endMonth,
  asksPaise: MONTHS.map((month) => (path.owedPaise[month]! > 0 ? debt.obligationPaise : 0)),
  quote: null,
});

function swapped(debt: StandingDebt, path: Path, at: { sourceAt: number; month: number; quote: Quote }): Choice {
  const { sourceAt, month, quote } = at;
  return {
    sourceAt,
    month,
    quote,
    amountPaise: path.owedPaise[month]!,
    costPaise: path.paidPaise[month]! + quote.payablePaise,
    endMonth: month + quote.months > HORIZON_MONTHS + SWAP_MONTHS ? null : month + quote.months,
    asksPaise: MONTHS.map((on) =>
      on < month ? debt.obligationPaise : on < month + quote.months ? quote.instalmentPaise : 0,
    ),
  };
}

/** The rule of a whole plan, said once: the search and its test by brute force both stand on it. */
export function isFeasible({ moneyPaise, roomPaise }: Question, plan: readonly Choice[]): boolean {
  const moneyHolds = moneyPaise.every((money, sourceAt) =>
    MONTHS.every((by) => {
      const lent = plan.filter((one) => one.sourceAt === sourceAt && one.month <= by);
      return lent.reduce((sum, one) => sum + one.amountPaise, 0) <= money[by]!;
    }),
  );
  // only a month in which a new loan is taken is tested, after all swaps of that month
  return (
    moneyHolds &&
    MONTHS.every(
      (on) =>
        !plan.some((one) => one.sourceAt >= 0 && one.month === on) ||
        plan.reduce((sum, one) => sum + one.asksPaise[on]!, 0) <= roomPaise[on]!,
    )
  );
}
