/** Pure decisions about places. */
import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import { OWN_PLACE_KINDS, type PlaceKind, type PlaceNames, type PlaceNode } from './model.ts';

/** Which kinds may stand directly below which. */
const BELOW: Readonly<Record<PlaceKind, readonly PlaceKind[]>> = {
  country: ['state'],
  state: ['district'],
  district: ['block', 'municipal_corporation', ...OWN_PLACE_KINDS],
  block: [...OWN_PLACE_KINDS],
  municipal_corporation: ['zone', 'ward', 'old_ward', 'mohalla', 'cluster_area'],
  zone: ['ward', 'old_ward', 'mohalla', 'cluster_area'],
  ward: ['mohalla', 'cluster_area'],
  old_ward: ['mohalla', 'cluster_area'],
  gram_panchayat: ['village', 'hamlet', 'cluster_area'],
  village: ['hamlet', 'mohalla'],
  hamlet: [],
  mohalla: ['hamlet'],
  cluster_area: ['village', 'hamlet', 'mohalla'],
};

/** @returns refused `places.kind_not_below {kind, parent}` | `places.dates_crossed {from, to}` */
export function checkPlace(
  place: Pick<PlaceNode, 'kind' | 'validFrom' | 'validTo'>,
  parentKind: PlaceKind | null,
): Ruling<true> {
  if (parentKind !== null && !BELOW[parentKind].includes(place.kind)) {
    return ruledOut('places.kind_not_below', { kind: place.kind, parent: parentKind });
  }
  if (place.validFrom && place.validTo && place.validTo < place.validFrom) {
    return ruledOut('places.dates_crossed', { from: place.validFrom, to: place.validTo });
  }
  return ruled(true);
}

/** A place without dates was always there; both ends count. */
export const isValidOn = (place: Pick<PlaceNode, 'validFrom' | 'validTo'>, on: IsoDate): boolean =>
  (place.validFrom === null || place.validFrom <= on) && (place.validTo === null || on <= place.validTo);

/** The name in her language, else the English one, with the script it is in so that the screen can isolate it. */
export function nameOf(place: PlaceNames, locale: 'en' | 'hi' | 'ur'): { text: string; locale: 'en' | 'hi' | 'ur' } {
  const own = locale === 'hi' ? place.nameHi : locale === 'ur' ? place.nameUr : place.nameEn;
  return own ? { text: own, locale } : { text: place.nameEn, locale: 'en' };
}

/** From the place up to the root; stops at a parent it does not know. */
export function pathOf<P extends Pick<PlaceNode, 'placeId' | 'parentId'>>(
  byId: ReadonlyMap<string, P>,
  placeId: string,
): P[] {
  const path: P[] = [];
  const seen = new Set<string>();
  let at = byId.get(placeId);
  while (at && !seen.has(at.placeId)) {
    path.push(at);
    seen.add(at.placeId);
    at = at.parentId === null ? undefined : byId.get(at.parentId);
  }
  return path;
}
