/** How much of an asset a financial year wears away. Paise, exact; never below what is to remain. */
import { daysBetween, type IsoDate } from '#platform/dates.ts';
import type { Paise } from '#platform/money.ts';
import { yearSpan } from './voucher.rules.ts';

export type AssetRate = {
  readonly fromOn: IsoDate;
  readonly method: 'straight_line' | 'written_down';
  readonly rateBps: number;
  /** Used for fewer days in its first year: half the rate (income tax: 180). 0 = never half. */
  readonly halfUnderDays: number;
};
export type Wearing = {
  readonly costPaise: Paise;
  readonly residualPaise: Paise;
  /** Worn away before this year. */
  readonly wornPaise: Paise;
  readonly inUseOn: IsoDate;
  readonly disposedOn: IsoDate | null;
};

/** The rate that held on the last day of the year; of one day the one entered last (rates come in that order). */
export const rateOf = (rates: readonly AssetRate[], year: number): AssetRate | null =>
  rates.reduce<AssetRate | null>(
    (best, rate) => (rate.fromOn <= yearSpan(year).to && (best === null || rate.fromOn >= best.fromOn) ? rate : best),
    null,
  );

/** Days used in the year, first and last day counted. */
export const daysUsed = (inUseOn: IsoDate, year: number): number => {
  const { from, to } = yearSpan(year);
  return inUseOn > to ? 0 : daysBetween(inUseOn > from ? inUseOn : from, to) + 1;
};

/**
 * Straight line: the rate on what may wear at all (cost less residual). Written down: the rate on what is left of the cost. Half
 * the rate in a short first year. Half a paisa goes up. In the year of disposal nothing: gain or loss takes it (house, as in a block).
 */
export function wearOf(asset: Wearing, { year, rate }: { year: number; rate: AssetRate }): Paise {
  const { from, to } = yearSpan(year);
  if (asset.inUseOn > to || (asset.disposedOn !== null && asset.disposedOn <= to)) return 0;
  const most = asset.costPaise - asset.residualPaise - asset.wornPaise;
  if (most <= 0) return 0;
  const base =
    rate.method === 'straight_line' ? asset.costPaise - asset.residualPaise : asset.costPaise - asset.wornPaise;
  const half = asset.inUseOn >= from && daysUsed(asset.inUseOn, year) < rate.halfUnderDays;
  const parts = BigInt(base) * BigInt(rate.rateBps);
  const whole = half ? 20_000n : 10_000n;
  return Math.min(most, Number((parts * 2n + whole) / (whole * 2n)));
}
