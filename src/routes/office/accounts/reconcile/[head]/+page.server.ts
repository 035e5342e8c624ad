import { redirect } from '@sveltejs/kit';
import { readForm } from '../../../form.server.ts';
import { bankHere } from '../bank.server.ts';
import { entryOf, matchOf } from './matching.ts';
import { bankPage } from './work.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => bankPage(event);

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
