import { bankHere } from '../bank.server.ts';
import { bankActs, bankPage } from './work.server.ts';
import type { Actions, PageServerLoad, PageServerLoadEvent, RequestEvent } from './$types';

export const load: PageServerLoad = async (event: PageServerLoadEvent) => bankPage(event, await bankHere(event));

export const actions = bankActs<RequestEvent>(bankHere) satisfies Actions;
