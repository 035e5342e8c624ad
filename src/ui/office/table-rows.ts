/** Sorting and paging of a short list that is wholly there. Pure. */
import type { TableQuery } from '../table-query.ts';

type Value = string | number | null | undefined;

/** The rows of the page asked for. What is not known stands last, whichever way it is sorted. */
export function pageOf<Row>(
  rows: readonly Row[],
  query: Pick<TableQuery, 'sort' | 'descending' | 'page' | 'size'>,
  values: Readonly<Record<string, (row: Row) => Value>>,
): { readonly rows: Row[]; readonly total: number } {
  const value = values[query.sort];
  const sorted = value
    ? rows.toSorted((a, b) => {
        const [left, right] = [value(a) ?? null, value(b) ?? null];
        if (left === null || right === null) return Number(left === null) - Number(right === null);
        const order =
          typeof left === 'number' && typeof right === 'number'
            ? left - right
            : String(left).localeCompare(String(right));
        return query.descending ? -order : order;
      })
    : [...rows];
  return { rows: sorted.slice((query.page - 1) * query.size, query.page * query.size), total: rows.length };
}
