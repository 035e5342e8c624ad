/** From an outcome's code (`module.reason`) to the sentence she reads: key `err_module_reason` in messages/<language>/errors.json. */
import type { Params } from '#platform/outcomes.ts';
import { errorSentences } from './sentences/errors.js';
import { common_this_woman, err_general } from './sentences/messages.js';

export const sentenceKey = (code: string): string => `err_${code.replace(/[^a-z0-9]+/gi, '_').toLowerCase()}`;

/**
 * What happened and the next step, in the reader's language. An unknown code is not hidden: the general sentence names it.
 * Params are shown as given: format amounts and dates (`moneyInSentence`, `formatDate`) before passing them.
 * Rules name a person by her id; where the caller could not turn it into a name, she is "this woman".
 */
export function sentenceFor(code: string, params: Params = {}): string {
  const sentence = errorSentences[sentenceKey(code)];
  return sentence ? sentence({ name: common_this_woman(), ...params }) : err_general({ code });
}
