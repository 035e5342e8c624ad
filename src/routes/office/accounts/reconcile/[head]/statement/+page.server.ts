import { bankHere } from '../../bank.server.ts';
import { tiedPage } from './tied.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => tiedPage(event, await bankHere(event));
