import { redirect } from '@sveltejs/kit';
import type { Products } from '#domain/loans/index.server.ts';
import type { GroupRules } from '#domain/meetings/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { nameIn } from '#ui/office/names.ts';
import { askIfAllowed, type Here } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { groupCard, groupContext, titleOf } from '../group.ts';
import { rulesFrom } from './rules-form.ts';
import { typedOf } from './rules-typed.ts';
import type { Actions, PageServerLoad } from './$types';

const latest = (context: Awaited<ReturnType<typeof groupContext>>) =>
  (context?.rules ?? []).toSorted((a, b) => (a.fromOn < b.fromOn ? -1 : 1)).at(-1) ?? null;

/** Products of loans to a woman that are lent under today; the one in force stays, as it was copied. */
type Offered = { value: string; label: string; grace: GroupRules['loan']['grace'] };
async function groupProducts(event: Here, before: GroupRules | null): Promise<Offered[]> {
  const all = (await askIfAllowed<Products>(event, 'loans.products', {}))?.rows ?? [];
  const offered = all.flatMap(({ productId, closedOn, versions: [newest] }) =>
    newest && closedOn === null && newest.rules.borrowers.includes('person') ? [{ productId, ...newest }] : [],
  );
  const held = before?.product;
  const known = held && offered.some((one) => one.productId === held.productId && one.version === held.version);
  const label = (names: { en: string; hi: string | null; ur: string | null }) =>
    nameIn(event.locals.language, names).text;
  return [
    ...(held && !known
      ? [{ value: `${held.productId} ${held.version}`, label: label(held.names), grace: before.loan.grace }]
      : []),
    ...offered.map(({ productId, version, nameEn, nameHi, nameUr, rules: { grace } }) => ({
      grace,
      value: `${productId} ${version}`,
      label: label({ en: nameEn, hi: nameHi, ur: nameUr }),
    })),
  ];
}

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
