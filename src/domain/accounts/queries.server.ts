/** The questions an office's screens ask; null for a body that keeps no office book. */
import * as z from 'zod/mini';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, type Actor } from '#platform/door.ts';
import { assetsOf, ratesOf, wearPreview } from './assets.queries.server.ts';
import { openAdvances } from './advances.queries.server.ts';
import { officeBook, scopeOf } from './books.server.ts';
import { budgetVsActual } from './budgets.queries.server.ts';
import { funds, utilisation } from './funds.queries.server.ts';
import { books, masters, years } from './masters.queries.server.ts';
import { Body } from './model.ts';
import { headBook, receiptsAndPayments } from './money.queries.server.ts';
import * as ask from './queries.model.ts';
import { balanceSheet, earnedShare, incomeAndExpenditure, trialBalance } from './statements.queries.server.ts';
import { templatesOf, voucherOf, vouchers } from './vouchers.queries.server.ts';

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
  recurring: { input: Body, ...read, run: ofBook(templatesOf) },
  openAdvances: { input: ask.OnDay, ...read, run: ofBook(openAdvances) },
  headBook: { input: ask.HeadSpan, ...read, run: ofBook(headBook) },
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
  earnedShare: { input: ask.Years, ...read, run: ofBook(earnedShare) },
});
