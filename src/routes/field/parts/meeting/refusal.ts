/** A refusal or warning of the rules as a sentence: amounts, days and names put into words first. */
import { isIsoDate } from '#platform/dates.ts';
import type { Params } from '#platform/outcomes.ts';
import { formatDate, moneyInSentence } from '#ui/index.ts';
import { language } from '#ui/language.svelte.ts';
import { sentenceFor } from '#ui/outcome-text.ts';
import type { Recording } from './sheet.svelte.ts';

type Named = Pick<Recording, 'nameOf'>;
export type Coded = { readonly code: string; readonly params: Params };

const worded =
  (named: Named) =>
  ([key, value]: [string, Params[string]]): [string, string | number] => {
    if (typeof value === 'number') return [key, key.endsWith('Paise') ? moneyInSentence(value, language()) : value];
    if (key === 'personId' && typeof value === 'string') return ['name', named.nameOf(value)];
    if (isIsoDate(value)) return [key, formatDate(value, language())];
    return [key, value === null || value === undefined ? '' : String(value)];
  };

export const refusalText = (named: Named, { code, params }: Coded): string =>
  sentenceFor(code, Object.fromEntries(Object.entries(params).map(worded(named))));
