/** Savings kept at federations, by both books: what the federation owes the group, what the group has there, and what only one of them wrote. */
import { sql } from 'kysely';
import { CHART } from '#domain/ledger/index.ts';
import { groupIsHers } from '#domain/people/index.server.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import type { GroupRef } from './grading.model.ts';
import type { Named } from './group.queries.server.ts';
import type { KeptKind } from './kept.model.ts';
import { groupBanksOf, type GroupBank } from './two-books.untold.server.ts';
import { pairEvents, type EventPair, type SideEvent } from './two-books.rules.ts';

export type KeptRow = {
  readonly groupId: string;
  readonly names: Named;
  readonly federationId: string;
  readonly federation: Named;
  readonly bookId: string;
  readonly federationPaise: number;
  readonly groupPaise: number;
  /** What the federation's book says less what the group's says. */
  readonly differencePaise: number;
};
const named = (row: string) =>
  sql`jsonb_build_object('en', ${sql.raw(row)}.name, 'hi', ${sql.raw(row)}.name_hi, 'ur', ${sql.raw(row)}.name_ur)`;

/**
 * Each group with each federation above it that keeps a book: its meetings name no federation, and what they book belongs to the nearest.
 */
async function rowsFor(tx: Tx, condition: ReturnType<typeof sql>): Promise<KeptRow[]> {
  const { rows } = await sql<Omit<KeptRow, 'differencePaise'>>`
    with recursive up as (
      select g.group_id as below, g.book_id as own, g.parent_group_id as id, 1 as depth from groups g
        where g.org_id = ${tx.orgId} and g.book_id is not null and not g.practice and ${condition}
      union all select up.below, up.own, g.parent_group_id, up.depth + 1 from up
        join groups g on g.org_id = ${tx.orgId} and g.group_id = up.id where up.depth < 6),
    pairs as (select up.below, up.own, up.id, b.book_id, row_number() over (partition by up.below order by up.depth) = 1 as nearest,
        array_agg(up.id) over (partition by up.below) as "all"
      from up join book b on b.org_id = ${tx.orgId} and b.body_kind = 'federation' and b.body_id = up.id and b.basis = 'accrual')
    select g.group_id as "groupId", ${named('g')} as names, f.group_id as "federationId", ${named('f')} as federation,
      p.book_id as "bookId",
      coalesce((select sum(b.credit_paise - b.debit_paise) from party_balance b where b.org_id = ${tx.orgId} and b.book_id = p.book_id
        and b.party_id = p.below and b.account = ${CHART.groupSavings}), 0)::bigint as "federationPaise",
      coalesce((select sum(b.debit_paise - b.credit_paise) from party_balance b where b.org_id = ${tx.orgId} and b.book_id = p.own
        and b.account = ${CHART.keptSavings} and (b.party_id = p.id or p.nearest and b.party_id <> all(p."all"))), 0)::bigint as "groupPaise"
    from pairs p join groups g on g.org_id = ${tx.orgId} and g.group_id = p.below join groups f on f.org_id = ${tx.orgId} and f.group_id = p.id
    order by g.name, g.group_id, f.name`.execute(tx.db);
  return rows.map((row) => ({ ...row, differencePaise: row.federationPaise - row.groupPaise }));
}

/** Of her groups those that keep savings at a federation by either book. */
export async function keptList(tx: Tx, who: Actor): Promise<readonly KeptRow[]> {
  const rows = await rowsFor(tx, sql`${groupIsHers(tx, who, 'g.group_id')}`);
  return rows.filter((row) => row.federationPaise !== 0 || row.groupPaise !== 0);
}

export type KeptEntry = {
  readonly entryId: string;
  readonly federationId: string;
  readonly kind: KeptKind;
  readonly on: IsoDate;
  readonly paise: number;
  readonly reference: string | null;
  readonly isTold: boolean;
  readonly backOn: IsoDate | null;
  readonly backReason: string | null;
};
export type KeptPage = {
  readonly names: Named;
  readonly rows: readonly (KeptRow & { readonly pairs: readonly EventPair[] })[];
  readonly entries: readonly KeptEntry[];
  readonly groupBanks: readonly GroupBank[];
};
/** Null for what is no group with a book. */
export async function keptPage(tx: Tx, _who: Actor, { groupId }: GroupRef): Promise<KeptPage | null> {
  const { rows: groups } = await sql<{
    names: Named;
    bookId: string;
  }>`select ${named('g')} as names, g.book_id as "bookId" from groups g
    where g.org_id = ${tx.orgId} and g.group_id = ${groupId} and g.book_id is not null and not g.practice`.execute(
    tx.db,
  );
  if (!groups[0]) return null;
  const rows = await rowsFor(tx, sql`g.group_id = ${groupId}`);
  const { rows: entries } =
    await sql<KeptEntry>`select entry_id as "entryId", federation_id as "federationId", kind, on_date as on, paise, reference,
      group_seq is not null as "isTold", back_on as "backOn", back_reason as "backReason"
    from kept_saving where org_id = ${tx.orgId} and group_id = ${groupId} order by on_date desc, entered_at desc limit 200`.execute(
      tx.db,
    );
  const { bookId } = groups[0];
  const all = rows.map((row) => row.federationId);
  const withPairs = await Promise.all(
    rows.map(async (row, at) => {
      const theirs = await eventsOf(tx, {
        bookId: row.bookId,
        account: CHART.groupSavings,
        party: sql`p.party_id = ${groupId}`,
      });
      const party =
        at === 0
          ? sql`(p.party_id = ${row.federationId} or p.party_id <> all(${all}::uuid[]))`
          : sql`p.party_id = ${row.federationId}`;
      const own = await eventsOf(tx, { bookId, account: CHART.keptSavings, party });
      return { ...row, pairs: pairEvents(theirs, own) };
    }),
  );
  return { names: groups[0].names, rows: withPairs, entries, groupBanks: await groupBanksOf(tx, groupId) };
}

/** Savings are a debt of the one book and an asset of the other: more of it is paid in, or interest when its own account moved with it. */
async function eventsOf(
  tx: Tx,
  { bookId, account, party }: { bookId: string; account: string; party: ReturnType<typeof sql> },
): Promise<SideEvent[]> {
  const sign = account === CHART.groupSavings ? -1 : 1;
  const interest = account === CHART.groupSavings ? CHART.interestToMembers : CHART.federationInterest;
  const { rows } = await sql<{ seq: number; on: IsoDate; paise: number; isInterest: boolean }>`
    select j.seq, j.event_on as on, p.amount_paise * ${sql.raw(String(sign))} as paise,
      j.source_kind = 'kept_saving' and exists (select from posting i where i.org_id = p.org_id and i.book_id = p.book_id and i.seq = p.seq
        and i.account = ${interest}) as "isInterest"
    from posting p join journal j on j.org_id = p.org_id and j.book_id = p.book_id and j.seq = p.seq
    where p.org_id = ${tx.orgId} and p.book_id = ${bookId} and p.account = ${account} and ${party} and j.reverses_seq is null
      and not exists (select from journal r where r.org_id = j.org_id and r.book_id = j.book_id and r.reverses_seq = j.seq)
    order by j.event_on, j.seq`.execute(tx.db);
  return rows.map(({ seq, on, paise, isInterest }) => ({
    ...{ bookId, seq, on, paise: Math.abs(paise) },
    kind: paise < 0 ? 'withdrawn' : isInterest ? 'interest' : 'paid_in',
  }));
}
