import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTooLarge, rateLimit } from './rate-limit.ts';

test('a burst passes, then one for each second; another key has its own share', () => {
  let now = 0;
  const limit = rateLimit({ burst: 3, perSecond: 1 }, { nowMs: () => now });
  expect([1, 2, 3, 4].map(() => limit.take('a'))).toEqual([0, 0, 0, 1]);
  expect(limit.take('b')).toBe(0);
  now += 1_000;
  expect([limit.take('a'), limit.take('a')]).toEqual([0, 1]);
  now -= 60_000;
  expect(limit.take('a')).toBe(1);
});

test('memory is bounded, and the longest unseen is forgotten first', () => {
  const limit = rateLimit({ burst: 1, perSecond: 0.001 }, { nowMs: () => 0, mostKeys: 2 });
  for (const key of ['a', 'b']) limit.take(key);
  limit.take('a');
  limit.take('c');
  expect(limit.size()).toBe(2);
  expect(limit.take('a')).toBeGreaterThan(0);
});

test('whatever the pauses, never more than the burst and what came back passes; who waits as told passes', () => {
  const pauses = fc.array(fc.nat({ max: 3_000 }), { maxLength: 60 });
  fc.assert(
    fc.property(pauses, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 5 }), (waits, burst, perSecond) => {
      let now = 0;
      const limit = rateLimit({ burst, perSecond }, { nowMs: () => now });
      let passed = 0;
      let told = 0;
      for (const wait of waits) {
        now += wait;
        told = limit.take('a');
        if (told === 0) passed += 1;
      }
      expect(passed).toBeLessThanOrEqual(burst + (now / 1000) * perSecond + 1e-6);
      now += told * 1000;
      if (told > 0) expect(limit.take('a')).toBe(0);
    }),
  );
});

test('a body is judged by the length it names', () => {
  const named = (length: string) => isTooLarge(new Headers({ 'content-length': length }), 100);
  expect([named('100'), named('101'), named('x'), isTooLarge(new Headers(), 100)]).toEqual([false, true, true, false]);
});
