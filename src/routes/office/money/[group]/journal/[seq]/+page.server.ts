import type { Journal } from '#domain/ledger/index.server.ts';
import { ask, found } from '../../../../ask.ts';
import { bodyOf, bookFor } from '../../../book.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { group: groupId, seq } = event.params;
  const journal = await ask<Journal | null>(event, 'ledger.journal', { ...bodyOf(groupId), seq: Number(seq) });
  return { book: await bookFor(event, groupId), journal: found(journal) };
};
