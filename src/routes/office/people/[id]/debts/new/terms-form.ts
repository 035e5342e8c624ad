/** The way a debt was agreed, from the fields of its form: only those of the way that was chosen count. */
import type { SentForm } from '../../../../form.server.ts';

export function termsFrom(sent: SentForm): Record<string, unknown> {
  const way = sent.text('way');
  // rupees a hundred, written like an amount: 2.50 is 250
  const rateBps = sent.amount('rate');
  const dueOn = sent.orNull('dueOn');
  if (way === 'collection')
    return { way, amountPaise: sent.amount('fetchPaise'), times: sent.whole('times'), unit: sent.text('unit') };
  if (way === 'flat') return { way, rateBps, months: sent.whole('months') };
  if (way === 'pledge') return { way, rateBps, dueOn, pledged: sent.text('pledged') };
  const interestFirst = sent.text('interestFirst') === 'yes';
  return { way, rateBps, interestFirst, usualPaise: sent.amountOrNull('usualPaise'), dueOn };
}
