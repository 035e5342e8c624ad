import { readFileSync } from 'node:fs';
import type { Topology } from 'topojson-specification';
import { expect, test } from 'vitest';
import { drawMap, stepOf } from './place-map.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../db/reference/maps/${name}.topojson`, import.meta.url), 'utf8')) as Topology;

test('draws every district, the two outside the directory as outline only', () => {
  const { shapes, borders } = drawMap(read('districts-up-jk'), 'districts', { width: 600, height: 700 });
  expect(shapes).toHaveLength(97);
  expect(shapes.filter((shape) => shape.outlineOnly)).toHaveLength(2);
  expect(shapes.filter((shape) => !shape.outlineOnly && /^\d+$/.test(shape.id))).toHaveLength(95);
  expect(shapes.every((shape) => shape.path.startsWith('M'))).toBe(true);
  expect(borders.startsWith('M')).toBe(true);
  const numbers = shapes.flatMap((shape) => shape.path.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-0.1);
  expect(Math.max(...numbers)).toBeLessThanOrEqual(700.1);
});

test('fitted to some districts, they fill the box and the far ones are cut away', () => {
  const fit = new Set(['129', '150', '162']);
  const { shapes } = drawMap(read('districts-up-jk'), 'districts', { width: 480, height: 400, fit });
  const near = shapes.filter((shape) => fit.has(shape.id));
  expect(near).toHaveLength(3);
  for (const { centre } of near) {
    expect(centre[0]).toBeGreaterThan(0);
    expect(centre[0]).toBeLessThan(480);
    expect(centre[1]).toBeLessThan(400);
  }
  expect(shapes.filter((shape) => shape.path === '').length).toBeGreaterThan(40);
});

test('a missing object draws nothing', () => {
  expect(drawMap(read('districts-up-jk'), 'wards', { width: 1, height: 1 })).toEqual({ shapes: [], borders: '' });
});

test('missing is not zero', () => {
  expect([stepOf(null, 10), stepOf(0, 10), stepOf(1, 10), stepOf(10, 10), stepOf(5, 10)]).toEqual([null, 0, 1, 5, 3]);
});
