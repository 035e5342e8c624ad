/** The portfolio on the map: shapes projected here, so that no map file and no library goes to the browser. */
import type { MapDistrict, PortfolioMap } from '#domain/loans/index.server.ts';
import { drawMap } from '#ui/place-map.ts';
import { ask, type Here } from '../ask.ts';
import { districts, onlyStatesOf } from '../settings/places/district-map.server.ts';

export const MAP_SIZE = { width: 480, height: 400 };

export type DrawnDistrict = {
  readonly placeId: string;
  readonly path: string;
  readonly centre: readonly [number, number];
};
export type OnMap = {
  readonly size: typeof MAP_SIZE;
  readonly districts: readonly MapDistrict[];
  readonly elsewhere: PortfolioMap['elsewhere'];
  readonly drawn: readonly DrawnDistrict[];
  /** Districts around, without a figure. */
  readonly around: readonly string[];
  readonly borders: string;
};

/** Null when no loan lies in a district. */
export async function portfolioOnMap(here: Here, filter: Readonly<Record<string, string>>): Promise<OnMap | null> {
  const found = await ask<PortfolioMap>(here, 'loans.portfolioMap', filter);
  if (found.districts.length === 0) return null;
  const byCode = new Map(found.districts.flatMap((one) => (one.lgdCode ? [[one.lgdCode, one.placeId] as const] : [])));
  const ids = new Set(byCode.keys());
  const map = drawMap(onlyStatesOf(await districts(), ids), 'districts', { ...MAP_SIZE, fit: ids });
  const shapes = map.shapes.filter((one) => one.path !== '');
  return {
    size: MAP_SIZE,
    ...found,
    drawn: shapes.flatMap(({ id, path, centre }) => {
      const placeId = byCode.get(id);
      return placeId ? [{ placeId, path, centre }] : [];
    }),
    around: shapes.filter((one) => !byCode.has(one.id)).map((one) => one.path),
    borders: map.borders,
  };
}
