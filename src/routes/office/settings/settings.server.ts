/** What the settings pages share: asking and doing in the name of whoever is signed in. */
import { error, fail } from '@sveltejs/kit';
import type { Actor } from '#platform/door.ts';
import type { Outcome } from '#platform/outcomes.ts';
import { holds } from '#app/rights.ts';
import type { Where } from '#app/users/index.server.ts';
import type { GroupRow } from '#domain/groups/index.server.ts';
import type { OwnPlace } from '#domain/places/index.server.ts';

type Event = { readonly locals: App.Locals };

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

/** `group:ID`, `place:ID`, or anything else for the whole organisation. */
export function scopeFrom(value: string): Where {
  const [kind, id] = value.split(':');
  return (kind === 'group' || kind === 'place' || kind === 'person') && id ? { kind, id } : null;
}

/** The scope under which she asks or acts when her right does not cover the whole organisation. */
export function withinOf(event: Event, right: string): Where | undefined {
  const grants = whoIs(event).grants.filter((grant) => holds(grant.role, right));
  if (grants.some((grant) => grant.scope === null)) return undefined;
  const scope = grants[0]?.scope;
  return scope && scope.kind !== 'own' ? { kind: scope.kind, id: scope.id } : undefined;
}

/** Where a role can hold, for a list to choose from; whoever may not see groups or places chooses from less. */
export async function scopesOf({ locals }: Event): Promise<{ value: string; label: string }[]> {
  const who = whoIs({ locals });
  const groups = await locals.app.ask<GroupRow[]>('groups.list', who, {});
  const places = await locals.app.ask<OwnPlace[]>('places.tree', who, {});
  const inHers = { en: 'name', hi: 'nameHi', ur: 'nameUr' } as const;
  const key = inHers[locals.language];
  return [
    ...(groups.kind === 'answer' ? groups.value : []).map((one) => ({
      value: `group:${one.groupId}`,
      label: one[key] ?? one.name,
    })),
    ...(places.kind === 'answer' ? places.value : []).map((one) => ({
      value: `place:${one.placeId}`,
      label: (key === 'name' ? null : one[key]) ?? one.nameEn,
    })),
  ].sort((a, b) => a.label.localeCompare(b.label));
}
