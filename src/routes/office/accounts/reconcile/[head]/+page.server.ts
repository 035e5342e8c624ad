import { redirect } from '@sveltejs/kit';
import type { BankMatch, BankWork, Reconciliation, StatementRead } from '#domain/accounts/index.server.ts';
import { newId } from '#platform/ids.ts';
import { found } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { askBook } from '../../office.server.ts';
import { bankHere } from '../bank.server.ts';
import { entryKey, entryOf, matchOf } from './matching.ts';
import type { Actions, PageServerLoad } from './$types';

/** From here on a proposal comes ticked. */
const SURE = 40;

export const load: PageServerLoad = async (event) => {
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
};

type Event = Parameters<Actions[string]>[0] & { params: { head: string } };
const back = (event: Event) => {
  const book = event.url.searchParams.get('book');
  redirect(303, `${event.url.pathname}${book ? `?book=${book}` : ''}`);
};

export const actions: Actions = {
  confirm: async (event) => {
    const { here, bank } = await bankHere(event);
    const sent = await readForm(event);
    const matches = sent.all('match').map(matchOf);
    const done = await sent.do('accounts.matchBankLines', { ...here.body, headId: bank.headId, matches });
    return done.failed ?? back(event);
  },
  hand: async (event) => {
    const { here, bank } = await bankHere(event);
    const sent = await readForm(event);
    const match = { matchId: sent.id, lineIds: sent.all('line'), entries: sent.all('entry').map(entryOf) };
    const done = await sent.do('accounts.matchBankLines', { ...here.body, headId: bank.headId, matches: [match] });
    return done.failed ?? back(event);
  },
  undo: async (event) => {
    const { here, bank } = await bankHere(event);
    const sent = await readForm(event);
    const undo = { ...here.body, headId: bank.headId, matchId: sent.text('matchId') };
    const done = await sent.do('accounts.unmatchBankLines', undo);
    return done.failed ?? back(event);
  },
};
