import { groupBankHere } from '../../../../../accounts/reconcile/bank.server.ts';
import { tiedPage } from '../../../../../accounts/reconcile/[head]/statement/tied.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => tiedPage(event, await groupBankHere(event));
