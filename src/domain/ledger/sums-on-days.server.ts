/**
 * Sums of one book at several days at once: a balance sheet with last year beside it reads the buckets a single time. Whole months are told
 * apart by a filter for each day; the broken ones of each day are added posting by posting.
 */
import { sql, type RawBuilder } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import { inARow, kept, type Tx } from '#platform/db.server.ts';
import { isWhole, postingsOf, sides, strips, windowOf, type AccountSum } from './buckets.server.ts';
import { NO_ID } from './post.server.ts';

export type DaysAsked = {
  readonly bookId: string;
  readonly days: readonly IsoDate[];
  readonly asKnownOn?: IsoDate | null;
};
export type PartyOnDay = AccountSum & { readonly partyId: string };
/** For each day asked: whole accounts, and the parties within them. */
export type OnDay = { readonly accounts: readonly AccountSum[]; readonly parties: readonly PartyOnDay[] };

type Kind = {
  readonly table: RawBuilder<unknown>;
  readonly key: RawBuilder<unknown>;
  readonly only: RawBuilder<unknown>;
  /** What is summed by, in the order of the table's key. */
  readonly inOrder: RawBuilder<unknown>;
};
const ACCOUNTS: Kind = {
  table: sql`account_balance`,
  key: sql`account, null::uuid as party_id`,
  only: sql``,
  inOrder: sql`account`,
};
const PARTIES: Kind = {
  table: sql`party_balance`,
  key: sql`account, party_id`,
  only: sql`and p.party_id <> ${NO_ID}`,
  inOrder: sql`party_id, account`,
};

export const sumsOnDays = async (tx: Tx, ask: DaysAsked): Promise<OnDay[]> => (await sumsBeside(tx, ask, [])).days;

/** The sums, and the rows of what is read beside them without waiting in between. */
export async function sumsBeside(
  tx: Tx,
  ask: DaysAsked,
  beside: readonly RawBuilder<unknown>[],
): Promise<{ readonly days: OnDay[]; readonly beside: unknown[][] }> {
  const [accounts, parties, ...others] = await inARow(tx.db, [
    bucketsOn(tx, ask, ACCOUNTS),
    bucketsOn(tx, ask, PARTIES),
    ...beside,
  ]);
  const days = ask.days.map((_, at) => ({
    accounts: sumsOf(accounts as SumRow[], at),
    parties: sumsOf(parties as SumRow[], at),
  }));
  return { days, beside: others };
}

type SumRow = Record<string, number> & { account: string; party_id: string | null };
const sumsOf = (rows: readonly SumRow[], at: number): PartyOnDay[] =>
  rows
    .map((row) => ({
      account: row.account,
      partyId: row.party_id ?? NO_ID,
      debitPaise: row[`debit${at}`]!,
      creditPaise: row[`credit${at}`]!,
    }))
    .filter((row) => row.debitPaise !== 0 || row.creditPaise !== 0);

function bucketsOn(tx: Tx, { bookId, days, asKnownOn = null }: DaysAsked, kind: Kind): RawBuilder<unknown> {
  const windows = days.map((asOf) => windowOf(tx.today, { asOf, asKnownOn }));
  const ofBook = sql`from ${kind.table} b where b.org_id = ${tx.orgId} and b.book_id = ${bookId}`;
  if (windows.length === 1 && isWhole(windows[0]!))
    // the order of the key: nothing is sorted, no bucket is looked at twice
    return sql`${kept} select ${kind.key}, sum(debit_paise) as debit0, sum(credit_paise) as credit0 ${ofBook} group by ${kind.inOrder}`;
  const last = sql`greatest(${sql.join(windows.map((w) => sql`${w.eventBefore}::date`))})`;
  const counts = sql.join(windows.map((w, at) => sql`event_month < ${w.eventBefore}::date as ${sql.raw(`d${at}`)}`));
  const broken = windows.flatMap((w, day) => {
    const flags = sql.join(days.map((_, at) => sql.raw(String(at === day))));
    return strips(w).map(
      (
        strip,
      ) => sql`union all select ${kind === ACCOUNTS ? sql`p.account, null::uuid` : sql`p.account, p.party_id`}, ${sides}, ${flags}
        from journal j ${postingsOf} where j.org_id = ${tx.orgId} and j.book_id = ${bookId} ${kind.only} and ${strip}`,
    );
  });
  const sums = sql.join(
    days.flatMap((_, at) =>
      ['debit', 'credit'].map((side) =>
        sql.raw(`coalesce(sum(${side}_paise) filter (where d${at}), 0) as ${side}${at}`),
      ),
    ),
  );
  return sql`${kept}
    select account, party_id, ${sums} from (
      select ${kind.key}, debit_paise, credit_paise, ${counts} ${ofBook}
        and entry_month < ${windows[0]!.entryBefore}::date and event_month < ${last}
      ${sql.join(broken, sql` `)}) s
    group by 1, 2`;
}
