import type { Reconciliation } from '#domain/accounts/index.server.ts';
import type { Here } from '../../../../ask.ts';
import { spanOf } from '../../../../money/book.ts';
import { askBank, bankData, paperOf, type BankAt } from '../../bank.server.ts';

/** The statement that ties the two balances of a day. */
export async function tiedPage(event: Here & { readonly url: URL }, at: BankAt) {
  const { to } = spanOf(event.url);
  const tied = await askBank<Reconciliation>(event, { at, headId: at.bank.headId }, ['reconciliation', { asOf: to }]);
  const notAtBank = tied.notAtBank.map((entry) => paperOf(at, entry));
  return { ...bankData(at), body: at.body, to, tied: { ...tied, notAtBank } };
}
export type TiedPage = Awaited<ReturnType<typeof tiedPage>>;
