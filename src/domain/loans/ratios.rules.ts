/** What each ratio of lending is made of (CGAP/SEEP Consensus Guidelines 2003; reference: microfinance.md §8). */

/** What loans did in a period; rows and payments of the loans asked for. */
export type Flows = {
  /** Asked by rows that first fell due in the period, without what had been paid on them before it began. */
  readonly duePaise: number;
  /** Of it received by its own due date; by the end of the period. */
  readonly inTimePaise: number;
  readonly receivedPaise: number;
  /** Cash interest, fees and fines from loans. */
  readonly earnedPaise: number;
  readonly lentPaise: number;
  readonly writtenOffPaise: number;
  /** Of the day before and the ends of its months. */
  readonly averagePortfolioPaise: number;
  readonly averageLoans: number;
  /** Portfolio at risk beyond 30 days at its end. */
  readonly risk30Paise: number;
};

/** What the books say of the same months. */
export type Books = {
  readonly revenuePaise: number;
  readonly financialPaise: number;
  readonly provisionPaise: number;
  readonly operatingPaise: number;
  readonly reservePaise: number;
  readonly cashPaise: number;
  readonly assetsPaise: number;
  /** Members' savings and what the books earned and were given, at the middle of its beginning and its end. */
  readonly ownFundsPaise: number;
};

export const RATIOS = [
  'on_time',
  'current_collection',
  'write_off',
  'yield',
  'provision_expense',
  'risk_coverage',
  'reserve',
  'operating_expense',
  'cost_per_loan',
  'self_sufficiency',
  'rotation',
  'idle_cash',
] as const;
export type RatioCode = (typeof RATIOS)[number];
export type Ratio = {
  readonly code: RatioCode;
  readonly partPaise: number;
  /** Paise; for `cost_per_loan` loans. */
  readonly whole: number;
  /** A share of 1 (`rotation`: times; `cost_per_loan`: paise), brought to a year where it is one of a year; null: undefined. */
  readonly value: number | null;
  readonly isYearly: boolean;
};

const YEAR = 365;
const YEARLY: ReadonlySet<RatioCode> = new Set([
  'write_off',
  'yield',
  'provision_expense',
  'operating_expense',
  'cost_per_loan',
  'rotation',
]);

/** @param days of the period, both ends counted. Ratios of the books are left out where books do not tell (`books` null). */
export function ratiosOf({ flows, books, days }: { flows: Flows; books: Books | null; days: number }): Ratio[] {
  const parts: Partial<Record<RatioCode, readonly [number, number]>> = {
    on_time: [flows.inTimePaise, flows.duePaise],
    current_collection: [flows.receivedPaise, flows.duePaise],
    write_off: [flows.writtenOffPaise, flows.averagePortfolioPaise],
    yield: [flows.earnedPaise, flows.averagePortfolioPaise],
    ...(books && {
      provision_expense: [books.provisionPaise, flows.averagePortfolioPaise],
      risk_coverage: [books.reservePaise, flows.risk30Paise],
      reserve: [books.reservePaise, flows.averagePortfolioPaise],
      operating_expense: [books.operatingPaise, flows.averagePortfolioPaise],
      cost_per_loan: [books.operatingPaise, flows.averageLoans],
      self_sufficiency: [books.revenuePaise, books.financialPaise + books.provisionPaise + books.operatingPaise],
      rotation: [flows.lentPaise, books.ownFundsPaise],
      idle_cash: [books.cashPaise, books.assetsPaise],
    }),
  };
  return RATIOS.flatMap((code) => {
    const found = parts[code];
    if (!found) return [];
    const [partPaise, whole] = found;
    const isYearly = YEARLY.has(code);
    const value = whole > 0 ? (partPaise / whole) * (isYearly ? YEAR / days : 1) : null;
    return { code, partPaise, whole, value, isYearly };
  });
}
