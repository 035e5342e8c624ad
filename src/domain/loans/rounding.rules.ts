/** Rounding as the terms say it, and equal parts with their odd amount in one place. */
import type { ProductTerms, Rounding } from './model.ts';

/** Rounds the non-negative fraction num/den (paise) to a whole number of the unit. */
export function roundFraction(num: bigint, den: bigint, rounding: Rounding): number {
  const unit = BigInt(rounding.unitPaise);
  const step = den * unit;
  const down = num / step;
  const twice = (num - down * step) * 2n;
  const up =
    (rounding.mode === 'up' && twice > 0n) ||
    (rounding.mode === 'half_up' && twice >= step) ||
    (rounding.mode === 'half_even' && (twice > step || (twice === step && down % 2n === 1n)));
  return Number((up ? down + 1n : down) * unit);
}

/**
 * `total` in `count` parts of `each`; the residue stands in the last part (which ends the list early when `each` is too large) or in the
 * first. Null when the first would be negative.
 */
export function evenParts(
  total: number,
  { count, each, residue = 'last' }: { count: number; each: number; residue?: ProductTerms['residue'] },
): number[] | null {
  if (residue === 'first') {
    const first = total - each * (count - 1);
    return first < 0 ? null : [first, ...Array.from({ length: count - 1 }, () => each)];
  }
  const parts: number[] = [];
  let left = total;
  for (let k = 0; k < count && (left > 0 || k === 0); k += 1) {
    const part = k === count - 1 ? left : Math.min(each, left);
    parts.push(part);
    left -= part;
  }
  return parts;
}
