import type { AccountStatement } from '#domain/ledger/index.server.ts';
import { isId } from '#platform/ids.ts';
import { ask, found } from '../../../../ask.ts';
import { afterOf, bodyOf, bookFor, spanOf } from '../../../book.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { group: groupId, code } = event.params;
  const span = spanOf(event.url);
  const party = event.url.searchParams.get('party');
  const partyId = isId(party) ? party : null;
  const statement = await ask<AccountStatement | null>(event, 'ledger.accountStatement', {
    ...bodyOf(groupId),
    account: code,
    partyId,
    from: span.from,
    to: span.to,
    asKnownOn: span.known,
    after: afterOf(event.url),
  });
  return {
    span,
    code,
    partyId,
    book: await bookFor(event, groupId),
    statement: found(statement),
    paged: event.url.searchParams.has('after'),
  };
};
