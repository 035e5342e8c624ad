/** From an outcome's code (`module.reason`) to the sentence she reads: key `err_module_reason` in messages/<language>/errors.json. */
import type { Params } from '#platform/outcomes.ts';
import { errorSentences } from './sentences/errors.js';
import { err_general } from './sentences/messages.js';

export const sentenceKey = (code: string): string => `err_${code.replace(/[^a-z0-9]+/gi, '_').toLowerCase()}`;

/**
 * What happened and the next step, in the reader's language. An unknown code is not hidden: the general sentence names it.
 * Params are shown as given: format amounts and dates (`moneyInSentence`, `formatDate`) before passing them.
 */
export function sentenceFor(code: string, params: Params = {}): string {
  const sentence = errorSentences[sentenceKey(code)];
  return sentence ? sentence(params) : err_general({ code });
}
