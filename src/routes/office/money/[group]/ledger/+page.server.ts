import type { GeneralLedger } from '#domain/ledger/index.server.ts';
import { ask, found } from '../../../ask.ts';
import { afterOf, bodyOf, bookFor, spanOf } from '../../book.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.group;
  const span = spanOf(event.url);
  const ledger = await ask<GeneralLedger | null>(event, 'ledger.generalLedger', {
    ...bodyOf(groupId),
    from: span.from,
    to: span.to,
    asKnownOn: span.known,
    after: afterOf(event.url),
    limit: 200,
  });
  return { span, book: await bookFor(event, groupId), ledger: found(ledger) };
};
