import { redirect } from '@sveltejs/kit';
import type { GroupRow } from '#domain/groups/index.server.ts';
import { dayInIndia, financialYear } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { askIfAllowed, whoIs } from '../ask.ts';
import { readForm } from '../form.server.ts';
import { holdsForAll } from '../rail.ts';
import { frontOf } from './front.server.ts';
import { mastersOf, namesOf } from './masters.server.ts';
import { booksHere, officeHere } from './office.server.ts';
import { bodiesWithout } from './bodies.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const who = whoIs(event);
  const books = await booksHere(event);
  const mayOpen = holdsForAll(who, 'accounts.setup');
  const office = books.length > 0 ? await officeHere(event) : null;
  const groups = mayOpen ? ((await askIfAllowed<GroupRow[]>(event, 'groups.list')) ?? []) : [];
  return {
    formId: newId(),
    booksFromOn: financialYear(dayInIndia(new Date())).from,
    books,
    asked: office?.asked ?? null,
    waiting: office?.card.waiting ?? 0,
    front: office && (await frontOf(event, office)),
    names: office ? namesOf(await mastersOf(event, office)) : {},
    mayWrite: holdsForAll(who, 'accounts.write'),
    mayOpen,
    bodies: bodiesWithout(books, { orgId: who.orgId, groups, language: event.locals.language }),
  };
};

export const actions: Actions = {
  open: async (event) => {
    const sent = await readForm(event);
    const [bodyKind = '', bodyId = ''] = sent.text('body').split(':');
    const done = await sent.do<{ bookId: string }>('accounts.openBook', {
      bodyKind,
      bodyId,
      booksFromOn: sent.text('booksFromOn'),
      limitPaise: sent.amount('limitPaise'),
      decidedBy: sent.text('decidedBy'),
    });
    return done.failed ?? redirect(303, `/office/accounts?book=${done.receipt.bookId}`);
  },
};
