import type { IncomeStatement } from '#domain/ledger/index.server.ts';
import { ask, found } from '../../../ask.ts';
import { bodyOf, bookFor, spanOf } from '../../book.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.group;
  const span = spanOf(event.url);
  const { known: asKnownOn, ...between } = span;
  const asked = { ...bodyOf(groupId), ...between, asKnownOn };
  return {
    span,
    book: await bookFor(event, groupId),
    one: found(await ask<IncomeStatement | null>(event, 'ledger.incomeStatement', asked)),
  };
};
