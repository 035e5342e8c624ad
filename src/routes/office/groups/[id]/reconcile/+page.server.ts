import { groupBanksHere } from '../../../accounts/reconcile/bank.server.ts';
import { bankList } from '../../../accounts/reconcile/list.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const at = await groupBanksHere(event);
  return { groupId: event.params.id, group: at.group, rows: await bankList(event, at) };
};
