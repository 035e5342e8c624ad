import { redirect } from '@sveltejs/kit';
import { readForm } from '../../../form.server.ts';
import { inBook } from '../../office-book.ts';
import { officeHere } from '../../office.server.ts';
import { HUB } from '../../parts.ts';
import { budgetSheet } from './sheet.server.ts';
import { onlyWith } from '../../../ask.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  onlyWith(event, 'accounts.setup');
  return budgetSheet(event);
};

export const actions: Actions = {
  set: async (event) => {
    const here = await officeHere(event);
    const sent = await readForm(event);
    // only what she changed is decided anew; an emptied line becomes nothing
    const lines = Object.keys(sent.typed)
      .filter((name) => name.startsWith('head.') && sent.text(name) !== sent.text(`was.${name.slice(5)}`))
      .map((name) => ({ headId: name.slice(5), amountPaise: sent.amount(name) }));
    const done = await sent.do('accounts.setBudget', {
      ...here.body,
      ...{ year: sent.whole('year'), fundId: sent.orNull('fund'), programmeId: sent.orNull('programme'), lines },
      ...{ decidedBy: sent.text('decidedBy'), decidedOn: sent.text('decidedOn') },
    });
    const filter = `year=${sent.text('year')}&fund=${sent.text('fund')}&programme=${sent.text('programme')}`;
    return done.failed ?? redirect(303, inBook(here, `${HUB}/budget?${filter}`));
  },
};
