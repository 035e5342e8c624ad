/** How much must be put aside for loans that may not come back, by how late they are (reference: microfinance.md §8, provisioning). */
import * as z from 'zod/mini';
import { Amount, CHART, Day, type PostingDraft } from '#domain/ledger/index.ts';
import { Lender } from './office.model.ts';
import { AGES, type AgeKey } from './portfolio.model.ts';

const Bps = z.int().check(z.gte(0), z.lte(10_000));
const Words = z.string().check(z.trim(), z.minLength(3), z.maxLength(500));
export const ProvisionRates = z.strictObject({
  current: Bps,
  d30: Bps,
  d60: Bps,
  d90: Bps,
  d180: Bps,
  d365: Bps,
  older: Bps,
});
export type ProvisionRates = z.infer<typeof ProvisionRates>;

export const ProvisionRule = z.strictObject({ fromOn: Day, ratesBps: ProvisionRates, source: Words, decidedBy: Words });
export type ProvisionRule = z.infer<typeof ProvisionRule>;
export const ProvisionMonth = z.strictObject({
  lender: Lender,
  /** Any day of the month; its last day is looked at. */
  month: Day,
});
export type ProvisionMonth = z.infer<typeof ProvisionMonth>;
/** What was seen before it is booked: another sum by then is refused. */
export const Provisioning = z.strictObject({ ...ProvisionMonth.shape, neededPaise: Amount });
export type Provisioning = z.infer<typeof Provisioning>;

/** Offered on an empty form; counts for nothing until somebody sets it with its day and source (house default of the reference). */
export const USUAL_PROVISION: ProvisionRates = {
  ...{ current: 100, d30: 100, d60: 1_000, d90: 2_500, d180: 5_000, d365: 10_000, older: 10_000 },
};

export type Band = {
  readonly key: AgeKey;
  readonly loans: number;
  readonly paise: number;
  readonly rateBps: number;
  readonly neededPaise: number;
};

/** Each band half up to the paisa. */
export function bandsOf(
  ages: readonly { readonly key: AgeKey; readonly loans: number; readonly paise: number }[],
  rates: ProvisionRates,
): Band[] {
  return AGES.map(({ key }) => {
    const { loans, paise } = ages.find((one) => one.key === key) ?? { loans: 0, paise: 0 };
    const rateBps = rates[key];
    const neededPaise = Number((BigInt(paise) * BigInt(rateBps) + 5_000n) / 10_000n);
    return { key, loans, paise, rateBps, neededPaise };
  });
}

/** Up: expense against the reserve; down: the other way (reference: microfinance.md §10). Empty when nothing moves. */
export function provisionEntries(neededPaise: number, beforePaise: number): PostingDraft[] {
  const morePaise = neededPaise - beforePaise;
  if (morePaise === 0) return [];
  return [
    { account: CHART.provisions, amountPaise: morePaise },
    { account: CHART.loanLossReserve, amountPaise: -morePaise },
  ];
}
