/** Paths of a TopoJSON map, projected to fit a box: pure, so that server, phone and print draw the same. */
import { geoMercator, geoPath } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

export { stepOf } from './map-steps.ts';

export type MapShape = {
  readonly id: string;
  readonly path: string;
  readonly outlineOnly: boolean;
  /** Where its figure is written. */
  readonly centre: readonly [x: number, y: number];
};
export type MapDrawing = { readonly shapes: readonly MapShape[]; readonly borders: string };
type Properties = { readonly in_lgd?: boolean };

/**
 * @param object the collection in the file (`districts`, `wards`); shapes outside the directory are outline only
 * @param fit the shapes that fill the box, with a margin; those around them are cut at its edge. By default all of them
 */
export function drawMap(
  topology: Topology,
  object: string,
  { width, height, fit }: { width: number; height: number; fit?: ReadonlySet<string> },
): MapDrawing {
  const collection = topology.objects[object] as GeometryCollection<Properties> | undefined;
  if (!collection) return { shapes: [], borders: '' };
  const shapes = feature(topology, collection);
  const near = { ...shapes, features: shapes.features.filter((one) => fit?.has(String(one.id))) };
  const projection =
    near.features.length > 0
      ? geoMercator()
          .fitExtent(marginOf(width, height), near)
          .clipExtent([
            [0, 0],
            [width, height],
          ])
      : geoMercator().fitSize([width, height], shapes);
  const path = geoPath(projection).digits(1);
  return {
    shapes: shapes.features.map((shape) => ({
      id: String(shape.id ?? ''),
      path: path(shape) ?? '',
      outlineOnly: shape.properties.in_lgd === false,
      centre: path.centroid(shape),
    })),
    borders: path(mesh(topology, collection)) ?? '',
  };
}

const marginOf = (width: number, height: number): [[number, number], [number, number]] => [
  [width * 0.08, height * 0.08],
  [width * 0.92, height * 0.92],
];
