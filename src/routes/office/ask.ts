/** Asking and acting in the name of whoever is signed in. What she may not see becomes the page that says so. */
import { error } from '@sveltejs/kit';
import type { Actor } from '#platform/door.ts';
import { sentenceFor } from '#ui/outcome-text.ts';
import { holdsAnywhere, holdsForAll } from './rail.ts';

export type Here = { readonly locals: App.Locals };

export const whoIs = ({ locals }: Here): Actor => locals.visitor.actor ?? error(401, sentenceFor('door.not_allowed'));

const STATUS: Readonly<Record<string, number>> = { 'door.not_allowed': 403, 'door.invalid': 404 };

/** @throws the 403 page for what she may not see, the 404 page for an address that cannot be */
export async function ask<T>(here: Here, question: string, input: unknown = {}): Promise<T> {
  const answer = await here.locals.app.ask<T>(question, whoIs(here), input);
  if (answer.kind === 'answer') return answer.value;
  error(STATUS[answer.code] ?? 400, sentenceFor(answer.code, answer.params));
}

/** For a part of a page that is left out when she may not see it. */
export async function askIfAllowed<T>(here: Here, question: string, input: unknown = {}): Promise<T | null> {
  const answer = await here.locals.app.ask<T>(question, whoIs(here), input);
  return answer.kind === 'answer' ? answer.value : null;
}

/** @throws the 404 page when there is no such thing in her organisation */
export const found = <T>(value: T | null | undefined): T => value ?? error(404, sentenceFor('door.unknown_reference'));

/** The same where the act itself judges whether her grants reach the thing. @throws the 403 page */
export function onlyWithAny(here: Here, right: string): void {
  if (!holdsAnywhere(whoIs(here), right)) error(403, sentenceFor('door.not_allowed'));
}
/** For a page that is a form: whoever could not send it learns so before she fills it in. @throws the 403 page */
export function onlyWith(here: Here, right: string): void {
  if (!holdsForAll(whoIs(here), right)) error(403, sentenceFor('door.not_allowed'));
}
