import { groupBanksHere } from '../../../accounts/reconcile/bank.server.ts';
import { bankList } from '../../../accounts/reconcile/list.server.ts';
import { groupCard, titleOf } from '../group.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const at = await groupBanksHere(event);
  const card = await groupCard(event, event.params.id);
  return { groupId: event.params.id, group: titleOf(event, card), rows: await bankList(event, at) };
};
