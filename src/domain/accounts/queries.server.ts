/** The questions an office's screens ask; null for a body that keeps no office book. */
import * as z from 'zod/mini';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, type Actor } from '#platform/door.ts';
import { assetsOf, ratesOf, wearPreview } from './assets.queries.server.ts';
import { openAdvances } from './advances.queries.server.ts';
import { officeBook, scopeOf } from './books.server.ts';
import { bankWork, reconciliation } from './bank.queries.server.ts';
import { bankMatches } from './bank-matches.queries.server.ts';
import { budgetVsActual } from './budgets.queries.server.ts';
import { dayBook } from './day-book.queries.server.ts';
import { groupBankQuestions } from './group-bank.queries.server.ts';
import { funds, utilisation } from './funds.queries.server.ts';
import { books, masters, years } from './masters.queries.server.ts';
import { Body } from './model.ts';
import { hledger, tallyExport } from './leaving.queries.server.ts';
import { tallyNames } from './tally.commands.server.ts';
import { bookOf } from '#domain/ledger/index.server.ts';
import type { BodyRef } from '#domain/ledger/index.ts';
import { headBook, receiptsAndPayments } from './money.queries.server.ts';
import * as ask from './queries.model.ts';
import { balanceSheet, earnedShare, incomeAndExpenditure, trialBalance } from './statements.queries.server.ts';
import { billOf, billsOf, templatesOf, voucherOf, vouchers } from './vouchers.queries.server.ts';

const ofBook =
  <Ask extends { bookId: string }, A>(answer: (tx: Tx, ask: Ask) => Promise<A>) =>
  async (tx: Tx, _who: Actor, input: Body & Omit<Ask, 'bookId'>): Promise<A | null> => {
    const { bodyKind, bodyId, ...rest } = input;
    const book = await officeBook(tx, { bodyKind, bodyId });
    return book ? answer(tx, { ...rest, bookId: book.bookId } as unknown as Ask) : null;
  };
const read = { may: 'accounts.read', scope: scopeOf };

export const questions = defineQuestions('accounts', {
  books: { input: z.strictObject({}), may: 'accounts.read', scope: () => null, run: (tx: Tx) => books(tx) },
  masters: { input: ask.InBook, ...read, run: ofBook(masters) },
  years: { input: Body, ...read, run: ofBook(years) },
  vouchers: { input: ask.VoucherFilter, ...read, run: ofBook(vouchers) },
  voucher: { input: ask.VoucherOne, ...read, run: ofBook(voucherOf) },
  bills: { input: ask.VoucherOne, ...read, run: ofBook(billsOf) },
  bill: { input: ask.BillOne, ...read, run: ofBook(billOf) },
  recurring: { input: Body, ...read, run: ofBook(templatesOf) },
  openAdvances: { input: ask.OnDay, ...read, run: ofBook(openAdvances) },
  headBook: { input: ask.HeadSpan, ...read, run: ofBook(headBook) },
  dayBook: { input: ask.DaySpan, ...read, run: ofBook(dayBook) },
  trialBalance: { input: ask.OnDay, ...read, run: ofBook(trialBalance) },
  incomeAndExpenditure: { input: ask.Span, ...read, run: ofBook(incomeAndExpenditure) },
  balanceSheet: { input: ask.OnDay, ...read, run: ofBook(balanceSheet) },
  receiptsAndPayments: { input: ask.Span, ...read, run: ofBook(receiptsAndPayments) },
  assets: {
    input: Body,
    ...read,
    run: ofBook(async (tx: Tx, { bookId }: { bookId: string }) => ({
      rows: await assetsOf(tx, { bookId }),
      rates: await ratesOf(tx, bookId),
    })),
  },
  wearPreview: { input: ask.OfBookYear, ...read, run: ofBook(wearPreview) },
  funds: { input: ask.OnDay, ...read, run: ofBook(funds) },
  utilisation: { input: ask.ForFund, ...read, run: ofBook(utilisation) },
  budgetVsActual: { input: ask.BudgetOf, ...read, run: ofBook(budgetVsActual) },
  bankWork: { input: ask.OfHead, ...read, run: ofBook(bankWork) },
  bankMatches: { input: ask.OfHead, ...read, run: ofBook(bankMatches) },
  reconciliation: { input: ask.OfHeadOn, ...read, run: ofBook(reconciliation) },
  ...groupBankQuestions,
  tallyNames: { input: Body, ...read, run: ofBook(tallyNames) },
  tallyExport: { input: ask.ForTally, ...read, run: ofBook(tallyExport) },
  /** Of any body's book, a group's too. */
  hledger: {
    input: ask.PlainBook,
    may: 'ledger.read',
    scope: ({ bodyKind, bodyId }: BodyRef) => (bodyKind === 'trust' ? null : { kind: 'group' as const, id: bodyId }),
    run: async (tx: Tx, _who: Actor, { bodyKind, bodyId, title }: BodyRef & { title: string }) => {
      const bookId = await bookOf(tx, { bodyKind, bodyId });
      return bookId ? hledger(tx, { bookId, title }) : null;
    },
  },
  hledgerOrganisation: {
    input: ask.PlainAll,
    may: 'ledger.read',
    scope: () => null,
    run: (tx: Tx, _who: Actor, { title }: { title: string }) => hledger(tx, { bookId: null, title }),
  },
  earnedShare: { input: ask.Years, ...read, run: ofBook(earnedShare) },
});
