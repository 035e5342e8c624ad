/** Exact schedules of 24 monthly instalments computed in one thread: FLAT and EMI, every amount and rate another, as an office offers them. */
import { addMonths } from '#platform/dates.ts';
import { scheduleOf, type LoanMethod, type ProductTerms } from '#domain/loans/index.ts';
import { median, round } from './lib/median.ts';

const ROUNDS = 7;
const PER_ROUND = 20_000;
const DAY = '2026-05-12';
const dueDates = Array.from({ length: 24 }, (_, n) => addMonths(DAY, n + 1));

const termsOf = (method: LoanMethod, n: number): ProductTerms => ({
  principalPaise: 500_000 + (n % 4_001) * 1_000,
  method,
  rate: { rateBps: 1_200 + (n % 1_301), per: 'year' },
  instalments: 24,
  interval: { unit: 'month', every: 1 },
  dayCount: 'WHOLE_PERIOD',
  rounding: { unitPaise: 100, mode: 'up' },
  interestRounding: { unitPaise: 1, mode: 'half_up' },
  residue: 'last',
  feePaise: 0,
});

function perSecond(method: LoanMethod): number {
  const terms = Array.from({ length: PER_ROUND }, (_, n) => termsOf(method, n));
  const from = performance.now();
  let paise = 0;
  for (const one of terms) {
    const made = scheduleOf(one, DAY, dueDates);
    if (!made.ok) throw new Error(made.code);
    paise += made.value.totals.interestPaise;
  }
  if (paise === 0) throw new Error('Nothing was computed');
  return PER_ROUND / ((performance.now() - from) / 1000);
}

const figures: Record<string, number> = {};
for (const method of ['FLAT', 'EMI'] as const) {
  perSecond(method); // warm
  const runs = Array.from({ length: ROUNDS }, () => perSecond(method));
  figures[`${method === 'FLAT' ? 'flat' : 'emi'}PerSecond`] = round(median(runs), 0);
}
for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(16)} ${value}`);
process.send?.(figures);
