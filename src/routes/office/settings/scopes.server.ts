/** Where a role holds: read from forms, and offered to choose from. */
import { holds } from '#app/rights.ts';
import type { Where } from '#app/users/index.server.ts';
import type { GroupRow } from '#domain/groups/index.server.ts';
import type { OwnPlace } from '#domain/places/index.server.ts';
import { whoIs, type Event } from './settings.server.ts';

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
  return scope?.kind === 'group' || scope?.kind === 'place' || scope?.kind === 'person'
    ? { kind: scope.kind, id: scope.id }
    : undefined;
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
