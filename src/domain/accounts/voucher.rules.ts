/** What a voucher may say, whether it needs a second person, and what became of it: pure decisions. */
import { addDays, financialYear, type IsoDate, financialYearName } from '#platform/dates.ts';
import { sumPaise, type Paise } from '#platform/money.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import { CHART, type AccountCode } from '#domain/ledger/index.ts';
import type { PostingDraft } from '#domain/ledger/index.ts';
import type { VoucherLine, VoucherType } from './model.ts';

/** Cash, bank, and cash between them: what payments take from and receipts add to. */
export const MONEY: readonly string[] = [CHART.cash, CHART.bank, CHART.cashInTransit];
export const isMoney = (account: string): boolean => MONEY.includes(account);

/** Sub-ledgers that meetings and loans keep: a voucher there would leave a woman's passbook behind. */
export const KEPT_BY_OTHERS: readonly string[] = [
  CHART.memberLoans,
  CHART.memberLoansOnlent,
  CHART.groupLoans,
  CHART.enterpriseLoans,
  CHART.compulsorySavings,
  CHART.voluntarySavings,
  CHART.memberShares,
  CHART.unappliedReceipts,
];

export const isKeptByOthers = (account: string): boolean => KEPT_BY_OTHERS.includes(account);

export type HeadFacts = {
  readonly headId: string;
  readonly account: string;
  readonly openedOn: IsoDate;
  readonly closedOn: IsoDate | null;
  /** Whose hand this cash is in: it moves by what she takes and by receipts alone. Null: a head of the office. */
  readonly officerId: string | null;
};
type Term = { readonly fromOn: IsoDate; readonly untilOn: IsoDate | null };
export type VoucherGround = {
  readonly heads: ReadonlyMap<string, HeadFacts>;
  readonly funds: ReadonlyMap<string, Term>;
  readonly programmes: ReadonlyMap<string, Term>;
  readonly booksFromOn: IsoDate;
  readonly closedTo: IsoDate | null;
  readonly today: IsoDate;
};

export const totalOf = (lines: readonly { readonly amountPaise: Paise }[]): Paise =>
  sumPaise(lines.map((line) => Math.max(0, line.amountPaise)));

const runs = ({ fromOn, untilOn }: Term, on: IsoDate): boolean => fromOn <= on && (untilOn === null || on <= untilOn);

/** Dates first, since their refusal names the next step: another day, or the person who may open the period again. */
export function judgeDate(
  eventOn: IsoDate,
  ground: Pick<VoucherGround, 'booksFromOn' | 'closedTo' | 'today'>,
): Ruling<true> {
  if (eventOn > ground.today) return ruledOut('accounts.future_date', { eventOn, today: ground.today });
  if (ground.closedTo !== null && eventOn <= ground.closedTo)
    return ruledOut('accounts.period_closed', { closedTo: ground.closedTo, openFrom: addDays(ground.closedTo, 1) });
  if (eventOn < ground.booksFromOn) return ruledOut('accounts.before_books', { booksFromOn: ground.booksFromOn });
  return ruled(true);
}

/** Balanced, in the heads of this book that are open that day, and moving money the way its type says. */
export function judgeVoucher(
  voucher: { readonly type: VoucherType; readonly eventOn: IsoDate; readonly lines: readonly VoucherLine[] },
  ground: VoucherGround,
): Ruling<true> {
  const { type, eventOn, lines } = voucher;
  const dated = judgeDate(eventOn, ground);
  if (!dated.ok) return dated;
  if (lines.some((line) => line.amountPaise === 0)) return ruledOut('accounts.empty_line', {});
  const differencePaise = sumPaise(lines.map((line) => line.amountPaise));
  if (differencePaise !== 0) return ruledOut('accounts.unbalanced', { differencePaise });
  for (const [at, line] of lines.entries()) {
    const head = ground.heads.get(line.headId);
    if (!head) return ruledOut('accounts.head_unknown', { line: at + 1 });
    if (eventOn < head.openedOn || (head.closedOn !== null && eventOn >= head.closedOn))
      return ruledOut('accounts.head_closed', { line: at + 1 });
    if (head.officerId !== null) return ruledOut('accounts.officers_cash', { line: at + 1 });
    const fund = line.fundId ? ground.funds.get(line.fundId) : null;
    if (fund === undefined || (fund && !runs(fund, eventOn))) return ruledOut('accounts.fund_closed', { line: at + 1 });
    const programme = line.programmeId ? ground.programmes.get(line.programmeId) : null;
    if (programme === undefined || (programme && !runs(programme, eventOn)))
      return ruledOut('accounts.programme_closed', { line: at + 1 });
  }
  return judgeMoney(
    type,
    lines.map((line) => ({ ...line, money: isMoney(ground.heads.get(line.headId)!.account) })),
  );
}

/** A payment only takes money out, a receipt only brings it in, a contra moves it, a journal leaves it alone. */
function judgeMoney(type: VoucherType, lines: readonly { amountPaise: Paise; money: boolean }[]): Ruling<true> {
  const money = lines.filter((line) => line.money);
  const ok =
    (type === 'payment' && money.length > 0 && money.every((line) => line.amountPaise < 0)) ||
    (type === 'receipt' && money.length > 0 && money.every((line) => line.amountPaise > 0)) ||
    (type === 'contra' && money.length === lines.length) ||
    (type === 'journal' && money.length === 0);
  return ok ? ruled(true) : ruledOut(`accounts.not_a_${type}`, {});
}

/** The postings of a voucher: its head is the party, its fund the item, one posting a line. */
export const postingsOf = (lines: readonly VoucherLine[], heads: ReadonlyMap<string, HeadFacts>): PostingDraft[] =>
  lines.map((line) => ({
    account: heads.get(line.headId)!.account as AccountCode,
    amountPaise: line.amountPaise,
    partyId: line.headId,
    ...(line.fundId ? { itemId: line.fundId } : {}),
  }));

export type Limit = { readonly type: VoucherType; readonly fromOn: IsoDate; readonly limitPaise: Paise };
/**
 * Whether one person suffices. The limit is that of the day the voucher is written: dating it back must not escape a lower one.
 * Without any limit nothing passes alone.
 */
export function passesAlone(
  { type, amountPaise }: { type: VoucherType; amountPaise: Paise },
  { limits, today }: { limits: readonly Limit[]; today: IsoDate },
): boolean {
  // the last row of a day counts: limits come in the order they were set
  const now = limits
    .filter((limit) => limit.type === type && limit.fromOn <= today)
    .reduce<Limit | null>((best, limit) => (best === null || limit.fromOn >= best.fromOn ? limit : best), null);
  return now !== null && amountPaise <= now.limitPaise;
}

/** What a paper of the office is known by: P/2025-26/0012; the series runs through all types. */
export const voucherLabel = (type: VoucherType, financialYearFrom: number, number: number): string =>
  `${{ payment: 'P', receipt: 'R', contra: 'C', journal: 'J' }[type]}/${financialYearName(financialYearFrom)}/${String(number).padStart(4, '0')}`;

export const yearOf = (on: IsoDate): number => financialYear(on).year;
export const yearSpan = (year: number): { from: IsoDate; to: IsoDate } => ({
  from: `${year}-04-01`,
  to: `${year + 1}-03-31`,
});
