import { bankHere } from '../../bank.server.ts';
import { readActs, readPage } from './read-acts.server.ts';
import type { Actions, PageServerLoad, PageServerLoadEvent, RequestEvent } from './$types';

export const load: PageServerLoad = async (event: PageServerLoadEvent) => readPage(await bankHere(event));

export const actions = readActs<RequestEvent>(bankHere) satisfies Actions;
