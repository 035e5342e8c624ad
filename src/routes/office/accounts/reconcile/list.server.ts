/** Every bank account of a book with what is open in it. */
import type { BankWork, Reconciliation } from '#domain/accounts/index.server.ts';
import { inBook } from '../office-book.ts';
import type { Here } from '../../ask.ts';
import { askBank, type BanksAt } from './bank.server.ts';

export async function bankList(event: Here, at: BanksAt) {
  const rows = [];
  for (const bank of at.banks) {
    const one = { at, headId: bank.headId };
    const tied = await askBank<Reconciliation>(event, one, ['reconciliation']);
    const work = await askBank<BankWork>(event, one, ['bankWork']);
    rows.push({
      ...bank,
      href: inBook(at, `${at.list}/${bank.headId}`),
      bookPaise: tied.bookPaise,
      bankPaise: tied.bankPaise,
      differencePaise: tied.differencePaise,
      proposals: work.proposals.length,
      open: tied.notAtBank.length + tied.notInBook.length,
    });
  }
  return rows;
}
export type BankRow = Awaited<ReturnType<typeof bankList>>[number];
