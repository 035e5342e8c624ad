/**
 * Drawing a sample that anybody can draw again. There is no generator with a hidden state: every random number is the SHA-256 of words
 * that stand on the working paper, so one item can be checked by hand with any tool that hashes.
 *
 * By count: each item's ticket is sha256("<seed>,<key>"); the smallest tickets are drawn (R. L. Rivest, "Consistent sampling with
 * replacement", arXiv:1808.10016: order does not matter, and a larger sample holds the smaller one).
 * By value: fixed-interval monetary unit sampling. The interval is total / wanted, the start is sha256("<seed>,start") modulo the
 * interval plus 1; items stand in the order of their keys, and one is drawn for each unit start, start + interval, ... that lies in it.
 * What is as large as the interval cannot be missed. Items of no value or less have no unit in it and are told apart.
 * Pure: the hash is handed in.
 */
export type Item = {
  /** Unique in the population and the same at every drawing. */
  readonly key: string;
  readonly valuePaise: number;
};
/** Hex of sha256 over UTF-8. */
export type Digest = (words: string) => string;
export type Drawn<T extends Item> = T & { readonly hits: number; readonly certain: boolean };

export const inOrder = <T extends Item>(items: readonly T[]): T[] =>
  items.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));

export function drawByCount<T extends Item>(
  items: readonly T[],
  { wanted, seed, digest }: { wanted: number; seed: string; digest: Digest },
): Drawn<T>[] {
  const tickets = items.map((item) => ({ item, ticket: digest(`${seed},${item.key}`) }));
  tickets.sort((a, b) => (a.ticket < b.ticket ? -1 : 1));
  return inOrder(tickets.slice(0, wanted).map(({ item }) => item)).map((item) => ({
    ...item,
    hits: 1,
    certain: items.length <= wanted,
  }));
}

export type ByValue<T extends Item> = {
  readonly drawn: Drawn<T>[];
  readonly intervalPaise: number;
  readonly startPaise: number;
  /** Of the items that have a value. */
  readonly totalPaise: number;
  /** Without value, so without a chance: to be looked at apart. */
  readonly withoutValue: number;
};

/** Null when nothing in the population has a value. */
export function drawByValue<T extends Item>(
  items: readonly T[],
  { wanted, seed, digest }: { wanted: number; seed: string; digest: Digest },
): ByValue<T> | null {
  const valued = items.filter((item) => item.valuePaise > 0);
  const totalPaise = valued.reduce((sum, item) => sum + item.valuePaise, 0);
  if (totalPaise === 0) return null;
  const intervalPaise = Math.max(1, Math.floor(totalPaise / wanted));
  const startPaise = Number(BigInt(`0x${digest(`${seed},start`)}`) % BigInt(intervalPaise)) + 1;
  const drawn = everyInterval(inOrder(valued), { intervalPaise, startPaise });
  return { drawn, intervalPaise, startPaise, totalPaise, withoutValue: items.length - valued.length };
}

/** The items that hold the units start, start + interval, start + 2 intervals ... of the running total. */
export function everyInterval<T extends Item>(
  items: readonly T[],
  { intervalPaise, startPaise }: { intervalPaise: number; startPaise: number },
): Drawn<T>[] {
  const drawn: Drawn<T>[] = [];
  let before = 0;
  for (const item of items) {
    const upTo = (sum: number): number => (sum < startPaise ? 0 : Math.floor((sum - startPaise) / intervalPaise) + 1);
    const hits = upTo(before + item.valuePaise) - upTo(before);
    if (hits > 0) drawn.push({ ...item, hits, certain: item.valuePaise >= intervalPaise });
    before += item.valuePaise;
  }
  return drawn;
}

/** What a population is known by: hashed line by line in the order of its keys. */
export const populationText = (items: readonly Item[]): string =>
  inOrder(items)
    .map(({ key, valuePaise }) => `${key},${valuePaise}\n`)
    .join('');
