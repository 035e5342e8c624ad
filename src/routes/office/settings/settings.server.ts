/** What the settings pages share: asking and doing in the name of whoever is signed in. */
import { error, fail } from '@sveltejs/kit';
import type { Actor } from '#platform/door.ts';
import type { Outcome } from '#platform/outcomes.ts';

export type Event = { readonly locals: App.Locals };

/** @throws the page's own view for what she may not see (403) or what is not here (404) */
export async function asked<T>({ locals }: Event, question: string, input: unknown): Promise<T> {
  const answer = await locals.app.ask<T>(question, whoIs({ locals }), input);
  if (answer.kind === 'answer') return answer.value;
  error(answer.code === 'door.not_allowed' ? 403 : 404, answer.code);
}

export function whoIs({ locals }: Event): Actor {
  return locals.visitor.actor ?? error(401, 'door.sign_in');
}

/** A command from a form. What was not applied comes back to the form with its code. */
export async function done({ locals }: Event, command: string, payload: unknown) {
  return said(await locals.app.do(command, whoIs({ locals }), payload));
}

export function said(outcome: Outcome<unknown>) {
  if (outcome.kind === 'applied' || outcome.kind === 'already') return { saved: true };
  const params = 'params' in outcome ? outcome.params : {};
  return fail(outcome.kind === 'later' ? 503 : 400, { problem: { code: outcome.code, params } });
}

export const text = (given: FormData, name: string): string =>
  String(given.get(name) ?? '')
    .slice(0, 400)
    .trim();
