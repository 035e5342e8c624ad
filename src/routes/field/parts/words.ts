/** Small helpers of wording shared by the field's screens. */
import { sentenceFor } from '#ui/outcome-text.ts';
import { formatDate, moneyInSentence } from '#ui/format.ts';
import { language } from '#ui/language.svelte.ts';
import { dayInIndia, isIsoDate, type IsoDate } from '#platform/dates.ts';
import type { Params } from '#platform/outcomes.ts';
import type { GroupContext } from '#domain/meetings/index.ts';

type Named = { readonly names: GroupContext['names'] };

/** In the reader's script where it was ever written so. */
export const nameOf = ({ names }: Named): string => {
  const reader = language();
  return (reader === 'en' ? null : names[reader]) ?? names.en;
};

export const today = (): IsoDate => dayInIndia(new Date());

/** "Tue 12 May"; the year only when it is far. */
export const day = (on: IsoDate): string => formatDate(on, language(), { style: 'near', today: today() });

/** The sentence of an outcome's code with its amounts and dates as she reads them. */
export function outcomeWords(code: string, params: Params = {}): string {
  const shown = Object.entries(params).map(([name, value]): [string, Params[string]] => {
    if (name.endsWith('Paise') && typeof value === 'number') return [name, moneyInSentence(value, language())];
    return [name, typeof value === 'string' && isIsoDate(value) ? day(value) : value];
  });
  return sentenceFor(code, Object.fromEntries(shown));
}
