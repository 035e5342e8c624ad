/** Seeded randomness: each part of the demo draws from its own stream, so that groups made side by side come out the same every time. */
import { uuidFrom } from '#platform/ids.ts';
import type { IsoDate } from '#platform/dates.ts';

export type Random = {
  /** 0 <= value < 1 */
  readonly next: () => number;
  readonly chance: (share: number) => boolean;
  /** Both ends included. */
  readonly between: (from: number, to: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly shuffled: <T>(list: readonly T[]) => T[];
  /** A UUIDv7 of this stream, ordered by that day. */
  readonly id: (on: IsoDate) => string;
};

/** Four words from a text (FNV-1a from four starts): nothing secret hangs on it, only that other texts begin elsewhere. */
const seedsOf = (text: string): [number, number, number, number] => {
  const one = (start: number) => {
    let hash = start;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
    return hash | 0;
  };
  return [one(2_166_136_261), one(40_389), one(1_540_483_477), one(668_265_263)];
};

/** Small fast counter generator (the sfc32 of the PractRand suite), seeded by a text and run in for some words. */
export function randomOf(seed: string): Random {
  let [a, b, c, counter] = seedsOf(seed);
  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let warm = 0; warm < 15; warm += 1) word();
  const next = () => word() / 4_294_967_296;
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError('Nothing to pick from');
    return list[between(0, list.length - 1)] as T;
  };
  return {
    next,
    between,
    pick,
    chance: (share) => next() < share,
    shuffled: (list) =>
      list
        .map((item) => ({ item, at: next() }))
        .sort((x, y) => x.at - y.at)
        .map(({ item }) => item),
    id: (on) =>
      uuidFrom(
        Uint8Array.from({ length: 16 }, () => word() & 255),
        Date.parse(`${on}T06:00:00Z`),
      ),
  };
}
