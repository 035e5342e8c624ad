/** The two sides of one bank account: what is open, what seems to belong together, what was matched. */
import type { BankMatch, BankWork, Reconciliation, StatementRead } from '#domain/accounts/index.server.ts';
import { newId } from '#platform/ids.ts';
import { found } from '../../../ask.ts';
import { askBook } from '../../office.server.ts';
import { bankHere } from '../bank.server.ts';
import { entryKey } from './matching.ts';
import type { PageServerLoadEvent } from './$types';

type Event = PageServerLoadEvent;
/** From here on a proposal comes ticked. */
const SURE = 40;

export async function bankPage(event: Event) {
  const { here, bank, mayWrite } = await bankHere(event);
  const of = { headId: bank.headId };
  const work = found(await askBook<BankWork | null>(event, here, ['bankWork', of]));
  const tied = found(await askBook<Reconciliation | null>(event, here, ['reconciliation', of]));
  const done = found(
    await askBook<{ matches: BankMatch[]; statements: StatementRead[] } | null>(event, here, ['bankMatches', of]),
  );
  const lines = new Map(work.lines.map((line) => [line.lineId, line]));
  const entries = new Map(work.entries.map((entry) => [entryKey(entry), entry]));
  // entries from before the first statement are no part of what is open: they are offered apart
  const since = new Set(tied.notAtBank.map(entryKey));
  return {
    ...{ asked: here.asked, bank, mayWrite, ...done },
    bookPaise: tied.bookPaise,
    bankPaise: tied.bankPaise,
    differencePaise: tied.differencePaise,
    proposals: work.proposals.map((proposal) => ({
      match: { matchId: newId(), lineIds: proposal.lineIds, entries: proposal.entries },
      isSure: proposal.score >= SURE,
      lines: proposal.lineIds.flatMap((id) => lines.get(id) ?? []),
      entries: proposal.entries.flatMap((entry) => entries.get(entryKey(entry)) ?? []),
    })),
    openLines: work.lines,
    openEntries: work.entries.filter((entry) => since.has(entryKey(entry))),
    earlierEntries: work.entries.filter((entry) => !since.has(entryKey(entry))),
    ids: { confirm: newId(), hand: newId(), undo: newId() },
  };
}
