import { groupBankHere } from '../../../../accounts/reconcile/bank.server.ts';
import { bankActs, bankPage } from '../../../../accounts/reconcile/[head]/work.server.ts';
import type { Actions, PageServerLoad, PageServerLoadEvent, RequestEvent } from './$types';

export const load: PageServerLoad = async (event: PageServerLoadEvent) => bankPage(event, await groupBankHere(event));

export const actions = bankActs<RequestEvent>(groupBankHere) satisfies Actions;
