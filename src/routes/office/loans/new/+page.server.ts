import { redirect } from '@sveltejs/kit';
import type { GroupCard, GroupRow } from '#domain/groups/index.server.ts';
import { addMonths, dayInIndia } from '#platform/dates.ts';
import { isId, newId } from '#platform/ids.ts';
import { nameIn, ofGroup, ofLine } from '#ui/office/names.ts';
import { ask, onlyWith } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { lenderHere, productsToday } from '../offices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWith(event, 'loans.apply');
  const today = dayInIndia(new Date());
  const language = event.locals.language;
  const groups = await ask<GroupRow[]>(event, 'groups.list', { state: 'active' });
  const groupId = event.url.searchParams.get('group') ?? '';
  const card = isId(groupId) ? await ask<GroupCard | null>(event, 'groups.card', { groupId }) : null;
  return {
    formId: newId(),
    today,
    firstDueOn: addMonths(today, 1),
    group: card ? { groupId: card.groupId, name: nameIn(language, ofGroup(card)).text } : null,
    members: (card?.membersNow ?? []).map((one) => ({
      value: `person:${one.personId}`,
      label: nameIn(language, ofLine(one)).text,
    })),
    groups: groups
      .filter((one) => !one.practice)
      .map((one) => ({ value: one.groupId, label: nameIn(language, ofGroup(one)).text })),
    products: await productsToday(event, today),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const [borrowerKind, borrowerId] = sent.text('borrower').split(':');
    const done = await sent.do('loans.apply', {
      loanId: sent.id,
      lender: lenderHere(event),
      productId: sent.text('productId'),
      borrowerKind,
      borrowerId,
      purpose: sent.text('purpose'),
      appliedOn: sent.text('appliedOn'),
      note: sent.orNull('note'),
      asked: {
        principalPaise: sent.amount('principal'),
        instalments: sent.whole('instalments'),
        disburseOn: sent.text('disburseOn'),
        firstDueOn: sent.text('firstDueOn'),
        fixedPaise: sent.amountOrNull('fixed'),
      },
    });
    return done.failed ?? redirect(303, `/office/loans/${sent.id}`);
  },
};
