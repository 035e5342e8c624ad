/** Answers that many operations share, named once. */
import { answer, ref, type Answers, type Json } from './json.ts';

const problem = (description: string): Json => answer(description, ref('Problem'));
const RETRY = { 'retry-after': { description: 'Seconds to wait', schema: { type: 'string', pattern: '^[0-9]+$' } } };

/** Under `components.responses`. */
export const sharedAnswers: Answers = {
  400: problem('The body is not what the operation takes'),
  401: problem('Nobody is signed in, or a step of signing in is still to be done'),
  403: problem('Not allowed, or the request comes from a page of another site'),
  404: problem('There is no such thing'),
  410: answer('This phone or its user works here no more', ref('RevokedBody')),
  413: problem('The body is too large'),
  422: problem('Understood and refused; `code` and `params` make the sentence'),
  429: { ...problem('Too many requests: wait as long as `retry-after` says'), headers: RETRY },
  500: problem('A fault of the server; nothing was half-written'),
  Applied: answer('Applied, now or when it first came', ref('Outcome')),
  Held: answer('Kept, and waiting for another command or for a person', ref('Outcome')),
  Later: answer('Not now: send the same again later', ref('Outcome')),
};

export const shared = (name: string): Json => ({ $ref: `#/components/responses/${name}` });

/** Those named; 403, 413, 429 and 500 may come to every request. */
export const problems = (...statuses: readonly number[]): Answers =>
  Object.fromEntries([...statuses, 403, 413, 429, 500].map((status) => [String(status), shared(String(status))]));
