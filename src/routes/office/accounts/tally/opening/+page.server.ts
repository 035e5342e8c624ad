import { fail, redirect } from '@sveltejs/kit';
import type { MasterLists } from '#domain/accounts/index.server.ts';
import { addDays } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { found } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { inBook } from '../../office-book.ts';
import { askBook, officeHere, type OfficeHere } from '../../office.server.ts';
import { HUB } from '../../parts.ts';
import { chosenOf, openingLines, previewOf, readBalances, sentBalances } from './balances.server.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = Parameters<PageServerLoad>[0] | Parameters<Actions[string]>[0];
const mastersOf = async (event: Event, here: OfficeHere) =>
  found(await askBook<MasterLists | null>(event, here, ['masters']));
const namesOf = async (event: Event, here: OfficeHere) =>
  found(await askBook<Record<string, string> | null>(event, here, ['tallyNames']));

export const load: PageServerLoad = async (event) => {
  const here = await officeHere(event);
  const { heads, funds } = await mastersOf(event, here);
  return {
    ...{ asked: here.asked, formId: newId(), openingOn: addDays(here.card.booksFromOn, -1) },
    heads: heads
      .filter((head) => head.closedOn === null)
      .map((head) => ({ id: head.headId, names: { en: head.nameEn, hi: head.nameHi, ur: head.nameUr } })),
    funds: funds.map((fund) => ({ id: fund.fundId, code: fund.code })),
  };
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
