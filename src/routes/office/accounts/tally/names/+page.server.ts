import { redirect } from '@sveltejs/kit';
import type { MasterLists } from '#domain/accounts/index.server.ts';
import { newId } from '#platform/ids.ts';
import { found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsAnywhere } from '../../../rail.ts';
import { inBook } from '../../office-book.ts';
import { askBook, officeHere } from '../../office.server.ts';
import { HUB } from '../../parts.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const here = await officeHere(event);
  const { heads } = found(await askBook<MasterLists | null>(event, here, ['masters']));
  const names = found(await askBook<Record<string, string> | null>(event, here, ['tallyNames']));
  return {
    ...{ asked: here.asked, formId: newId(), maySet: holdsAnywhere(whoIs(event), 'accounts.setup') },
    names: Object.entries(names)
      .map(([name, headId]) => ({ name, headId }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    heads: heads.map((head) => ({
      ...{ id: head.headId, tallyName: head.tallyName },
      names: { en: head.nameEn, hi: head.nameHi, ur: head.nameUr },
    })),
  };
};

export const actions: Actions = {
  save: async (event) => {
    const here = await officeHere(event);
    const sent = await readForm(event);
    const known = sent.all('name').map((name, at) => ({ name, headId: sent.text(`head.${at}`) }));
    const fresh = { name: sent.text('newName'), headId: sent.text('newHead') };
    const names = [...known.filter((one) => one.name !== fresh.name), fresh].filter((one) => one.name && one.headId);
    const done = await sent.do('accounts.saveTallyNames', { ...here.body, names });
    return done.failed ?? redirect(303, inBook(here, `${HUB}/tally/names`));
  },
};
