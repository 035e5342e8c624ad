import type { BankWork, Reconciliation } from '#domain/accounts/index.server.ts';
import { found } from '../../ask.ts';
import { askBook } from '../office.server.ts';
import { banksHere } from './bank.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { here, banks } = await banksHere(event);
  const rows = [];
  for (const bank of banks) {
    const of = { headId: bank.headId };
    const tied = found(await askBook<Reconciliation | null>(event, here, ['reconciliation', of]));
    const work = found(await askBook<BankWork | null>(event, here, ['bankWork', of]));
    rows.push({
      ...bank,
      bookPaise: tied.bookPaise,
      bankPaise: tied.bankPaise,
      differencePaise: tied.differencePaise,
      proposals: work.proposals.length,
      open: tied.notAtBank.length + tied.notInBook.length,
    });
  }
  return { asked: here.asked, rows };
};
