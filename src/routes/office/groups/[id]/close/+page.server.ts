import { redirect } from '@sveltejs/kit';
import type { TrialBalance } from '#domain/ledger/index.server.ts';
import { newId } from '#platform/ids.ts';
import { askIfAllowed } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { chartNames } from '../../../money/book.ts';
import { groupCard } from '../group.ts';
import type { Actions, PageServerLoad } from './$types';

/** What stands in the way is shown before it is tried: members, and accounts of what the group has and owes. */
export const load: PageServerLoad = async (event) => {
  const groupId = event.params.id;
  const card = await groupCard(event, groupId);
  const body = { bodyKind: 'group', bodyId: groupId };
  const trial = await askIfAllowed<TrialBalance | null>(event, 'ledger.trialBalance', body);
  const open = (trial?.rows ?? []).filter((row) => /^[12]/.test(row.account) && row.balancePaise !== 0);
  return { formId: newId(), card, open, chart: await chartNames(event) };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('groups.close', { groupId: event.params.id });
    return done.failed ?? redirect(303, `/office/groups/${event.params.id}`);
  },
};
