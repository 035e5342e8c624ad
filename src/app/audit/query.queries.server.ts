/** Queries as their screens show them: what waits for me, what is late, one with every word. */
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { voucherLabel, type VoucherType } from '#domain/accounts/index.ts';
import { holds, ROLES } from '../rights.ts';
import { BODY_COLUMNS, BODY_JOINS, type BodyName } from './book-names.server.ts';
import type { AboutRef, ListQueries, QueryPhoto, QueryRef } from './model.ts';
import { isAddressed, isOverdue, type QueryState } from './query.rules.ts';

const PAGE = 25;

export type QueryRow = {
  readonly queryId: string;
  readonly number: number;
  readonly aboutKind: 'general' | 'journal' | 'voucher' | 'meeting';
  readonly bookId: string | null;
  readonly seq: number | null;
  readonly voucherId: string | null;
  readonly voucherLabel: string | null;
  readonly meetingId: string | null;
  readonly meetingOn: string | null;
  /** Whose book or meeting; null for a general one. */
  readonly body: BodyName | null;
  readonly toUserId: string | null;
  readonly toName: string | null;
  readonly toRole: string | null;
  readonly askedByName: string | null;
  readonly askedAt: Date;
  readonly words: string;
  readonly state: QueryState;
  readonly dueOn: string | null;
  readonly overdue: boolean;
  readonly lastAt: Date;
};
type Raw = Omit<QueryRow, 'overdue' | 'voucherLabel' | 'body'> &
  Partial<BodyName> & { voucherType: VoucherType | null; voucherYear: number | null; voucherNumber: number | null };

const FROM = sql`from audit_query q
  join audit_query_state s on s.org_id = q.org_id and s.query_id = q.query_id
  join audit_query_event f on f.org_id = q.org_id and f.query_id = q.query_id and f.at_no = 1
  left join app_user a on a.org_id = q.org_id and a.user_id = q.asked_by
  left join app_user t on t.org_id = q.org_id and t.user_id = q.to_user_id
  left join meeting m on m.org_id = q.org_id and m.meeting_id = q.meeting_id
  left join groups mg on mg.org_id = q.org_id and mg.group_id = m.group_id
  left join voucher v on v.org_id = q.org_id and v.voucher_id = q.voucher_id
  left join voucher_posted vp on vp.org_id = q.org_id and vp.voucher_id = q.voucher_id
  left join (book b ${BODY_JOINS}) on b.org_id = q.org_id and b.book_id = coalesce(q.book_id, v.book_id, mg.book_id)`;
const COLUMNS = sql`q.query_id as "queryId", q.number, q.about_kind as "aboutKind", b.book_id as "bookId",
  coalesce(q.seq, vp.seq, m.journal_seq) as seq, q.voucher_id as "voucherId", v.type as "voucherType",
  vp.financial_year as "voucherYear", vp.number as "voucherNumber", q.meeting_id as "meetingId", m.held_on as "meetingOn",
  q.to_user_id as "toUserId", t.name as "toName", q.to_role as "toRole", a.name as "askedByName", q.asked_at as "askedAt", f.words,
  s.state, s.due_on as "dueOn", s.last_at as "lastAt", ${BODY_COLUMNS}`;

const rowOf = (tx: Tx, raw: Raw): QueryRow => {
  const {
    bodyKind,
    bodyId,
    name,
    nameHi = null,
    nameUr = null,
    voucherType,
    voucherYear,
    voucherNumber,
    ...rest
  } = raw;
  return {
    ...rest,
    body: bodyKind && bodyId && name ? { bodyKind, bodyId, name, nameHi, nameUr } : null,
    voucherLabel: voucherNumber === null ? null : voucherLabel(voucherType!, voucherYear!, voucherNumber),
    overdue: isOverdue(rest, tx.today),
  };
};

/** Who may read the auditor's desk over the whole organisation sees every query; others those they asked or are asked. */
export const seesAll = (who: Actor): boolean =>
  who.kind === 'system' || who.grants.some((grant) => grant.scope === null && holds(grant.role, 'audit.read'));
const rolesOf = (who: Actor): string[] => [...new Set(who.grants.map((grant) => grant.role))];
const addressed = (who: Actor): RawBuilder<unknown> =>
  sql`(q.to_user_id = ${who.userId} or q.to_role = any(${rolesOf(who)}::text[]))`;
const visible = (who: Actor): RawBuilder<unknown> =>
  seesAll(who) ? sql`true` : sql`(${addressed(who)} or q.asked_by = ${who.userId})`;
const waitsFor = (who: Actor): RawBuilder<unknown> =>
  sql`((s.state = 'open' and ${addressed(who)}) or (s.state = 'answered' and q.asked_by = ${who.userId}))`;

const LISTS = (tx: Tx, who: Actor): Record<ListQueries['list'], RawBuilder<unknown>> => ({
  mine: waitsFor(who),
  overdue: sql`(s.state = 'open' and s.due_on < ${tx.today}::date)`,
  open: sql`s.state <> 'closed'`,
  all: sql`true`,
});

export type QueryCounts = Readonly<Record<ListQueries['list'], number>>;

export async function queryCounts(tx: Tx, who: Actor): Promise<QueryCounts> {
  const lists = LISTS(tx, who);
  const { rows } = await sql<QueryCounts>`select count(*) filter (where ${lists.mine})::int as mine,
      count(*) filter (where ${lists.overdue})::int as overdue, count(*) filter (where ${lists.open})::int as open, count(*)::int as all
    from audit_query q join audit_query_state s on s.org_id = q.org_id and s.query_id = q.query_id
    where q.org_id = ${tx.orgId} and ${visible(who)}`.execute(tx.db);
  return rows[0]!;
}

/** What is due first stands first; what is closed last. */
export async function listQueries(
  tx: Tx,
  who: Actor,
  { list, page }: ListQueries,
): Promise<{ rows: QueryRow[]; total: number; counts: QueryCounts }> {
  const counts = await queryCounts(tx, who);
  const { rows } = await sql<Raw>`select ${COLUMNS} ${FROM}
    where q.org_id = ${tx.orgId} and ${visible(who)} and ${LISTS(tx, who)[list]}
    order by s.state = 'closed', s.due_on nulls last, q.number desc limit ${PAGE} offset ${(page - 1) * PAGE}`.execute(
    tx.db,
  );
  return { rows: rows.map((row) => rowOf(tx, row)), total: counts[list], counts };
}

export type QueryEvent = {
  readonly no: number;
  readonly kind: 'asked' | 'answered' | 'followed_up' | 'closed';
  readonly words: string;
  readonly dueOn: string | null;
  readonly fileId: string | null;
  readonly byName: string | null;
  readonly at: Date;
};
export type QueryCard = QueryRow & { readonly events: readonly QueryEvent[]; readonly mayAnswer: boolean };

/** Null when there is no such query, or it is not hers to see. */
export async function oneQuery(tx: Tx, who: Actor, { queryId }: QueryRef): Promise<QueryCard | null> {
  const { rows } = await sql<Raw>`select ${COLUMNS} ${FROM}
    where q.org_id = ${tx.orgId} and q.query_id = ${queryId} and ${visible(who)}`.execute(tx.db);
  if (!rows[0]) return null;
  const row = rowOf(tx, rows[0]);
  const { rows: events } =
    await sql<QueryEvent>`select e.at_no as no, e.kind, e.words, e.due_on as "dueOn", e.file_id as "fileId",
      u.name as "byName", e.at
    from audit_query_event e left join app_user u on u.org_id = e.org_id and u.user_id = e.by_user
    where e.org_id = ${tx.orgId} and e.query_id = ${queryId} order by e.at_no`.execute(tx.db);
  const mayAnswer = row.state !== 'closed' && isAddressed(row, { userId: who.userId, roles: rolesOf(who) });
  return { ...row, events, mayAnswer };
}

/** Queries about one journal, voucher or meeting, for that thing's own page. A meeting's journal is the meeting. */
export async function queriesAbout(tx: Tx, who: Actor, { about }: AboutRef): Promise<QueryRow[]> {
  if (about.kind === 'general') return [];
  const same =
    about.kind === 'meeting'
      ? sql`(q.meeting_id = ${about.meetingId} or exists (select from meeting x join groups y on y.org_id = x.org_id and y.group_id = x.group_id
          where x.org_id = q.org_id and x.meeting_id = ${about.meetingId} and q.book_id = y.book_id and q.seq = x.journal_seq))`
      : about.kind === 'voucher'
        ? sql`(q.voucher_id = ${about.voucherId} or exists (select from voucher_posted x where x.org_id = q.org_id
            and x.voucher_id = ${about.voucherId} and q.book_id = x.book_id and q.seq = x.seq))`
        : sql`(b.book_id = ${about.bookId} and coalesce(q.seq, vp.seq, m.journal_seq) = ${about.seq})`;
  const { rows } = await sql<Raw>`select ${COLUMNS} ${FROM}
    where q.org_id = ${tx.orgId} and ${same} and ${visible(who)} order by q.number desc limit 50`.execute(tx.db);
  return rows.map((row) => rowOf(tx, row));
}

/** A picture of an answer that she may read; null otherwise. */
export async function queryPhoto(
  tx: Tx,
  who: Actor,
  { queryId, fileId }: QueryPhoto,
): Promise<{ sha256: string; mediaType: string } | null> {
  const { rows } = await sql<{ sha256: string; mediaType: string }>`select f.sha256, f.media_type as "mediaType"
    from audit_query q join audit_query_event e on e.org_id = q.org_id and e.query_id = q.query_id
      join file f on f.org_id = e.org_id and f.file_id = e.file_id
    where q.org_id = ${tx.orgId} and q.query_id = ${queryId} and e.file_id = ${fileId} and ${visible(who)}`.execute(
    tx.db,
  );
  return rows[0] ?? null;
}

export type Addressees = {
  readonly people: readonly { readonly userId: string; readonly name: string; readonly roles: readonly string[] }[];
  readonly roles: readonly string[];
};

/** Who can be asked: active, with a role that answers; and the roles somebody holds. */
export async function addressees(tx: Tx, who: Actor): Promise<Addressees> {
  const { rows } = await sql<{
    userId: string;
    name: string;
    roles: string[];
  }>`select u.user_id as "userId", u.name, array_agg(distinct g.role) as roles
    from app_user u join user_grant g on g.org_id = u.org_id and g.user_id = u.user_id
      and g.from_on <= ${tx.today}::date and (g.to_on is null or g.to_on >= ${tx.today}::date)
    where u.org_id = ${tx.orgId} and u.state = 'active' and u.user_id <> ${who.userId} group by 1, 2 order by 2`.execute(
    tx.db,
  );
  const answering = ROLES.filter((role) => holds(role, 'audit.answer'));
  const people = rows.filter(({ roles }) => roles.some((role) => answering.some((one) => one === role)));
  return { people, roles: answering.filter((role) => people.some(({ roles }) => roles.includes(role))) };
}
