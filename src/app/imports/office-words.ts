/** The office's books under the names people write: what a line of a day book or trial balance is looked up in. */
import type { VoucherGround } from '#domain/accounts/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import { sameWord } from './cells.ts';
import type { Line } from './plan.ts';

type Find = (name: string) => readonly string[];
export type OfficeWords = {
  readonly body: { readonly bodyKind: string; readonly bodyId: string };
  /** Of the body; the trust's own book has none and is meant where none is named. */
  readonly names: readonly string[];
  readonly headIds: Find;
  readonly fundIds: Find;
  readonly programmeIds: Find;
  readonly ground: VoucherGround;
  readonly isOpened: boolean;
};
export type OfficeWorld = {
  readonly today: IsoDate;
  readonly idOf: (kind: string, key: string) => string;
  /** The book a line names; null with the fault noted when there is none of that name. */
  readonly bookOf: (line: Line) => OfficeWords | null;
};

export const bookFinder =
  (books: readonly OfficeWords[]) =>
  (line: Line): OfficeWords | null => {
    const name = line.text('book');
    if (name === null)
      return (
        books.find((book) => book.body.bodyKind === 'trust') ??
        (books.length === 1
          ? books[0]!
          : line.wrong('book', books.length > 0 ? 'imports.cell_missing' : 'accounts.no_book'))
      );
    const found = books.filter((book) => book.names.includes(sameWord(name)));
    return found.length === 1
      ? found[0]!
      : line.wrong('book', found.length === 0 ? 'imports.name_unknown' : 'imports.name_several', {
          count: found.length,
        });
  };

/** Finds ids by any of their names, as `sameWord` compares them. */
export function finderOf(list: readonly { readonly id: string; readonly names: readonly (string | null)[] }[]): Find {
  const ids = new Map<string, Set<string>>();
  for (const { id, names } of list)
    for (const name of names) {
      const word = sameWord(name ?? '');
      if (word !== '') ids.set(word, (ids.get(word) ?? new Set()).add(id));
    }
  return (name) => [...(ids.get(sameWord(name)) ?? [])];
}
