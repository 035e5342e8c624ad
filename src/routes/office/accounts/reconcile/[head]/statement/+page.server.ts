import type { Reconciliation } from '#domain/accounts/index.server.ts';
import { found } from '../../../../ask.ts';
import { spanOf } from '../../../../money/book.ts';
import { askBook } from '../../../office.server.ts';
import { bankHere } from '../../bank.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { here, bank } = await bankHere(event);
  const { to } = spanOf(event.url);
  const asked = { headId: bank.headId, asOf: to };
  const tied = found(await askBook<Reconciliation | null>(event, here, ['reconciliation', asked]));
  return { asked: here.asked, book: here.book, bank, to, tied };
};
