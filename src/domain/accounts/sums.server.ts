/** Balances per head from the ledger's buckets: what every statement of an office is made of. */
import { sql } from 'kysely';
import { balanceOf, partySums, sumsBeside, sumsOnDays, type OnDay } from '#domain/ledger/index.server.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { headsSql, type HeadRow } from './books.server.ts';

export type At = { readonly bookId: string; readonly asOf: IsoDate; readonly asKnownOn?: IsoDate | null };
/** `headId` null: postings of other modules on accounts without heads (loans, savings), whole per account. */
export type Sum = {
  readonly headId: string | null;
  readonly account: string;
  readonly debitPaise: number;
  readonly creditPaise: number;
};

const keyOf = (sum: { headId: string | null; account: string }): string => `${sum.account}|${sum.headId ?? ''}`;

type Days = { readonly bookId: string; readonly days: readonly IsoDate[]; readonly asKnownOn?: IsoDate | null };

/**
 * Debits and credits per head since the books began, at each of the days; accounts and heads together are exactly the trial balance.
 * The heads as named `on` a day come along.
 */
export async function headsAndSums(tx: Tx, ask: Days, on: IsoDate): Promise<{ heads: HeadRow[]; sums: Sum[][] }> {
  const { days, beside } = await sumsBeside(tx, ask, [headsSql(tx, ask.bookId, on)]);
  const heads = beside[0] as HeadRow[];
  return { heads, sums: byHead(days, new Set(heads.map((head) => head.headId))) };
}

/** The same for heads that are known. */
export const headSumsOn = async (tx: Tx, ask: Days, heads: ReadonlySet<string>): Promise<Sum[][]> =>
  byHead(await sumsOnDays(tx, ask), heads);

const byHead = (days: readonly OnDay[], heads: ReadonlySet<string>): Sum[][] =>
  days.map(({ accounts, parties }) => {
    const sums = new Map<string, { headId: string | null; account: string; debitPaise: number; creditPaise: number }>();
    const add = ({ headId, account, debitPaise, creditPaise }: Sum) => {
      const so = sums.get(keyOf({ headId, account })) ?? { headId, account, debitPaise: 0, creditPaise: 0 };
      so.debitPaise += debitPaise;
      so.creditPaise += creditPaise;
      sums.set(keyOf(so), so);
    };
    for (const { account, debitPaise, creditPaise } of accounts)
      add({ headId: null, account, debitPaise, creditPaise });
    for (const { account, partyId, debitPaise, creditPaise } of parties) {
      if (!heads.has(partyId)) continue;
      add({ headId: partyId, account, debitPaise, creditPaise });
      add({ headId: null, account, debitPaise: -debitPaise, creditPaise: -creditPaise });
    }
    return [...sums.values()].filter((sum) => sum.debitPaise !== 0 || sum.creditPaise !== 0);
  });

/** One head alone: its own buckets, whatever else the book holds. */
export async function headSum(
  tx: Tx,
  { headId, ...at }: At & { headId: string },
): Promise<Pick<Sum, 'debitPaise' | 'creditPaise'>> {
  const sums = await partySums(tx, { ...at, partyIds: [headId] });
  const total = (side: 'debitPaise' | 'creditPaise') => sums.reduce((all, sum) => all + sum[side], 0);
  return { debitPaise: total('debitPaise'), creditPaise: total('creditPaise') };
}

/**
 * Postings of year closings, of offices and of groups, and of what took them back. Statements of income leave them out, or a closed year would show nothing.
 * Closings are few and found by their own list, never by looking through all vouchers.
 */
export const CLOSING_POSTINGS = sql`(select p.* from (
    select d.org_id, d.book_id, d.seq from (
        select org_id, voucher_id from year_close
        union select y.org_id, v.voucher_id from year_close y
          join voucher v on v.org_id = y.org_id and v.reverses_voucher_id = y.voucher_id) v
      join voucher_posted d on d.org_id = v.org_id and d.voucher_id = v.voucher_id
    union all select org_id, book_id, journal_seq from group_year_close
    union all select org_id, book_id, back_seq from group_year_close where back_seq is not null) c
  join posting p on p.org_id = c.org_id and p.book_id = c.book_id and p.seq = c.seq)`;

/** What year closings moved, per head. */
export async function closingSums(
  tx: Tx,
  { bookId, from, to, asKnownOn = null }: { bookId: string; from: IsoDate; to: IsoDate; asKnownOn?: IsoDate | null },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ account: string; headId: string; paise: number }>`
    select p.account, p.party_id as "headId", sum(p.amount_paise) as paise from ${CLOSING_POSTINGS} p
    where p.org_id = ${tx.orgId} and p.book_id = ${bookId}
      and p.event_on >= ${from}::date and p.event_on <= ${to}::date and p.entered_on <= ${asKnownOn ?? 'infinity'}::date
    group by 1, 2`.execute(tx.db);
  return new Map(rows.map((row) => [keyOf(row), row.paise]));
}

export type Movement = { readonly headId: string | null; readonly account: string; readonly paise: number };

/** What each head moved by between two days, debit positive, without year closings. */
export async function movements(
  tx: Tx,
  { bookId, from, to, asKnownOn = null }: { bookId: string; from: IsoDate; to: IsoDate; asKnownOn?: IsoDate | null },
  { heads, dayBefore }: { heads: ReadonlySet<string>; dayBefore: IsoDate },
): Promise<Movement[]> {
  const [after, earlier] = await headSumsOn(tx, { bookId, days: [to, dayBefore], asKnownOn }, heads);
  const before = new Map(earlier!.map((sum) => [keyOf(sum), sum]));
  const closings = await closingSums(tx, { bookId, from, to, asKnownOn });
  return after!.map((sum) => {
    const then = before.get(keyOf(sum));
    return {
      headId: sum.headId,
      account: sum.account,
      paise: balanceOf(sum) - (then ? balanceOf(then) : 0) - (closings.get(keyOf(sum)) ?? 0),
    };
  });
}
