/**
 * Sums at any day "as known on" any other. Buckets of (event month, entry month) answer the whole months; only journals in a
 * month that one of the two days cuts in half are read posting by posting.
 */
import { sql, type RawBuilder } from 'kysely';
import { addDays, monthOf, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { At } from './queries.model.ts';

export type Turnover = { readonly debitPaise: number; readonly creditPaise: number };
export type AccountSum = Turnover & { readonly account: string };
export type PartySum = AccountSum & { readonly bookId: string; readonly partyId: string; readonly itemId: string };

/** Months before these are whole. */
type Window = {
  readonly eventBefore: string;
  readonly eventTo: string;
  readonly entryBefore: string;
  readonly entryTo: string;
};

/** Every month there is. */
const WHOLE = 'infinity';

/** Nothing is dated or entered after today (`ledger_post` refuses it), so from today on every month is whole. */
export function windowOf(today: IsoDate, { asOf, asKnownOn }: At): Window {
  const wholeBefore = (day: IsoDate | null | undefined): string => {
    if (!day || day >= today) return WHOLE;
    return monthOf(addDays(day, 1)); // the last day of a month leaves it whole
  };
  return {
    eventBefore: wholeBefore(asOf),
    eventTo: asOf ?? 'infinity',
    entryBefore: wholeBefore(asKnownOn),
    entryTo: asKnownOn ?? 'infinity',
  };
}

/** Every bucket counts: no month is left out or broken. */
export const isWhole = (w: Window): boolean => w.eventBefore === WHOLE && w.entryBefore === WHOLE;

const wholeMonths = (w: Window): RawBuilder<unknown> =>
  sql`event_month < ${w.eventBefore}::date and entry_month < ${w.entryBefore}::date`;

/** The two L-shaped strips of broken months; each is one range of an index, so they are asked apart, and only when there are any. */
export const strips = (w: Window): RawBuilder<unknown>[] => [
  ...(w.eventBefore === WHOLE
    ? []
    : [
        sql`j.event_on >= ${w.eventBefore}::date and j.event_on <= ${w.eventTo}::date and j.entered_on <= ${w.entryTo}::date`,
      ]),
  ...(w.entryBefore === WHOLE
    ? []
    : [
        sql`j.entered_on >= ${w.entryBefore}::date and j.entered_on <= ${w.entryTo}::date and j.event_on < ${w.eventBefore}::date`,
      ]),
];

export const sides = sql`greatest(p.amount_paise, 0) as debit_paise, greatest(-p.amount_paise, 0) as credit_paise`;
export const postingsOf = sql`join posting p on p.org_id = j.org_id and p.book_id = j.book_id and p.seq = j.seq`;

/** Debits and credits per account of one book since it was opened; `accounts` narrows to some. */
export async function accountSums(
  tx: Tx,
  { bookId, accounts = null, ...at }: At & { bookId: string; accounts?: readonly string[] | null },
): Promise<AccountSum[]> {
  const w = windowOf(tx.today, at);
  const only = accounts ? sql`and account = any(${accounts}::text[])` : sql``;
  const broken = strips(w).map(
    (strip) => sql`select p.account, ${sides} from journal j ${postingsOf}
      where j.org_id = ${tx.orgId} and j.book_id = ${bookId} and ${strip} ${accounts ? sql`and p.account = any(${accounts}::text[])` : sql``}`,
  );
  const { rows } = await sql<{ account: string; debit: number; credit: number }>`
    select account, sum(debit_paise) as debit, sum(credit_paise) as credit from (
      select account, debit_paise, credit_paise from account_balance
        where org_id = ${tx.orgId} and book_id = ${bookId} and ${wholeMonths(w)} ${only}
      ${sql.join(
        broken.map((part) => sql`union all ${part}`),
        sql` `,
      )}) s
    group by account order by account`.execute(tx.db);
  return rows.map((row) => ({ account: row.account, debitPaise: row.debit, creditPaise: row.credit }));
}

/** Debits and credits per party, account and item: of a whole book, or of some parties in every book of the organisation. */
export async function partySums(
  tx: Tx,
  { bookId = null, partyIds = null, ...at }: At & { bookId?: string | null; partyIds?: readonly string[] | null },
): Promise<PartySum[]> {
  const w = windowOf(tx.today, at);
  const whose = (t: RawBuilder<unknown>) => sql`${bookId ? sql`and ${t}.book_id = ${bookId}` : sql``}
    ${partyIds ? sql`and ${t}.party_id = any(${partyIds}::uuid[])` : sql``}`;
  // a party's strips are read through posting_by_party, a book's through its journals
  const broken = strips(w).map((strip) =>
    partyIds
      ? sql`select j.book_id, j.party_id, j.account, j.item_id, greatest(j.amount_paise, 0), greatest(-j.amount_paise, 0)
          from posting j where j.org_id = ${tx.orgId} ${whose(sql`j`)} and j.party_id <> '00000000-0000-0000-0000-000000000000' and ${strip}`
      : sql`select p.book_id, p.party_id, p.account, p.item_id, ${sides} from journal j ${postingsOf}
          where j.org_id = ${tx.orgId} ${whose(sql`j`)} and p.party_id <> '00000000-0000-0000-0000-000000000000' and ${strip}`,
  );
  const { rows } = await sql<{
    book_id: string;
    party_id: string;
    account: string;
    item_id: string;
    debit: number;
    credit: number;
  }>`
    select book_id, party_id, account, item_id, sum(debit_paise) as debit, sum(credit_paise) as credit from (
      select book_id, party_id, account, item_id, debit_paise, credit_paise from party_balance b
        where b.org_id = ${tx.orgId} ${whose(sql`b`)} and ${wholeMonths(w)}
      ${sql.join(
        broken.map((part) => sql`union all ${part}`),
        sql` `,
      )}) s
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(tx.db);
  return rows.map((row) => ({
    bookId: row.book_id,
    partyId: row.party_id,
    account: row.account,
    itemId: row.item_id,
    debitPaise: row.debit,
    creditPaise: row.credit,
  }));
}

/** Debit balance positive. */
export const balanceOf = ({ debitPaise, creditPaise }: Turnover): number => debitPaise - creditPaise;
