/** Sentences of refusals and faults. A file of its own: their table is large, and the first screens do not need it. */
import { sentenceFor } from '#ui/outcome-text.ts';
import { moneyInSentence } from '#ui/format.ts';
import { language } from '#ui/language.svelte.ts';
import { isIsoDate } from '#platform/dates.ts';
import type { Params } from '#platform/outcomes.ts';
import { day } from './words.ts';

/** The sentence of an outcome's code with its amounts and dates as she reads them. */
export function outcomeWords(code: string, params: Params = {}): string {
  const shown = Object.entries(params).map(([name, value]): [string, Params[string]] => {
    if (name.endsWith('Paise') && typeof value === 'number') return [name, moneyInSentence(value, language())];
    return [name, typeof value === 'string' && isIsoDate(value) ? day(value) : value];
  });
  return sentenceFor(code, Object.fromEntries(shown));
}
