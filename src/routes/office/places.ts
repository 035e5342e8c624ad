/** Places to choose from, each with the one above it. */
import { nameOf, pathOf } from '#domain/places/index.ts';
import type { OwnPlace } from '#domain/places/index.server.ts';
import { holds } from '#app/rights.ts';
import { askIfAllowed, whoIs, type Here } from './ask.ts';
import { holdsForAll } from './rail.ts';

export type PlaceOption = { readonly value: string; readonly label: string };

export const placeTree = async (here: Here): Promise<OwnPlace[]> =>
  (await askIfAllowed<OwnPlace[]>(here, 'places.tree')) ?? [];

/** "Bakkas, Malihabad": the smallest place first, as people say it. */
export function placeLabel(byId: ReadonlyMap<string, OwnPlace>, placeId: string, locale: 'en' | 'hi' | 'ur'): string {
  const [own, ...above] = pathOf(byId, placeId);
  return [own, above[0]]
    .flatMap((place) => (place ? [nameOf(place, locale).text] : []))
    .join(locale === 'ur' ? '، ' : ', ');
}

/** Only places she may ask about: those of her grants with this right and all below them. */
export async function placeOptionsFor(here: Here, right: string): Promise<PlaceOption[]> {
  const options = await placeOptions(here);
  const who = whoIs(here);
  if (holdsForAll(who, right)) return options;
  const own = new Set(
    who.grants.flatMap(({ role, scope }) => (scope?.kind === 'place' && holds(role, right) ? [scope.id] : [])),
  );
  const byId = new Map((await placeTree(here)).map((place) => [place.placeId, place]));
  return options.filter(({ value }) => pathOf(byId, value).some((place) => own.has(place.placeId)));
}

export async function placeOptions(here: Here): Promise<PlaceOption[]> {
  const tree = await placeTree(here);
  const byId = new Map(tree.map((place) => [place.placeId, place]));
  return tree
    .map((place) => ({ value: place.placeId, label: placeLabel(byId, place.placeId, here.locals.language) }))
    .sort((a, b) => a.label.localeCompare(b.label, here.locals.language));
}
