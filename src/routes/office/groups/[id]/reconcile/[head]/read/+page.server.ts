import { groupBankHere } from '../../../../../accounts/reconcile/bank.server.ts';
import { readActs, readPage } from '../../../../../accounts/reconcile/[head]/read/read-acts.server.ts';
import type { Actions, PageServerLoad, PageServerLoadEvent, RequestEvent } from './$types';

export const load: PageServerLoad = async (event: PageServerLoadEvent) => readPage(await groupBankHere(event));

export const actions = readActs<RequestEvent>(groupBankHere) satisfies Actions;
