/** The two sides of one bank account: what is open, what seems to belong together, what was matched. */
import type { BankMatch, BankWork, EntryRow, Reconciliation, StatementRead } from '#domain/accounts/index.server.ts';
import { newId } from '#platform/ids.ts';
import { redirect, type ActionFailure } from '@sveltejs/kit';
import type { Here } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { askBank, bankData, paperOf, type BankAt } from '../bank.server.ts';
import { entryKey, entryOf, matchOf } from './matching.ts';

/** From here on a proposal comes ticked. */
const SURE = 40;

export async function bankPage(event: Here, at: BankAt) {
  const one = { at, headId: at.bank.headId };
  const work = await askBank<BankWork>(event, one, ['bankWork']);
  const tied = await askBank<Reconciliation>(event, one, ['reconciliation']);
  const done = await askBank<{ matches: BankMatch[]; statements: StatementRead[] }>(event, one, ['bankMatches']);
  const paper = (entry: EntryRow) => paperOf(at, entry);
  const lines = new Map(work.lines.map((line) => [line.lineId, line]));
  const entries = new Map(work.entries.map((entry) => [entryKey(entry), paper(entry)]));
  // entries from before the first statement are no part of what is open: they are offered apart
  const since = new Set(tied.notAtBank.map(entryKey));
  return {
    ...bankData(at),
    statements: done.statements,
    matches: done.matches.map((match) => ({ ...match, entries: match.entries.map((entry) => paperOf(at, entry)) })),
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
    openEntries: work.entries.filter((entry) => since.has(entryKey(entry))).map(paper),
    earlierEntries: work.entries.filter((entry) => !since.has(entryKey(entry))).map(paper),
    ids: { confirm: newId(), hand: newId(), undo: newId() },
  };
}
export type BankPage = Awaited<ReturnType<typeof bankPage>>;

/** Confirming proposals, matching by hand, taking a match back: for whichever book the address names. */
export function bankActs<E extends Here & { request: Request }>(atOf: (event: E) => Promise<BankAt>) {
  type Sent = Awaited<ReturnType<typeof readForm>>;
  const act =
    (command: string, inputOf: (sent: Sent) => object) =>
    async (event: E): Promise<ActionFailure<never>> => {
      const at = await atOf(event);
      const sent = await readForm(event);
      const done = await sent.do(`accounts.${command}`, { ...at.body, headId: at.bank.headId, ...inputOf(sent) });
      return (done.failed as never) ?? redirect(303, bankData(at).here);
    };
  return {
    confirm: act('matchBankLines', (sent) => ({ matches: sent.all('match').map(matchOf) })),
    hand: act('matchBankLines', (sent) => ({
      matches: [{ matchId: sent.id, lineIds: sent.all('line'), entries: sent.all('entry').map(entryOf) }],
    })),
    undo: act('unmatchBankLines', (sent) => ({ matchId: sent.text('matchId') })),
  };
}
