/** The book of the address and its body, for every page of the accounts. */
import { redirect } from '@sveltejs/kit';
import type { BookCard } from '#domain/accounts/index.server.ts';
import { ask, type Here } from '../ask.ts';
import type { AskedBook, OfficeBook } from './office-book.ts';
import { HUB } from './parts.ts';

export type Body = { readonly bodyKind: OfficeBook['bodyKind']; readonly bodyId: string };
export type OfficeHere = AskedBook & { readonly book: OfficeBook; readonly body: Body; readonly card: BookCard };
type Event = Here & { readonly url: URL };

export const booksHere = (here: Here): Promise<BookCard[]> => ask<BookCard[]>(here, 'accounts.books');

export const bookOfCard = ({ bookId, bodyKind, bodyId, ...card }: BookCard): OfficeBook => ({
  bookId,
  bodyKind,
  bodyId,
  name: { en: card.name, hi: card.nameHi, ur: card.nameUr },
});

/** @throws the way to the front page while no book is open, which offers to open one */
export async function officeHere(event: Event): Promise<OfficeHere> {
  const books = await booksHere(event);
  const wished = event.url.searchParams.get('book');
  const card = books.find((one) => one.bookId === wished) ?? books[0];
  if (!card) redirect(303, HUB);
  const body = { bodyKind: card.bodyKind, bodyId: card.bodyId };
  return { book: bookOfCard(card), body, card, asked: card === books[0] ? null : card.bookId };
}

/** A question about the book of the address. */
export const askBook = <T>(here: Here, { body }: Pick<OfficeHere, 'body'>, asking: [name: string, input?: object]) =>
  ask<T>(here, `accounts.${asking[0]}`, { ...body, ...asking[1] });
