import type { Tx } from '#platform/db.server.ts';
import { officeGrounds } from '#domain/accounts/index.server.ts';
import { sameWord } from './cells.ts';
import { derivedId } from './derived-id.server.ts';
import { bookFinder, finderOf, type OfficeWorld } from './office-words.ts';

/** Every office book of this organisation as the planners look things up. */
export async function loadOffice(tx: Tx): Promise<OfficeWorld> {
  const books = (await officeGrounds(tx)).map(({ book, names, heads, funds, programmes, ground, isOpened }) => ({
    body: { bodyKind: book.bodyKind, bodyId: book.bodyId },
    names: names.flatMap((name) => (name ? [sameWord(name)] : [])),
    headIds: finderOf(heads),
    fundIds: finderOf(funds),
    programmeIds: finderOf(programmes),
    ground,
    isOpened,
  }));
  return { today: tx.today, idOf: (kind, key) => derivedId(tx.orgId, kind, key), bookOf: bookFinder(books) };
}
