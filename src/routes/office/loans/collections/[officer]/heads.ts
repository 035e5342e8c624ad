/** Cash boxes and bank accounts her money may go into, for each lender she holds money of. */
import type { HeadRow } from '#domain/accounts/index.server.ts';
import type { OfficerCard } from '#domain/collections/index.server.ts';
import { nameIn, ofLine } from '#ui/office/names.ts';
import { ask, type Here } from '../../../ask.ts';

export type BookHeads = {
  readonly bookId: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
};

/** Money on its way is no place to put it: accounts 1010 and 1020 alone. */
const INTO = ['1010', '1020'];

export async function headsOf(here: Here, card: OfficerCard): Promise<BookHeads[]> {
  const books: BookHeads[] = [];
  for (const { bookId, bodyKind, bodyId } of card.books) {
    const heads = await ask<{ money: HeadRow[] } | null>(here, 'loans.heads', { bodyKind, bodyId });
    const into = (heads?.money ?? []).filter((head) => INTO.includes(head.account));
    const options = into.map((head) => ({
      value: `${head.headId} ${bookId}`,
      label: nameIn(here.locals.language, ofLine(head)).text,
    }));
    books.push({ bookId, options });
  }
  return books;
}
