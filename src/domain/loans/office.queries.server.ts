/** What the office's screens ask of its loans. */
import * as z from 'zod/mini';
import { headsOf, officeBook, type HeadRow } from '#domain/accounts/index.server.ts';
import { isMoney } from '#domain/accounts/index.ts';
import { Day, Id, PositiveAmount } from '#domain/ledger/index.ts';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, type Actor } from '#platform/door.ts';
import { chargeLate } from './allocation.rules.ts';
import { arrears, listLoans, LoanFilter } from './arrears.queries.server.ts';
import { keyFactsShown } from './key-facts.server.ts';
import { Excess, NO_EFFECT, type LoanEvent } from './life.model.ts';
import { eventsOf, signedOf } from './office-loan.server.ts';
import { Lender, LoanRef } from './office.model.ts';
import { overdue, portfolioLoans, vintages } from './portfolio-loans.queries.server.ts';
import { PortfolioAsk, PortfolioFilter, PortfolioLoansAsk, PortfolioMonths, RatiosAsk } from './portfolio.model.ts';
import { portfolio, portfolioOverTime } from './portfolio.queries.server.ts';
import { ProvisionMonth } from './provision.rules.ts';
import { provision } from './provision.server.ts';
import { ratios } from './ratios.queries.server.ts';
import { payoffOn } from './payoff.rules.ts';
import { loanCard } from './card.queries.server.ts';
import { products } from './products.queries.server.ts';
import { replay } from './replay.rules.ts';
import type { Parts } from './model.ts';

const PaymentTry = z.strictObject({ loanId: Id, on: Day, paise: PositiveAmount, excessTo: z.nullable(Excess) });
type PaymentTry = z.infer<typeof PaymentTry>;
const OnDay = z.strictObject({ loanId: Id, on: Day });
const read = { may: 'loans.read', scope: () => null };

export const questions = defineQuestions('loans', {
  list: { input: LoanFilter, ...read, run: listLoans },
  arrears: { input: z.strictObject({ on: z.optional(Day) }), ...read, run: arrears },
  one: { input: LoanRef, ...read, run: loanCard },
  keyFacts: { input: LoanRef, ...read, run: keyFactsShown },
  products: { input: z.strictObject({}), ...read, run: (tx: Tx) => products(tx) },
  tryPayment: { input: PaymentTry, ...read, run: tryPayment },
  payoff: { input: OnDay, ...read, run: payoff },
  heads: { input: Lender, ...read, run: heads },
  portfolio: { input: PortfolioAsk, ...read, run: portfolio },
  portfolioOverTime: { input: PortfolioMonths, ...read, run: portfolioOverTime },
  portfolioLoans: { input: PortfolioLoansAsk, ...read, run: portfolioLoans },
  overdue: { input: PortfolioFilter, ...read, run: overdue },
  vintages: { input: PortfolioMonths, ...read, run: vintages },
  provision: { input: ProvisionMonth, ...read, run: provision },
  ratios: { input: RatiosAsk, ...read, run: ratios },
});

export type PaymentTried =
  | {
      readonly ok: false;
      readonly code: string;
      readonly params: Readonly<Record<string, string | number | boolean | null>>;
    }
  | { readonly ok: true; readonly parts: Parts; readonly overPaise: number; readonly closes: boolean };

async function runningOf(tx: Tx, loanId: string) {
  const signed = await signedOf(tx, loanId);
  if (!signed) return null;
  const events = (await eventsOf(tx, loanId)).map((one) => one.event);
  return { contract: signed.contract, events };
}

/** How a payment would be laid out, before it is taken. Null for a loan that is not there or not paid out. */
async function tryPayment(tx: Tx, _who: Actor, ask: PaymentTry): Promise<PaymentTried | null> {
  const found = await runningOf(tx, ask.loanId);
  if (!found || found.events.length === 0) return null;
  const event: LoanEvent = {
    kind: 'repaid',
    eventId: ask.loanId,
    on: ask.on,
    paise: ask.paise,
    excessTo: ask.excessTo,
  };
  const done = replay(found.contract, [...found.events, event], event.eventId);
  if (!done.ok) return { ok: false, code: done.code, params: done.params };
  const { parts, overPaise } = done.value.effects.get(event.eventId) ?? NO_EFFECT;
  return { ok: true, parts, overPaise, closes: done.value.loan.status === 'closed' };
}

export type PayoffQuote = {
  readonly parts: Parts;
  readonly totalPaise: number;
  readonly prepaymentFeePaise: number;
  readonly interestSavedPaise: number;
  readonly overPaise: number;
};

/** What clears the loan on a day, of what is known by then. */
async function payoff(
  tx: Tx,
  _who: Actor,
  { loanId, on }: { loanId: string; on: string },
): Promise<PayoffQuote | null> {
  const found = await runningOf(tx, loanId);
  if (!found) return null;
  const done = replay(
    found.contract,
    found.events.filter((event) => event.on <= on),
  );
  if (!done.ok || done.value.loan.status !== 'active') return null;
  const { loan: _, ...quote } = payoffOn(chargeLate(done.value.loan, on), on);
  return quote;
}

/** Heads of the lender's book that money may move through, and those it owes from. */
async function heads(tx: Tx, _who: Actor, lender: Lender): Promise<{ money: HeadRow[]; owed: HeadRow[] } | null> {
  const book = await officeBook(tx, lender);
  if (!book) return null;
  const open = (await headsOf(tx, book.bookId, tx.today)).filter((head) => head.closedOn === null);
  return {
    money: open.filter((head) => isMoney(head.account)),
    owed: open.filter((head) => head.kind === 'liability' || head.account === '1170'),
  };
}
