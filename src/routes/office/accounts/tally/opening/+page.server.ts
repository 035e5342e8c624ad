import { fail, redirect } from '@sveltejs/kit';
import { addDays } from '#platform/dates.ts';
import { readForm } from '../../../form.server.ts';
import { inBook } from '../../office-book.ts';
import { officeHere } from '../../office.server.ts';
import { HUB } from '../../parts.ts';
import { chosenOf, openingLines, previewOf, readBalances, sentBalances } from './balances.server.ts';
import { mastersOf, namesOf, openingPage } from './opening.server.ts';
import { onlyWith } from '../../../ask.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  onlyWith(event, 'accounts.setup');
  return openingPage(event);
};

const refusal = (code: string, params = {}) => fail(400, { problem: { code, params }, preview: null });

export const actions: Actions = {
  read: async (event) => {
    const here = await officeHere(event);
    const sent = await readForm(event);
    const file = sent.form.get('file');
    const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
    const read = await readBalances(bytes);
    if (!read.ok) return refusal(read.code, read.params);
    const { heads } = await mastersOf(event, here);
    return { problem: null, preview: previewOf(read.value, { heads, remembered: await namesOf(event, here) }) };
  },
  take: async (event) => {
    const here = await officeHere(event);
    const sent = await readForm(event);
    const balances = sentBalances(sent.text('balances'));
    if (!balances) return refusal('tables.not_tally');
    const { heads } = await mastersOf(event, here);
    const remembered = await namesOf(event, here);
    const chosen = chosenOf(sent, balances.length);
    const preview = previewOf(balances, { heads, remembered, chosen });
    if (sent.text('do') !== 'take') return { problem: null, preview };
    const names = { ...remembered };
    for (const [at, choice] of chosen.entries()) if (choice) names[balances[at]!.name] = choice.headId;
    const kept = await sent.do('accounts.saveTallyNames', {
      ...here.body,
      names: Object.entries(names).map(([name, headId]) => ({ name, headId })),
    });
    if (kept.failed) return fail(400, { problem: kept.failed.data.problem, preview });
    const opening = { ...here.body, voucherId: sent.id, lines: openingLines(balances, chosen) };
    const done = await sent.do('accounts.setOpening', opening);
    if (done.failed) return fail(400, { problem: done.failed.data.problem, preview });
    redirect(303, inBook(here, `${HUB}/statements/trial?to=${addDays(here.card.booksFromOn, -1)}`));
  },
};
