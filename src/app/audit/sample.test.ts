import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawByCount, drawByValue, everyInterval, populationText, type Item } from './sample.rules.ts';

const digest = (words: string): string => createHash('sha256').update(words).digest('hex');
const itemsOf = (values: readonly number[]): Item[] =>
  values.map((valuePaise, at) => ({ key: String(at + 1).padStart(4, '0'), valuePaise }));
const keys = (drawn: readonly Item[]): string[] => drawn.map((item) => item.key);

const population = fc
  .array(fc.integer({ min: -500, max: 100_000 }), { minLength: 1, maxLength: 80 })
  .map((values) => itemsOf(values));
const drawing = fc.record({
  items: population,
  wanted: fc.integer({ min: 1, max: 60 }),
  seed: fc.string({ minLength: 1 }),
});

describe('by value', () => {
  // Johnstone, Gramling, Rittenberg: Auditing, problem 8-56: start 25,000, interval 100,000, the first fifteen items of the ledger
  test('a textbook’s list gives the textbook’s items', () => {
    const values = [3_900, 26_000, 5_000, 130_000, 2_000, 260_000, 100, 25_000, 19_000, 10_000, 9_000, 2_500, 65_000];
    const drawn = everyInterval(itemsOf([...values, 110_000, 6_992]), { intervalPaise: 100_000, startPaise: 25_000 });
    expect(drawn.map(({ key, hits }) => [Number(key), hits])).toEqual([
      [2, 1],
      [4, 1],
      [6, 3],
      [13, 1],
      [14, 1],
    ]);
    expect(drawn.filter((item) => item.certain).map((item) => Number(item.key))).toEqual([4, 6, 14]);
  });

  test('what is as large as the interval is always in; every unit drawn is a multiple of the interval away from the start', () => {
    fc.assert(
      fc.property(drawing, ({ items, wanted, seed }) => {
        const answer = drawByValue(items, { wanted, seed, digest });
        if (!answer) return items.every((item) => item.valuePaise <= 0);
        const { drawn, intervalPaise, startPaise, totalPaise } = answer;
        const inside = new Set(keys(drawn));
        expect(items.filter((item) => item.valuePaise >= intervalPaise).every((item) => inside.has(item.key))).toBe(
          true,
        );
        expect(drawn.every((item) => item.valuePaise > 0)).toBe(true);
        expect(startPaise).toBeGreaterThanOrEqual(1);
        expect(startPaise).toBeLessThanOrEqual(intervalPaise);
        const hits = drawn.reduce((sum, item) => sum + item.hits, 0);
        expect(hits).toBe(totalPaise < startPaise ? 0 : Math.floor((totalPaise - startPaise) / intervalPaise) + 1);
        return true;
      }),
    );
  });

  test('as many units as wanted are drawn, one more at most', () => {
    fc.assert(
      fc.property(drawing, ({ items, wanted, seed }) => {
        const answer = drawByValue(items, { wanted, seed, digest });
        if (!answer || answer.totalPaise < wanted * wanted) return;
        const hits = answer.drawn.reduce((sum, item) => sum + item.hits, 0);
        expect([wanted, wanted + 1]).toContain(hits);
      }),
    );
  });
});

describe('by count', () => {
  test('exactly as many as wanted, or all there are; none twice', () => {
    fc.assert(
      fc.property(drawing, ({ items, wanted, seed }) => {
        const drawn = keys(drawByCount(items, { wanted, seed, digest }));
        expect(drawn).toHaveLength(Math.min(wanted, items.length));
        expect(new Set(drawn).size).toBe(drawn.length);
      }),
    );
  });

  test('a larger sample of the same seed holds the smaller one', () => {
    fc.assert(
      fc.property(drawing, fc.integer({ min: 1, max: 20 }), ({ items, wanted, seed }, more) => {
        const larger = new Set(keys(drawByCount(items, { wanted: wanted + more, seed, digest })));
        expect(keys(drawByCount(items, { wanted, seed, digest })).every((key) => larger.has(key))).toBe(true);
      }),
    );
  });

  test('every item comes up about as often as any other', () => {
    const items = itemsOf(Array.from({ length: 20 }, () => 100));
    const seen = new Map<string, number>();
    for (let seed = 0; seed < 2_000; seed += 1)
      for (const key of keys(drawByCount(items, { wanted: 5, seed: String(seed), digest })))
        seen.set(key, (seen.get(key) ?? 0) + 1);
    // 500 expected, standard deviation 19
    for (const times of seen.values()) expect(Math.abs(times - 500)).toBeLessThan(100);
    expect(seen.size).toBe(20);
  });
});

test('the same seed draws the same, whatever order the population comes in; another population is known by its hash', () => {
  fc.assert(
    fc.property(drawing, fc.boolean(), ({ items, wanted, seed }, byValue) => {
      const turned = items.toReversed();
      const of = (list: readonly Item[]) =>
        byValue ? drawByValue(list, { wanted, seed, digest }) : drawByCount(list, { wanted, seed, digest });
      expect(of(turned)).toEqual(of(items));
      expect(populationText(turned)).toBe(populationText(items));
      expect(populationText([...items, { key: 'more', valuePaise: 1 }])).not.toBe(populationText(items));
    }),
  );
});
