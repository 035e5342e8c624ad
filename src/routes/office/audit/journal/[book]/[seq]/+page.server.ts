import type { AuditJournal } from '#app/audit/index.server.ts';
import { ask, found } from '../../../../ask.ts';
import { mayOf } from '../../../audit.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const about = { bookId: event.params.book, seq: Number(event.params.seq) };
  const entry = found(await ask<AuditJournal | null>(event, 'audit.journal', about));
  const may = mayOf(event);
  return {
    may,
    entry,
    here: { rows: [...entry.queries], about: { kind: 'journal' as const, ...about }, mayAsk: may.ask },
  };
};
