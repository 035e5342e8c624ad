/** Where the money was: cash book and receipts and payments account (reference: microfinance.md §4). */
import { sql } from 'kysely';
import { addDays } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { accountSums, balanceOf } from './buckets.server.ts';
import { CHART } from './model.ts';
import type { Between, CashAfter } from './queries.model.ts';

/** The tills: what is neither of them is a head. Cash on its way to the bank is in neither column until it arrives. */
const TILLS = { cash: CHART.cash, bank: CHART.bank, transit: CHART.cashInTransit } as const;
const MONEY = Object.values(TILLS);

export type Tills = { readonly cashPaise: number; readonly bankPaise: number; readonly transitPaise: number };
/** A head's receipts are its credits, its payments its debits. */
export type Head = { readonly account: string; readonly receiptPaise: number; readonly paymentPaise: number };

async function tillsAt(
  tx: Tx,
  { bookId, asOf, asKnownOn }: { bookId: string; asOf: string; asKnownOn: string | null },
): Promise<Tills> {
  const sums = await accountSums(tx, { bookId, accounts: MONEY, asOf, asKnownOn });
  const of = (account: string) =>
    sums.filter((sum) => sum.account === account).reduce((total, sum) => total + balanceOf(sum), 0);
  return { cashPaise: of(TILLS.cash), bankPaise: of(TILLS.bank), transitPaise: of(TILLS.transit) };
}

export type CashBookRow = {
  readonly seq: number;
  readonly eventOn: string;
  readonly narration: string;
  readonly sourceKind: string;
  readonly sourceId: string;
  readonly reversesSeq: number | null;
  readonly cashInPaise: number;
  readonly cashOutPaise: number;
  readonly bankInPaise: number;
  readonly bankOutPaise: number;
  /** What it was for; a set-off without money (an exit) stands on both sides. */
  readonly heads: readonly Head[];
  readonly cashPaise: number;
  readonly bankPaise: number;
};
export type CashBook = {
  readonly opening: Tills;
  readonly rows: readonly CashBookRow[];
  readonly closing: Tills;
  readonly next: CashAfter | null;
};

type JournalRow = Omit<
  CashBookRow,
  'heads' | 'cashPaise' | 'bankPaise' | 'cashInPaise' | 'cashOutPaise' | 'bankInPaise' | 'bankOutPaise'
> & {
  readonly sums: readonly { readonly account: string; readonly debit: number; readonly credit: number }[];
};

/** Every journal that moved money, with receipts and payments for box and bank. */
export async function cashBook(
  tx: Tx,
  ask: Between & { bookId: string; after?: CashAfter | null; limit?: number },
): Promise<CashBook> {
  const { bookId, from, to, asKnownOn = null, after = null, limit = PAGE } = ask;
  const opening = await tillsAt(tx, { bookId, asOf: addDays(from, -1), asKnownOn });
  const closing = await tillsAt(tx, { bookId, asOf: to, asKnownOn });
  const { rows } = await sql<JournalRow>`
    select j.seq, j.event_on as "eventOn", j.narration, j.source_kind as "sourceKind", j.source_id as "sourceId", j.reverses_seq as "reversesSeq",
      s.sums
    from journal j, lateral (
      select jsonb_agg(jsonb_build_object('account', a.account, 'debit', a.debit, 'credit', a.credit) order by a.account) as sums,
        bool_or(a.account = any(${MONEY}::text[])) as moved
      from (select p.account, sum(greatest(p.amount_paise, 0)) as debit, sum(greatest(-p.amount_paise, 0)) as credit from posting p
        where p.org_id = ${tx.orgId} and p.book_id = ${bookId} and p.seq = j.seq group by 1) a) s
    where j.org_id = ${tx.orgId} and j.book_id = ${bookId} and j.event_on >= ${from}::date and j.event_on <= ${to}::date
      and j.entered_on <= ${asKnownOn ?? 'infinity'}::date and s.moved
      ${after ? sql`and (j.event_on, j.seq) > (${after.eventOn}::date, ${after.seq})` : sql``}
    order by j.event_on, j.seq limit ${limit + 1}`.execute(tx.db);
  let { cashPaise, bankPaise } = after ?? opening;
  const shown = rows.slice(0, limit).map(({ sums, ...journal }) => {
    const of = (account: string) => sums.find((sum) => sum.account === account) ?? { debit: 0, credit: 0 };
    const [cash, bank] = [of(TILLS.cash), of(TILLS.bank)];
    cashPaise += cash.debit - cash.credit;
    bankPaise += bank.debit - bank.credit;
    return {
      ...journal,
      cashInPaise: cash.debit,
      cashOutPaise: cash.credit,
      bankInPaise: bank.debit,
      bankOutPaise: bank.credit,
      heads: sums
        .filter((sum) => !isMoney(sum.account))
        .map((sum) => ({ account: sum.account, receiptPaise: sum.credit, paymentPaise: sum.debit })),
      cashPaise,
      bankPaise,
    };
  });
  const last = shown.at(-1);
  return {
    opening,
    rows: shown,
    closing,
    next: rows.length > limit && last ? { eventOn: last.eventOn, seq: last.seq, cashPaise, bankPaise } : null,
  };
}

const PAGE = 100;
const isMoney = (account: string): boolean => (MONEY as readonly string[]).includes(account);

export type ReceiptsAndPayments = { readonly opening: Tills; readonly heads: readonly Head[]; readonly closing: Tills };

/**
 * What came in and went out by head, between two closings. Only journals that moved money count; a reversal takes back from the
 * side its original stood on, so that a correction does not swell both.
 */
export async function receiptsAndPayments(tx: Tx, ask: Between & { bookId: string }): Promise<ReceiptsAndPayments> {
  const { bookId, from, to, asKnownOn = null } = ask;
  const opening = await tillsAt(tx, { bookId, asOf: addDays(from, -1), asKnownOn });
  const closing = await tillsAt(tx, { bookId, asOf: to, asKnownOn });
  const { rows } = await sql<Head>`
    select p.account,
      sum(case when j.reverses_seq is null then greatest(-p.amount_paise, 0) else -greatest(p.amount_paise, 0) end) as "receiptPaise",
      sum(case when j.reverses_seq is null then greatest(p.amount_paise, 0) else -greatest(-p.amount_paise, 0) end) as "paymentPaise"
    from journal j join posting p on p.org_id = j.org_id and p.book_id = j.book_id and p.seq = j.seq
    where j.org_id = ${tx.orgId} and j.book_id = ${bookId} and j.event_on >= ${from}::date and j.event_on <= ${to}::date
      and j.entered_on <= ${asKnownOn ?? 'infinity'}::date and p.account <> all(${MONEY}::text[])
      and exists (select from posting m where m.org_id = j.org_id and m.book_id = j.book_id and m.seq = j.seq and m.account = any(${MONEY}::text[]))
    group by 1 order by 1`.execute(tx.db);
  return { opening, heads: rows, closing };
}
