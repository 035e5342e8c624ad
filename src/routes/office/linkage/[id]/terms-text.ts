/** Terms of a loan of the group, as one line. */
import type { LineTerms } from '#domain/linkage/index.ts';
import { formatDate } from '#ui/format.ts';
import { language } from '#ui/language.svelte.ts';
import { wordFor } from '#ui/office/words.ts';
import { m } from '#ui/sentences/messages.js';
import { EVERY_WORDS, METHOD_WORDS } from '../../loans/loan-words.ts';

export const termsText = ({ firstDueOn, instalments, interval, rate, method }: LineTerms): string =>
  m.linkage_terms_line({
    count: instalments,
    every: wordFor(EVERY_WORDS, `${interval.unit}-${interval.every}`),
    day: formatDate(firstDueOn, language(), { style: 'plain' }),
    rate: rate.rateBps / 100,
    method: wordFor(METHOD_WORDS, method),
  });
