import { redirect } from '@sveltejs/kit';
import type { Helper } from '#domain/cases/index.server.ts';
import type { Card } from '#domain/people/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { isId, newId } from '#platform/ids.ts';
import { ask } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { profileOf } from '../../people/[id]/profile.ts';
import type { Actions, PageServerLoad } from './$types';

const MOST = 20;

export const load: PageServerLoad = async (event) => {
  // asked first: who may not begin a case sees nothing of the form
  const helpers = await ask<Helper[]>(event, 'cases.helpers');
  const ids = [...new Set(event.url.searchParams.getAll('person'))].filter(isId).slice(0, MOST);
  const women = await Promise.all(ids.map((id) => profileOf(event, id)));
  const q = event.url.searchParams.get('q')?.trim().slice(0, 120) ?? '';
  const alike = q ? await ask<Card[]>(event, 'people.search', { typed: q, limit: 8 }) : [];
  return {
    helpers,
    women: women.map(({ personId, nameLatin, nameDevanagari, nameUrdu }) => ({
      personId,
      nameLatin,
      nameDevanagari,
      nameUrdu,
    })),
    q,
    alike: alike.filter((one) => !ids.includes(one.personId)),
    today: dayInIndia(new Date()),
    formId: newId(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do<{ caseId: string }>('cases.begin', {
      caseId: sent.id,
      kind: sent.text('kind'),
      personIds: sent.all('personIds'),
      againstKind: sent.text('againstKind'),
      againstName: sent.text('againstName'),
      happened: sent.text('happened'),
      happenedOn: sent.text('happenedOn'),
      claimedPaise: sent.amountOrNull('claimedPaise'),
      helperId: sent.orNull('helperId'),
      dueOn: sent.orNull('dueOn'),
    });
    return done.failed ?? redirect(303, `/office/cases/${done.receipt.caseId}`);
  },
};
