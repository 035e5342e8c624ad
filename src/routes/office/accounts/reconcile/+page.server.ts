import { banksHere } from './bank.server.ts';
import { bankList } from './list.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const at = await banksHere(event);
  return { asked: at.asked, rows: await bankList(event, at) };
};
