/** How an export asks: in the reader's name, with the filters of the address, page after page. A refusal ends the whole export. */
import type { IsoDate } from '#platform/dates.ts';
import { refused, type Refused } from '#platform/outcomes.ts';
import type { Speech } from '../paper/speech.ts';
import type { Reader } from '../paper/papers.server.ts';

/** A refusal on its way out of a maker; caught in `exportTable` alone. */
export class Turned extends Error {
  readonly refusal: Refused;
  constructor(refusal: Refused) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

export type Asking = {
  readonly speech: Speech;
  readonly today: IsoDate;
  /** A filter of the address, under the first of these names that is filled; nothing for an empty one. */
  readonly given: (...names: string[]) => string | undefined;
  /** Its `sort=-key`, for questions that sort. */
  readonly sorting: { readonly sort?: string; readonly descending?: boolean };
  /** @throws Turned when refused, or when there is no such thing */
  readonly must: <T>(question: string, input: unknown) => Promise<T>;
};

export function askingOf(
  reader: Reader,
  { speech, today, filters }: { speech: Speech; today: IsoDate; filters: URLSearchParams },
): Asking {
  return {
    speech,
    today,
    given: (...names) => names.map((name) => filters.get(name)?.slice(0, 200)).find(Boolean) || undefined,
    sorting: sortingOf(filters.get('sort')),
    must: async <T>(question: string, input: unknown) => {
      const answer = await reader.app.ask<T | null>(question, reader.who, input);
      if (answer.kind !== 'answer') throw new Turned(answer);
      if (answer.value === null) throw new Turned(refused('paper.nothing_here', {}));
      return answer.value;
    },
  };
}

const sortingOf = (text: string | null): Asking['sorting'] =>
  text ? { sort: text.replace(/^-/, '').slice(0, 40), descending: text.startsWith('-') } : {};

/** Above this an export is asked for by parts: a year, a group. */
export const ROWS_MOST = 100_000;
export const checkedRows = <T>(rows: readonly T[]): readonly T[] => {
  if (rows.length > ROWS_MOST) throw new Turned(refused('paper.too_many_rows', { most: ROWS_MOST }));
  return rows;
};

/** All rows of a question that pages by where the last page ended. */
export async function everyPage<Page extends { readonly next: unknown }, Row>(
  asking: Asking,
  { question, input, rowsOf }: { question: string; input: object; rowsOf: (page: Page) => readonly Row[] },
): Promise<{ first: Page; rows: readonly Row[] }> {
  const ask = (after: unknown) => asking.must<Page>(question, { ...input, limit: 500, ...(after ? { after } : {}) });
  const first = await ask(null);
  const rows = [...rowsOf(first)];
  for (let page = first; page.next && checkedRows(rows);) {
    page = await ask(page.next);
    rows.push(...rowsOf(page));
  }
  return { first, rows };
}

/** All rows of a question that counts pages; a row that moved to the next page meanwhile comes once. */
export async function everyNumberedPage<Row>(
  asking: Asking,
  { question, input, idOf }: { question: string; input: object; idOf: (row: Row) => unknown },
): Promise<readonly Row[]> {
  const rows = new Map<unknown, Row>();
  for (let page = 1; ; page += 1) {
    const found = await asking.must<{ rows: readonly Row[]; total: number }>(question, { ...input, page });
    for (const row of found.rows) rows.set(idOf(row), row);
    checkedRows([...rows.keys()]);
    if (found.rows.length === 0 || rows.size >= found.total) return [...rows.values()];
  }
}
