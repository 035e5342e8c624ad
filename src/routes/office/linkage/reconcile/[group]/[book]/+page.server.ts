import type { TwoBooksPage } from '#domain/linkage/index.server.ts';
import { newId } from '#platform/ids.ts';
import { redirect } from '@sveltejs/kit';
import { ask, found, whoIs } from '../../../../ask.ts';
import { readForm } from '../../../../form.server.ts';
import { spanOf } from '../../../../money/book.ts';
import { holdsAnywhere } from '../../../../rail.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { group: groupId, book: lenderBookId } = event.params;
  const { to: on } = spanOf(event.url);
  const who = whoIs(event);
  return {
    one: found(await ask<TwoBooksPage | null>(event, 'linkage.twoBooks', { groupId, lenderBookId, on })),
    mayWrite: holdsAnywhere(who, 'linkage.write'),
    // what is not hers to open is no link
    seesLoans: holdsAnywhere(who, 'loans.read'),
    seesEntries: holdsAnywhere(who, 'audit.read'),
    mayTell: holdsAnywhere(who, 'loans.change'),
    formId: newId(),
    tellId: newId(),
  };
};

export const actions: Actions = {
  agree: async (event) => {
    const sent = await readForm(event);
    const { group: groupId, book: lenderBookId } = event.params;
    const done = await sent.do('linkage.agreeDifference', {
      ...{ remarkId: sent.id, groupId, lenderBookId, on: sent.text('on') },
      differencePaise: sent.whole('difference'),
      remark: sent.text('remark'),
      agreedBy: sent.text('agreedBy'),
    });
    return done.failed ?? redirect(303, `${event.url.pathname}?to=${sent.text('on')}`);
  },
  /** The event is named by its loan and itself, as one choice. */
  tell: async (event) => {
    const sent = await readForm(event);
    const { group: groupId, book: lenderBookId } = event.params;
    const [loanId, eventId] = sent.text('event').split(' ');
    const told = { groupId, lenderBookId, loanId, eventId, groupBankId: sent.text('groupBankId') };
    const done = await sent.do('linkage.tellGroup', told);
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
