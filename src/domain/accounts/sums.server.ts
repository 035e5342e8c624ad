/** Balances per head from the ledger's buckets: what every statement of an office is made of. */
import { sql } from 'kysely';
import { accountSumsOf, balanceOf, partySums } from '#domain/ledger/index.server.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';

export type At = { readonly bookId: string; readonly asOf: IsoDate; readonly asKnownOn?: IsoDate | null };
/** `headId` null: postings of other modules on accounts without heads (loans, savings), whole per account. */
export type Sum = {
  readonly headId: string | null;
  readonly account: string;
  readonly debitPaise: number;
  readonly creditPaise: number;
};

const keyOf = (sum: { headId: string | null; account: string }): string => `${sum.account}|${sum.headId ?? ''}`;

/** Debits and credits per head since the books began; accounts and heads together are exactly the trial balance. */
export async function headSums(tx: Tx, at: At, heads: ReadonlySet<string>): Promise<Sum[]> {
  const sums = new Map<string, { headId: string | null; account: string; debitPaise: number; creditPaise: number }>();
  const add = ({ headId, account, debitPaise, creditPaise }: Sum) => {
    const so = sums.get(keyOf({ headId, account })) ?? { headId, account, debitPaise: 0, creditPaise: 0 };
    so.debitPaise += debitPaise;
    so.creditPaise += creditPaise;
    sums.set(keyOf(so), so);
  };
  for (const sum of await accountSumsOf(tx, at)) add({ ...sum, headId: null });
  for (const sum of await partySums(tx, at)) {
    if (!heads.has(sum.partyId)) continue;
    add({ ...sum, headId: sum.partyId });
    add({ headId: null, account: sum.account, debitPaise: -sum.debitPaise, creditPaise: -sum.creditPaise });
  }
  return [...sums.values()].filter((sum) => sum.debitPaise !== 0 || sum.creditPaise !== 0);
}

/** What year closings moved, per head: statements of income leave them out, or a closed year would show nothing. */
export async function closingSums(
  tx: Tx,
  { bookId, from, to, asKnownOn = null }: { bookId: string; from: IsoDate; to: IsoDate; asKnownOn?: IsoDate | null },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ account: string; headId: string; paise: number }>`
    select p.account, p.party_id as "headId", sum(p.amount_paise) as paise
    from voucher v join voucher_posted d on d.org_id = v.org_id and d.voucher_id = v.voucher_id
    join posting p on p.org_id = d.org_id and p.book_id = d.book_id and p.seq = d.seq
    left join voucher o on o.org_id = v.org_id and o.voucher_id = v.reverses_voucher_id
    where v.org_id = ${tx.orgId} and v.book_id = ${bookId} and (v.purpose = 'year_close' or o.purpose = 'year_close')
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
  const after = await headSums(tx, { bookId, asOf: to, asKnownOn }, heads);
  const before = new Map(
    (await headSums(tx, { bookId, asOf: dayBefore, asKnownOn }, heads)).map((sum) => [keyOf(sum), sum]),
  );
  const closings = await closingSums(tx, { bookId, from, to, asKnownOn });
  return after.map((sum) => {
    const then = before.get(keyOf(sum));
    return {
      headId: sum.headId,
      account: sum.account,
      paise: balanceOf(sum) - (then ? balanceOf(then) : 0) - (closings.get(keyOf(sum)) ?? 0),
    };
  });
}
