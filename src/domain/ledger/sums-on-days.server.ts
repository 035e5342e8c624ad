/**
 * Sums of one book at several days at once: a balance sheet with last year beside it reads the buckets a single time. Whole months are told
 * apart by a filter for each day; the broken ones of each day are added posting by posting.
 */
import { sql, type RawBuilder } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import { kept, type Tx } from '#platform/db.server.ts';
import { postingsOf, sides, strips, windowOf, type AccountSum } from './buckets.server.ts';
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
};
const ACCOUNTS: Kind = { table: sql`account_balance`, key: sql`account, null::uuid as party_id`, only: sql`` };
const PARTIES: Kind = { table: sql`party_balance`, key: sql`account, party_id`, only: sql`and p.party_id <> ${NO_ID}` };

export async function sumsOnDays(tx: Tx, ask: DaysAsked): Promise<OnDay[]> {
  const accounts = await bucketsOn(tx, ask, ACCOUNTS);
  const parties = await bucketsOn(tx, ask, PARTIES);
  return ask.days.map((_, at) => ({ accounts: accounts[at]!, parties: parties[at]! }));
}

async function bucketsOn(tx: Tx, { bookId, days, asKnownOn = null }: DaysAsked, kind: Kind): Promise<PartyOnDay[][]> {
  const windows = days.map((asOf) => windowOf(tx.today, { asOf, asKnownOn }));
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
  const { rows } = await sql<Record<string, number> & { account: string; party_id: string | null }>`${kept}
    select account, party_id, ${sums} from (
      select ${kind.key}, debit_paise, credit_paise, ${counts} from ${kind.table} b
        where b.org_id = ${tx.orgId} and b.book_id = ${bookId} and entry_month < ${windows[0]!.entryBefore}::date and event_month < ${last}
      ${sql.join(broken, sql` `)}) s
    group by 1, 2 order by 1, 2`.execute(tx.db);
  return days.map((_, at) =>
    rows
      .map((row) => ({
        account: row.account,
        partyId: row.party_id ?? NO_ID,
        debitPaise: row[`debit${at}`]!,
        creditPaise: row[`credit${at}`]!,
      }))
      .filter((row) => row.debitPaise !== 0 || row.creditPaise !== 0),
  );
}
