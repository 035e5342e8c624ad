/** The first page: what came in, what waits, who is silent. Sums and short lists, each with the list behind it. */
import { sql, type RawBuilder } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { REFUSED_DAYS, RECENT_DAYS, SILENT_CYCLES } from './model.ts';
import { coveredGroups } from './covered.server.ts';

type GroupNames = { groupId: string; name: string; nameHi: string | null; nameUr: string | null };
export type RecentMeeting = GroupNames & {
  meetingId: string;
  heldOn: IsoDate;
  enteredAt: Date;
  recordedBy: string | null;
  present: number;
  members: number;
  savedPaise: number;
  repaidPaise: number;
  lentPaise: number;
};
export type SilentGroup = GroupNames & { lastOn: IsoDate; cycles: number };
export type UnbalancedBook = {
  bookId: string;
  bodyKind: string;
  bodyId: string;
  name: string | null;
  differencePaise: number;
};
export type PhotoToCheck = GroupNames & { meetingId: string; heldOn: IsoDate; photoId: string | null };
export type WaitingDevice = {
  deviceId: string;
  userName: string;
  label: string;
  lastSeenAt: Date | null;
  unsentCount: number;
  unsentPaise: number | null;
};
export type Today = {
  readonly today: IsoDate;
  readonly recentDays: number;
  readonly recent: {
    readonly count: number;
    readonly savedPaise: number;
    readonly repaidPaise: number;
    readonly lentPaise: number;
  };
  /** The latest ones, however long ago. */
  readonly meetings: readonly RecentMeeting[];
  readonly heldCount: number;
  readonly refusedCount: number;
  readonly groups: number;
  readonly silent: readonly SilentGroup[];
  readonly books: number;
  readonly unbalanced: readonly UnbalancedBook[];
  readonly photos: readonly PhotoToCheck[];
  readonly quarantineCount: number;
  /** Phones that sent again what a copy brought back here did not have, lately. */
  readonly sentAgainCount: number;
  readonly devices: readonly WaitingDevice[];
};

const NAMES = sql`g.group_id as "groupId", g.name, g.name_hi as "nameHi", g.name_ur as "nameUr"`;

export async function today(tx: Tx, who: Actor): Promise<Today> {
  const mine = await coveredGroups(tx, who);
  const among = (column: string): RawBuilder<unknown> =>
    mine === null ? sql`true` : sql`${sql.ref(column)} = any(${mine}::uuid[])`;
  const meetings = await recentMeetings(tx, among('m.group_id'));
  const silent = await silentGroups(tx, { orgs: [tx.orgId], among: among('g.group_id') });
  const unbalanced = await unbalancedBooks(tx, among('b.body_id'));
  const photos = await sql<PhotoToCheck>`select ${NAMES}, m.meeting_id as "meetingId", m.held_on as "heldOn",
      coalesce(m.sheet #>> '{minutes,pagePhotoId}', m.sheet ->> 'paperPhotoId', m.sheet ->> 'pagePhotoId') as "photoId"
    from meeting m join groups g on g.org_id = m.org_id and g.group_id = m.group_id
    where m.org_id = ${tx.orgId} and m.confirmed_by_photo and m.photo_checked_by is null and m.state = 'closed' and ${among('m.group_id')}
    order by m.held_on limit 50`.execute(tx.db);
  const counts = await countWaiting(tx, mine);
  return {
    today: tx.today,
    recentDays: RECENT_DAYS,
    recent: meetings.sums,
    meetings: meetings.rows,
    silent,
    unbalanced,
    photos: photos.rows,
    ...counts,
    devices: mine === null ? await waitingDevices(tx) : [],
  };
}

async function recentMeetings(tx: Tx, among: RawBuilder<unknown>) {
  const lines = sql`lateral (select sum(l.compulsory_paise + l.voluntary_paise) as saved,
      sum(l.repaid_principal_paise + l.repaid_interest_paise) as repaid, sum(l.loan_given_paise) as lent
    from meeting_line l where l.org_id = m.org_id and l.meeting_id = m.meeting_id) l on true`;
  const closed = sql`m.org_id = ${tx.orgId} and m.state = 'closed' and m.kind <> 'cut_off' and ${among}`;
  const { rows: sums } = await sql<
    Today['recent']
  >`select count(*)::int as count, coalesce(sum(l.saved), 0)::bigint as "savedPaise",
      coalesce(sum(l.repaid), 0)::bigint as "repaidPaise", coalesce(sum(l.lent), 0)::bigint as "lentPaise"
    from meeting m left join ${lines} where ${closed} and m.held_on > ${tx.today}::date - ${RECENT_DAYS}::int`.execute(
    tx.db,
  );
  const { rows } =
    await sql<RecentMeeting>`select ${NAMES}, m.meeting_id as "meetingId", m.held_on as "heldOn", m.entered_at as "enteredAt",
      (select u.name from app_user u where u.org_id = m.org_id and u.user_id = m.recorded_by) as "recordedBy",
      m.present_count as present, m.member_count as members, coalesce(l.saved, 0)::bigint as "savedPaise",
      coalesce(l.repaid, 0)::bigint as "repaidPaise", coalesce(l.lent, 0)::bigint as "lentPaise"
    from (select * from meeting m where ${closed} order by m.held_on desc, m.entered_at desc, m.meeting_id limit 10) m
      join groups g on g.org_id = m.org_id and g.group_id = m.group_id left join ${lines}
    order by m.held_on desc, m.entered_at desc, m.meeting_id`.execute(tx.db);
  return { sums: sums[0]!, rows };
}

/** Active groups whose last meeting, or said reason for none, lies more than two of their own cycles back. The longest silent first. */
export async function silentGroups(
  tx: Tx,
  { orgs, among = sql`true` }: { orgs: readonly string[]; among?: RawBuilder<unknown> },
): Promise<(SilentGroup & { orgId: string })[]> {
  const { rows } = await sql<SilentGroup & { orgId: string }>`
    with last as (
      select g.org_id, g.group_id, r.rules -> 'cycle' ->> 'unit' as unit, (r.rules -> 'cycle' ->> 'every')::int as every,
        coalesce((select max(m.held_on) from meeting m where m.org_id = g.org_id and m.group_id = g.group_id
          and m.state in ('closed', 'skipped')), (r.rules ->> 'fromOn')::date) as on
      from groups g join lateral (select x.rules from group_rule x where x.org_id = g.org_id and x.group_id = g.group_id
        and x.from_on <= ${tx.today}::date order by x.from_on desc limit 1) r on true
      where g.org_id = any(${orgs}::uuid[]) and g.state = 'active' and not g.practice and ${among})
    select g.org_id as "orgId", ${NAMES}, last.on as "lastOn",
      floor((${tx.today}::date - last.on) / (last.every * case last.unit when 'week' then 7 else 30.4 end))::int as cycles
    from last join groups g on g.org_id = last.org_id and g.group_id = last.group_id
    where last.on + ${SILENT_CYCLES} * last.every * case last.unit when 'week' then interval '7 days' else interval '1 month' end < ${tx.today}::date
    order by last.on, g.name limit 500`.execute(tx.db);
  return rows;
}

/** By the running buckets, which the posting function keeps; `npm run verify` proves the buckets themselves. */
async function unbalancedBooks(tx: Tx, among: RawBuilder<unknown>): Promise<UnbalancedBook[]> {
  const { rows } = await sql<UnbalancedBook>`
    select b.book_id as "bookId", b.body_kind as "bodyKind", b.body_id as "bodyId", g.name, s.difference as "differencePaise"
    from (select a.book_id, sum(a.debit_paise - a.credit_paise)::bigint as difference from account_balance a
        where a.org_id = ${tx.orgId} group by a.book_id having sum(a.debit_paise - a.credit_paise) <> 0) s
      join book b on b.org_id = ${tx.orgId} and b.book_id = s.book_id
      left join groups g on g.org_id = b.org_id and g.group_id = b.body_id
    where ${among} order by abs(s.difference) desc limit 50`.execute(tx.db);
  return rows;
}

type Counts = Pick<Today, 'heldCount' | 'refusedCount' | 'quarantineCount' | 'sentAgainCount' | 'groups' | 'books'>;

async function countWaiting(tx: Tx, mine: readonly string[] | null): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select count(*) filter (where c.status = 'held')::int as "heldCount",
      count(*) filter (where c.status = 'refused')::int as "refusedCount",
      (select count(*)::int from quarantine q where q.org_id = ${tx.orgId} and q.settled_at is null and ${mine === null}) as "quarantineCount",
      (select count(distinct a.subject_id)::int from audit a where a.org_id = ${tx.orgId} and a.action = 'sync.wentBack'
        and a.at >= ${tx.now}::timestamptz - make_interval(days => ${RECENT_DAYS})) as "sentAgainCount",
      (select count(*)::int from groups g where g.org_id = ${tx.orgId} and g.state <> 'closed' and not g.practice
        and (${mine === null} or g.group_id = any(${mine ?? []}::uuid[]))) as groups,
      (select count(*)::int from book b where b.org_id = ${tx.orgId} and (${mine === null} or b.body_id = any(${mine ?? []}::uuid[]))) as books
    from command c where c.org_id = ${tx.orgId} and ${waiting(tx)} and (${mine === null} or c.scope_id = any(${mine ?? []}::uuid[]))`.execute(
    tx.db,
  );
  return rows[0]!;
}

/** Held by anybody; refused only from phones, since a form in the office has its answer beside the field. Condition on `command c`. */
export const waiting = (
  tx: Tx,
): RawBuilder<unknown> => sql`(c.status = 'held' or (c.status = 'refused' and c.device_id is not null
  and c.received_at >= ${tx.now}::timestamptz - make_interval(days => ${REFUSED_DAYS})))`;

async function waitingDevices(tx: Tx): Promise<WaitingDevice[]> {
  const { rows } =
    await sql<WaitingDevice>`select d.device_id as "deviceId", u.name as "userName", d.label, d.last_seen_at as "lastSeenAt",
      d.unsent_count as "unsentCount", d.unsent_paise as "unsentPaise"
    from device d join app_user u on u.org_id = d.org_id and u.user_id = d.user_id
    where d.org_id = ${tx.orgId} and d.state <> 'revoked' and d.unsent_count > 0
    order by d.unsent_count desc, d.device_id limit 50`.execute(tx.db);
  return rows;
}
