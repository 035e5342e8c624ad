/** The district map with the organisation's groups counted on it; drawn from the reference file, found from the folder we run in. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { GroupRow } from '#domain/groups/index.server.ts';
import type { OwnPlace } from '#domain/places/index.server.ts';
import { nameOf, pathOf } from '#domain/places/index.ts';
import { askIfAllowed, type Here } from '../../ask.ts';

let topology: Promise<Topology> | undefined;
export const districts = (): Promise<Topology> =>
  (topology ??= readFile(join(process.cwd(), 'db', 'reference', 'maps', 'districts-up-jk.topojson'), 'utf8').then(
    (text) => JSON.parse(text) as Topology,
  ));

export type DistrictCount = { readonly id: string; readonly name: string; readonly groups: number };

/** Null when no district is taken up, so that there is nothing to show. */
export async function districtMap(here: Here, tree: readonly OwnPlace[]) {
  const byId = new Map(tree.map((place) => [place.placeId, place]));
  const own = tree.filter((place) => place.kind === 'district' && place.lgdCode);
  if (own.length === 0) return null;
  const groups = (await askIfAllowed<GroupRow[]>(here, 'groups.list')) ?? [];
  const counts = new Map<string, number>();
  for (const group of groups) {
    const district = group.placeId ? pathOf(byId, group.placeId).find((place) => place.kind === 'district') : undefined;
    if (district && !group.practice) counts.set(district.placeId, (counts.get(district.placeId) ?? 0) + 1);
  }
  const places: DistrictCount[] = own.map((place) => ({
    id: place.lgdCode ?? '',
    name: nameOf(place, here.locals.language).text,
    groups: counts.get(place.placeId) ?? 0,
  }));
  return {
    topology: onlyStatesOf(await districts(), new Set(places.map((place) => place.id))),
    places: places.sort((a, b) => b.groups - a.groups || a.name.localeCompare(b.name)),
  };
}

type District = GeometryCollection<{ state_lgd?: number }>['geometries'][number];
const stateOf = (one: District): number | undefined =>
  (one.properties as { state_lgd?: number } | undefined)?.state_lgd;

/** The map of the states these districts lie in: a whole country around three districts says nothing. */
export function onlyStatesOf(map: Topology, ids: ReadonlySet<string>): Topology {
  const whole = map.objects.districts as GeometryCollection<{ state_lgd?: number }>;
  const shown = new Set(whole.geometries.filter((one) => ids.has(String(one.id))).map(stateOf));
  return {
    ...map,
    objects: { districts: { ...whole, geometries: whole.geometries.filter((one) => shown.has(stateOf(one))) } },
  };
}
