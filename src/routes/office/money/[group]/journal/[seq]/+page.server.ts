import type { Journal } from '#domain/ledger/index.server.ts';
import { ask, found } from '../../../../ask.ts';
import { queriesAbout } from '../../../../audit/audit.ts';
import { bodyOf, bookFor } from '../../../book.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { group: groupId, seq } = event.params;
  const journal = found(await ask<Journal | null>(event, 'ledger.journal', { ...bodyOf(groupId), seq: Number(seq) }));
  const about = { kind: 'journal' as const, bookId: journal.bookId, seq: journal.seq };
  return { book: await bookFor(event, groupId), journal, questions: await queriesAbout(event, about) };
};
