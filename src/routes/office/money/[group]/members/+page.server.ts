import type { MemberBalances } from '#domain/ledger/index.server.ts';
import { ask, found } from '../../../ask.ts';
import { bodyOf, bookFor, spanOf } from '../../book.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.group;
  const span = spanOf(event.url);
  const at = { asOf: span.to, asKnownOn: span.known };
  const balances = await ask<MemberBalances | null>(event, 'ledger.memberBalances', { ...bodyOf(groupId), ...at });
  return { span, book: await bookFor(event, groupId), balances: found(balances) };
};
