/** What the office's screens ask of its loans. */
import * as z from 'zod/mini';
import { headsOf, officeBook, type HeadRow } from '#domain/accounts/index.server.ts';
import { isMoney } from '#domain/accounts/index.ts';
import { Day, Id, PositiveAmount } from '#domain/ledger/index.ts';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, OWN, type Actor } from '#platform/door.ts';
import { AccrualMonth } from './accrual.model.ts';
import { accrualShown } from './accrual.server.ts';
import { agreement } from './agreement.server.ts';
import { arrears, listLoans, LoanFilter } from './arrears.queries.server.ts';
import { keyFactsShown } from './key-facts.server.ts';
import { Excess, NO_EFFECT, type LoanEvent } from './life.model.ts';
import { Lender, LoanRef } from './office.model.ts';
import { payoffQuote, runningOf, type PayoffQuote } from './quotes.server.ts';
import { ofLoan } from './scopes.ts';
import { writtenOff } from './written-off.queries.server.ts';
import { overdue, portfolioLoans, vintages } from './portfolio-loans.queries.server.ts';
import {
  PortfolioAsk,
  PortfolioFilter,
  PortfolioLoansAsk,
  PortfolioMonths,
  RatiosAsk,
  RatiosByAsk,
} from './portfolio.model.ts';
import { portfolioMap } from './portfolio-map.queries.server.ts';
import { portfolio, portfolioOverTime } from './portfolio.queries.server.ts';
import { ProvisionMonth } from './provision.rules.ts';
import { provision } from './provision.server.ts';
import { ratiosBy } from './ratios-by.queries.server.ts';
import { ratios } from './ratios.queries.server.ts';
import { loanCard } from './card.queries.server.ts';
import { products } from './products.queries.server.ts';
import { tryPart, type PartTried } from './part-tried.rules.ts';
import { replay } from './replay.rules.ts';
import type { Parts } from './model.ts';

const PaymentTry = z.strictObject({ loanId: Id, on: Day, paise: PositiveAmount, excessTo: z.nullable(Excess) });
type PaymentTry = z.infer<typeof PaymentTry>;
const OnDay = z.strictObject({ loanId: Id, on: Day });
const PartTry = z.strictObject({ loanId: Id, on: Day, paise: PositiveAmount });
type PartTry = z.infer<typeof PartTry>;
const read = { may: 'loans.read', scope: ofLoan };
/** Of the book as one: whoever sees all of it. */
const whole = { may: 'loans.read', scope: () => null };
/** The handler narrows itself to her grants, or says nothing of any borrower. */
const hers = { may: 'loans.read', scope: () => OWN };

export const questions = defineQuestions('loans', {
  list: { input: LoanFilter, ...hers, run: listLoans },
  arrears: { input: z.strictObject({ on: z.optional(Day) }), ...hers, run: arrears },
  one: { input: LoanRef, ...read, run: loanCard },
  keyFacts: { input: LoanRef, ...read, run: keyFactsShown },
  agreement: { input: LoanRef, ...read, run: agreement },
  products: { input: z.strictObject({}), ...hers, run: (tx: Tx) => products(tx) },
  tryPayment: { input: PaymentTry, ...read, run: tryPayment },
  tryPart: { input: PartTry, ...read, run: partTried },
  payoff: { input: OnDay, ...read, run: payoff },
  writtenOff: { input: z.strictObject({}), ...hers, run: writtenOff },
  // the whole book: nobody's part of it
  accrual: { input: AccrualMonth, ...whole, run: accrualShown },
  heads: { input: Lender, ...hers, run: heads },
  portfolio: { input: PortfolioAsk, ...whole, run: portfolio },
  portfolioOverTime: { input: PortfolioMonths, ...whole, run: portfolioOverTime },
  portfolioMap: { input: PortfolioFilter, ...whole, run: portfolioMap },
  portfolioLoans: { input: PortfolioLoansAsk, ...whole, run: portfolioLoans },
  overdue: { input: PortfolioFilter, ...whole, run: overdue },
  vintages: { input: PortfolioMonths, ...whole, run: vintages },
  provision: { input: ProvisionMonth, ...whole, run: provision },
  ratios: { input: RatiosAsk, ...whole, run: ratios },
  ratiosBy: { input: RatiosByAsk, ...whole, run: ratiosBy },
});

type NotSo = {
  readonly ok: false;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
};
export type PartAsked = NotSo | ({ readonly ok: true } & PartTried);
export type PaymentTried =
  | NotSo
  | { readonly ok: true; readonly parts: Parts; readonly overPaise: number; readonly closes: boolean };

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

/** What another day or amount of the next part would change. Null for a loan that is not there or was not signed. */
async function partTried(tx: Tx, _who: Actor, { loanId, on, paise }: PartTry): Promise<PartAsked | null> {
  const found = await runningOf(tx, loanId);
  if (!found) return null;
  const tried = tryPart(found.contract, found.events, { on, paise });
  return tried.ok ? { ok: true, ...tried.value } : { ok: false, code: tried.code, params: tried.params };
}

function payoff(tx: Tx, _who: Actor, { loanId, on }: { loanId: string; on: string }): Promise<PayoffQuote | null> {
  return payoffQuote(tx, loanId, on);
}

/** Heads of the lender's book that money may move through (never an officer's own cash), and those it owes from. */
async function heads(tx: Tx, _who: Actor, lender: Lender): Promise<{ money: HeadRow[]; owed: HeadRow[] } | null> {
  const book = await officeBook(tx, lender);
  if (!book) return null;
  const open = (await headsOf(tx, book.bookId, tx.today)).filter(
    (head) => head.closedOn === null && head.officerId === null,
  );
  return {
    money: open.filter((head) => isMoney(head.account)),
    owed: open.filter((head) => head.kind === 'liability' || head.account === '1170'),
  };
}
