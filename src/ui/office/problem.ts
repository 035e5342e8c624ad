/** A refusal as a sentence: amounts and days in its params are written as the reader writes them. */
import { isIsoDate } from '#platform/dates.ts';
import type { Params } from '#platform/outcomes.ts';
import { formatDate, moneyInSentence } from '../format.ts';
import type { Language } from '../languages.ts';
import { sentenceFor } from '../outcome-text.ts';

export type Problem = { readonly code: string; readonly params?: Params };

export function problemText({ code, params = {} }: Problem, language: Language): string {
  const shown = Object.entries(params).map(([name, value]) => {
    if (typeof value === 'number' && name.endsWith('Paise')) return [name, moneyInSentence(value, language)];
    if (typeof value === 'string' && isIsoDate(value)) return [name, formatDate(value, language, { style: 'plain' })];
    return [name, value];
  });
  return sentenceFor(code, Object.fromEntries(shown) as Params);
}

/** Codes that name no field, though only one can be meant. */
const FIELD_OF: Readonly<Record<string, string>> = {
  'people.name_missing': 'nameLatin',
  'people.phone_shape': 'phone',
  'people.birth_ahead': 'birthYear',
  'people.birth_disagrees': 'birthYear',
  'people.bank_account_shape': 'number',
  'people.ifsc_shape': 'ifsc',
  'people.identity_shape': 'number',
  'people.identity_taken': 'number',
  'people.consent_ahead': 'givenOn',
  'groups.in_the_future': 'formedOn',
  'groups.books_before_formed': 'booksFromOn',
  'groups.joined_before_formed': 'joinedOn',
  'groups.not_a_member': 'fromOn',
  'groups.no_such_office': 'endedOn',
  'meetings.rules_before_last': 'fromOn',
  'ledger.period_not_over': 'closedTo',
  'ledger.closed_already': 'closedTo',
  'places.kind_not_below': 'parentId',
  'places.circle': 'parentId',
};

/** Whether a problem lies at this field of the form: forms name their fields as the last words of the payload's path, one or more. */
export const liesAt = ({ code, params = {} }: Problem, field: string): boolean => {
  // one line of many that are named alike
  if (params.field === field) return true;
  const path = typeof params.field === 'string' ? params.field.split('.').filter((word) => !/^\d+$/.test(word)) : [];
  if (path.length === 0) return FIELD_OF[code] === field;
  return path.join('.') === field || path.join('.').endsWith(`.${field}`);
};

/** What stands beside one field: the sentence when the problem lies there. */
export const problemAt = (problem: Problem | null | undefined, field: string, language: Language): string | undefined =>
  problem && liesAt(problem, field) ? problemText(problem, language) : undefined;

type Sent = { readonly problem: Problem; readonly typed: Readonly<Record<string, string>> };
/** What one of several forms on a page shows again: nothing, unless it was the one that was sent (its hidden field `act`). */
export const atForm = (
  form: Sent | null | undefined,
  act: string,
): { readonly problem: Problem | null; readonly typed: Sent['typed'] } =>
  form && form.typed['act'] === act ? form : { problem: null, typed: {} };

/** The act a form is sent to ("?/pay"), out of the address it has or the one it was sent to; '' for a page's only act. */
export const actOf = (search: string): string =>
  [...new URLSearchParams(search).keys()].find((key) => key.startsWith('/')) ?? '';
