/** The questions a screen may ask of the books; the answers live by sub-topic in the files they are imported from. */
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, type Actor } from '#platform/door.ts';
import { bookOf } from './books.server.ts';
import { cashBook, receiptsAndPayments } from './cash-book.queries.server.ts';
import { scopeOfBody } from './commands.server.ts';
import { chart, journalOf, journalsOfSource, periods } from './journals.queries.server.ts';
import type { BodyRef } from './model.ts';
import * as ask from './queries.model.ts';
import { accountStatement, generalLedger, partyStatement } from './statements.queries.server.ts';
import { bookBalanceSheet, incomeStatement } from './year-statements.queries.server.ts';
import { memberBalances, organisationTrialBalance, trialBalance } from './trial-balance.queries.server.ts';

/** Of one body's book; null when that body keeps none here. */
const ofBook =
  <Ask extends { bookId: string }, A>(answer: (tx: Tx, ask: Ask) => Promise<A>) =>
  async (tx: Tx, _who: Actor, { bodyKind, bodyId, ...rest }: BodyRef & Omit<Ask, 'bookId'>): Promise<A | null> => {
    const bookId = await bookOf(tx, { bodyKind, bodyId });
    return bookId ? answer(tx, { ...rest, bookId } as unknown as Ask) : null;
  };
const read = { may: 'ledger.read', scope: scopeOfBody };
const organisation = { input: ask.OrganisationOnDay, scope: () => null };

export const questions = defineQuestions('ledger', {
  trialBalance: { input: ask.OnDay, ...read, run: ofBook(trialBalance) },
  memberBalances: { input: ask.OnDay, ...read, run: ofBook(memberBalances) },
  accountStatement: { input: ask.AccountSpan, ...read, run: ofBook(accountStatement) },
  generalLedger: { input: ask.LedgerSpan, ...read, run: ofBook(generalLedger) },
  cashBook: { input: ask.CashSpan, ...read, run: ofBook(cashBook) },
  receiptsAndPayments: { input: ask.Span, ...read, run: ofBook(receiptsAndPayments) },
  incomeStatement: { input: ask.Span, ...read, run: ofBook(incomeStatement) },
  bookBalanceSheet: { input: ask.OnDay, ...read, run: ofBook(bookBalanceSheet) },
  journal: { input: ask.JournalRef, ...read, run: ofBook(journalOf) },
  journalsOfSource: { input: ask.SourceRef, ...read, run: ofBook(journalsOfSource) },
  periods: { input: ask.BookRef, ...read, run: ofBook((tx, { bookId }: { bookId: string }) => periods(tx, bookId)) },
  partyStatement: {
    input: ask.PartySpan,
    may: 'ledger.read',
    scope: ({ partyId }: { partyId: string }) => ({ kind: 'person' as const, id: partyId }),
    run: (tx: Tx, _who: Actor, { partyId, ...rest }: { partyId: string } & ask.Between) =>
      partyStatement(tx, { ...rest, partyIds: [partyId] }),
  },
  organisationTrialBalance: {
    ...organisation,
    may: 'ledger.read',
    run: (tx: Tx, _who: Actor, at: ask.At) => organisationTrialBalance(tx, at),
  },
  /** For a mission or district: every organisation below, sums only. */
  rolledUpTrialBalance: {
    ...organisation,
    may: 'rollup.read',
    rollUp: true,
    run: (tx: Tx, _who: Actor, at: ask.At) => organisationTrialBalance(tx, at),
  },
  /** Names of accounts; no secret, but asked like the rest. */
  chart: { input: ask.Nothing, may: 'ledger.read', scope: () => null, run: (tx: Tx) => chart(tx) },
});
