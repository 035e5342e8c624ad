/** What a swap out of one source would cost her, from the very schedule the loan will be printed with. */
import { addMonths, type IsoDate } from '#platform/dates.ts';
import { scheduleOf, type ProductTerms } from '#domain/loans/index.ts';
import type { Quote, Source } from './choices.rules.ts';
import type { SwapSource } from './model.ts';
import { SWAP_MONTHS } from './path.rules.ts';

/** Monthly parts of whole rupees, interest to the paisa, whole months: the terms that say all of it. */
export const swapTerms = (
  { method, rateBps, instalments }: Pick<SwapSource, 'method' | 'rateBps' | 'instalments'>,
  principalPaise: number,
): ProductTerms => ({
  principalPaise,
  method,
  rate: { rateBps, per: 'month' },
  instalments,
  interval: { unit: 'month', every: 1 },
  dayCount: 'WHOLE_PERIOD',
  rounding: { unitPaise: 100, mode: 'up' },
  interestRounding: { unitPaise: 1, mode: 'half_up' },
  residue: 'last',
  feePaise: 0,
});

/** Null for a sum that cannot be lent on these terms (less than a rupee a month, say). The day moves no amount: months are whole. */
export function quoteBy(
  source: Pick<SwapSource, 'method' | 'rateBps' | 'instalments'>,
  on: IsoDate,
): (amountPaise: number) => Quote | null {
  const dueDates = Array.from({ length: source.instalments }, (_, k) => addMonths(on, k + 1));
  return (amountPaise) => {
    const schedule = scheduleOf(swapTerms(source, amountPaise), on, dueDates);
    if (!schedule.ok) return null;
    const { instalments, totals } = schedule.value;
    const parts = instalments.map((row) => row.principalPaise + row.interestPaise);
    return { payablePaise: totals.payablePaise, instalmentPaise: Math.max(...parts), months: parts.length };
  };
}

/** @param lentPaise what she was lent out of it before */
export function asSource(source: SwapSource, { on, lentPaise }: { on: IsoDate; lentPaise: number }): Source {
  return {
    sourceId: source.sourceId,
    quote: quoteBy(source, on),
    moneyPaise: Array.from({ length: SWAP_MONTHS }, (_, month) => {
      const by = addMonths(on, month);
      const there = source.money.reduce((sum, one) => sum + (one.fromOn <= by ? one.paise : 0), 0);
      return Math.max(0, Math.min(there, source.mostPaise) - lentPaise);
    }),
  };
}
