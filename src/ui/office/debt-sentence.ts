/** How a debt was agreed, in one line: "₹5 a hundred each month, interest taken first". */
import type { Paise } from '#platform/money.ts';
import { formatCount, moneyInSentence } from '../format.ts';
import type { Language } from '../languages.ts';
import { m } from '../sentences/messages.js';

type Terms =
  | { readonly way: 'per_hundred'; readonly rateBps: number; readonly interestFirst: boolean }
  | { readonly way: 'pledge'; readonly rateBps: number; readonly pledged: string }
  | { readonly way: 'flat'; readonly rateBps: number; readonly months: number }
  | { readonly way: 'collection'; readonly amountPaise: Paise; readonly times: number; readonly unit: 'day' | 'week' };

export function termsSentence(terms: Terms, language: Language): string {
  if (terms.way === 'collection') {
    const said = { amount: moneyInSentence(terms.amountPaise, language), times: formatCount(terms.times) };
    return terms.unit === 'day' ? m.debt_say_daily(said) : m.debt_say_weekly(said);
  }
  // hundredths of a rupee for each hundred are paise
  const rate = m.debt_say_per_hundred({ rupees: moneyInSentence(terms.rateBps, language) });
  const rest =
    terms.way === 'pledge'
      ? m.debt_say_pledge({ thing: terms.pledged })
      : terms.way === 'flat'
        ? m.debt_say_flat({ months: formatCount(terms.months) })
        : terms.interestFirst
          ? m.debt_say_first()
          : '';
  return rest ? `${rate} · ${rest}` : rate;
}
