import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { tightestDisk, watchClock } from './machine.server.ts';

test('a clock that is set is told with its sign; time that passes, also asleep, is not', () => {
  const clocks = { wall: 1_000_000, boot: 5_000 };
  const watch = watchClock({ wallMs: () => clocks.wall, sinceBootMs: () => clocks.boot });
  const pass = (wall: number, boot = wall): number => {
    clocks.wall += wall;
    clocks.boot += boot;
    return watch.look();
  };
  expect(pass(60_000)).toBe(0);
  expect(pass(8 * 3_600_000)).toBe(0);
  expect(pass(60_000 + 3_600_000, 60_000)).toBe(3_600);
  expect(pass(60_000 - 86_400_000, 60_000)).toBe(-86_400);
  expect(pass(60_900, 60_000)).toBe(0);
});

test('the disk with the least room is told; places that are not there are passed over', async () => {
  const disk = await tightestDisk(['/nowhere/at/all', tmpdir(), '/proc']);
  expect(disk?.path).toBe(tmpdir());
  expect(disk!.freeBytes).toBeGreaterThan(0);
  expect(await tightestDisk(['/nowhere'])).toBeNull();
});
