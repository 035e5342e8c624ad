import { redirect } from '@sveltejs/kit';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { readForm } from '../../../form.server.ts';
import { groupCard, groupContext, titleOf } from '../group.ts';
import { groupProducts } from './rules-products.ts';
import { rulesFrom } from './rules-form.ts';
import { typedOf } from './rules-typed.ts';
import type { Actions, PageServerLoad } from './$types';

const latest = (context: Awaited<ReturnType<typeof groupContext>>) =>
  (context?.rules ?? []).toSorted((a, b) => (a.fromOn < b.fromOn ? -1 : 1)).at(-1) ?? null;

export const load: PageServerLoad = async (event) => {
  const card = await groupCard(event, event.params.id);
  const before = latest(await groupContext(event, event.params.id));
  return {
    formId: newId(),
    groupId: card.groupId,
    group: titleOf(event, card),
    products: await groupProducts(event, before),
    shown: { ...typedOf(before), fromOn: before ? dayInIndia(new Date()) : card.formedOn, decidedBy: '' },
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const before = latest(await groupContext(event, event.params.id));
    const done = await sent.do('meetings.setRules', {
      groupId: event.params.id,
      rules: rulesFrom(sent, before),
      decidedBy: sent.text('decidedBy'),
    });
    return done.failed ?? redirect(303, `/office/groups/${event.params.id}`);
  },
};
