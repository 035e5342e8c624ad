/** Limits are dated: an entry is judged by what held on its own day. Pure. */
import { addDays, type IsoDate } from '#platform/dates.ts';
import type { LimitName } from './model.ts';

export type LimitRow = { readonly name: LimitName; readonly fromOn: IsoDate; readonly value: number };
/** Days on which one set of limits holds. */
export type Stretch = {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly limits: Readonly<Record<LimitName, number>>;
};

/**
 * @param rows in the order in which they win: a later row of the same day replaces an earlier one
 * @returns stretches that cover `from` to `to` without gap; days before the first row of a name take that row
 */
export function stretchesOf(
  rows: readonly LimitRow[],
  { names, from, to }: { names: readonly LimitName[]; from: IsoDate; to: IsoDate },
): Stretch[] {
  const used = rows.filter((row) => names.includes(row.name));
  const starts = [...new Set([from, ...used.map((row) => row.fromOn).filter((on) => on > from && on <= to)])].sort();
  return starts.map((start, at) => ({
    from: start,
    to: at + 1 < starts.length ? addDays(starts[at + 1]!, -1) : to,
    limits: limitsOn(rows, start),
  }));
}

export function limitsOn(rows: readonly LimitRow[], on: IsoDate): Record<LimitName, number> {
  const found: Partial<Record<LimitName, LimitRow>> = {};
  for (const row of rows) {
    const before = found[row.name];
    const starts = row.fromOn <= on;
    if (!before || (starts && (before.fromOn > on || row.fromOn >= before.fromOn))) found[row.name] = row;
  }
  return Object.fromEntries(Object.entries(found).map(([name, row]) => [name, row.value])) as Record<LimitName, number>;
}
