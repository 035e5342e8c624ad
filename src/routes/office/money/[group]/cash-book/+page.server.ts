import type { CashBook } from '#domain/ledger/index.server.ts';
import { ask, found } from '../../../ask.ts';
import { afterOf, bodyOf, bookFor, spanOf } from '../../book.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.group;
  const span = spanOf(event.url);
  const cash = await ask<CashBook | null>(event, 'ledger.cashBook', {
    ...bodyOf(groupId),
    from: span.from,
    to: span.to,
    asKnownOn: span.known,
    after: afterOf(event.url),
  });
  return { span, book: await bookFor(event, groupId), cash: found(cash), paged: event.url.searchParams.has('after') };
};
