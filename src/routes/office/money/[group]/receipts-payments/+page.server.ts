import type { ReceiptsAndPayments } from '#domain/ledger/index.server.ts';
import { ask, found } from '../../../ask.ts';
import { bodyOf, bookFor, spanOf } from '../../book.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.group;
  const span = spanOf(event.url);
  const account = await ask<ReceiptsAndPayments | null>(event, 'ledger.receiptsAndPayments', {
    ...bodyOf(groupId),
    from: span.from,
    to: span.to,
    asKnownOn: span.known,
  });
  return { span, book: await bookFor(event, groupId), account: found(account) };
};
