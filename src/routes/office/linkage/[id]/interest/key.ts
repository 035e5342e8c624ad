/** By which key interest is reckoned, as the address or the form says it. Pure. */
import { INTEREST_BASES, SAVINGS_PRODUCTS, type SavingsProduct } from '#domain/linkage/index.ts';
import { addMonths, financialYear, isIsoDate, monthOf } from '#platform/dates.ts';
import { readDigits } from '#platform/digits.ts';
import { parseRupees } from '#platform/money.ts';

/** Percent as typed, in basis points; null for an empty field. */
function rateOf(text: string): number | null {
  const percent = Number(readDigits(text).replace('٫', '.'));
  return text.trim() === '' || !Number.isFinite(percent) ? null : Math.round(percent * 100);
}
const productsOf = (text: string | null): SavingsProduct[] => {
  const one = SAVINGS_PRODUCTS.find((product) => product === text);
  return one ? [one] : [...SAVINGS_PRODUCTS];
};
/** The key as the address says it; left out: this financial year's whole months at four percent. */
export function keyOf(given: (name: string) => string | null, today: string) {
  const from = given('from');
  const start = isIsoDate(from) ? monthOf(from) : financialYear(addMonths(today, -1)).from;
  const whole = Math.min(12, monthsBetween(start, monthOf(today)));
  const months = Number(readDigits(given('months') ?? '')) || Math.max(1, whole);
  const sum = parseRupees(given('sum') ?? '') || null;
  const rateBps = rateOf(given('rate') ?? (sum === null ? '4' : ''));
  return {
    ...{ from: start, months: Math.min(24, Math.max(1, Math.trunc(months))), rateBps, totalPaise: sum },
    base: INTEREST_BASES.find((one) => one === given('base')) ?? INTEREST_BASES[0],
    products: productsOf(given('products')),
  };
}
const monthsBetween = (from: string, to: string): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
