import type { BookBalanceSheet } from '#domain/ledger/index.server.ts';
import { ask, found } from '../../../ask.ts';
import { bodyOf, bookFor, spanOf } from '../../book.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.group;
  const span = spanOf(event.url);
  const asked = { ...bodyOf(groupId), asOf: span.to, asKnownOn: span.known };
  return {
    span,
    book: await bookFor(event, groupId),
    one: found(await ask<BookBalanceSheet | null>(event, 'ledger.bookBalanceSheet', asked)),
  };
};
