/** Paths of a TopoJSON map, projected to fit a box: pure, so that server, phone and print draw the same. */
import { geoMercator, geoPath } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

export type MapShape = { readonly id: string; readonly path: string; readonly outlineOnly: boolean };
export type MapDrawing = { readonly shapes: readonly MapShape[]; readonly borders: string };
type Properties = { readonly in_lgd?: boolean };

/** @param object the collection in the file (`districts`, `wards`); shapes outside the directory are outline only. */
export function drawMap(
  topology: Topology,
  object: string,
  { width, height }: { width: number; height: number },
): MapDrawing {
  const collection = topology.objects[object] as GeometryCollection<Properties> | undefined;
  if (!collection) return { shapes: [], borders: '' };
  const shapes = feature(topology, collection);
  const path = geoPath(geoMercator().fitSize([width, height], shapes)).digits(1);
  return {
    shapes: shapes.features.map((shape) => ({
      id: String(shape.id ?? ''),
      path: path(shape) ?? '',
      outlineOnly: shape.properties.in_lgd === false,
    })),
    borders: path(mesh(topology, collection)) ?? '',
  };
}

/** Five steps from light to full for a value between 0 and the largest; null (not known) has no step. Zero is a step of its own. */
export function stepOf(value: number | null | undefined, largest: number): 0 | 1 | 2 | 3 | 4 | 5 | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  if (value <= 0 || largest <= 0) return 0;
  return Math.min(5, Math.max(1, Math.ceil((value / largest) * 5))) as 1 | 2 | 3 | 4 | 5;
}
