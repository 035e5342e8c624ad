/** The register: every meeting that was recorded, skipped or cancelled, of the groups the asker may see. */
import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { Day, Id } from '#domain/ledger/index.ts';
import { groupIsHers } from '#domain/people/index.server.ts';

/** What a register can be sorted by; sums of lines are added up for all that fit the filters only when asked for. */
const SORTS = {
  on: sql`c.held_on`,
  group: sql`g.name`,
  state: sql`c.state`,
  present: sql`c.present_count`,
  cash: sql`c.closing_cash_paise`,
  at: sql`c.entered_at`,
  saved: sql`l.saved`,
  repaid: sql`l.repaid`,
  lent: sql`l.lent`,
} as const;
const SUMS = ['saved', 'repaid', 'lent'];

export const Register = z.strictObject({
  groupId: z.optional(Id),
  from: z.optional(Day),
  to: z.optional(Day),
  state: z.optional(z.enum(['closed', 'skipped', 'cancelled', 'reversed'])),
  sort: z._default(z.enum(Object.keys(SORTS) as [keyof typeof SORTS, ...(keyof typeof SORTS)[]]), 'on'),
  descending: z._default(z.boolean(), true),
  page: z._default(z.int().check(z.gte(1), z.lte(10_000)), 1),
});
export type Register = z.infer<typeof Register>;

export type RegisterRow = {
  meetingId: string;
  groupId: string;
  groupName: string;
  groupNameHi: string | null;
  groupNameUr: string | null;
  heldOn: IsoDate;
  kind: string;
  state: string;
  reason: string | null;
  present: number;
  members: number;
  savedPaise: number;
  repaidPaise: number;
  lentPaise: number;
  closingCashPaise: number;
  byPhoto: boolean;
  source: 'phone' | 'paper' | 'office';
  enteredAt: Date;
};
const PAGE = 50;

const sums = (meeting: 'c' | 'm') => sql`left join lateral (
    select sum(compulsory_paise + voluntary_paise) as saved, sum(repaid_principal_paise + repaid_interest_paise) as repaid,
      sum(loan_given_paise) as lent
    from meeting_line l where l.org_id = ${sql.ref(`${meeting}.org_id`)} and l.meeting_id = ${sql.ref(`${meeting}.meeting_id`)}) l on true`;

export async function register(tx: Tx, who: Actor, input: Register): Promise<{ rows: RegisterRow[]; total: number }> {
  // one named group was checked at the door
  const within = input.groupId ? sql`m.group_id = ${input.groupId}` : groupIsHers(tx, who, 'm.group_id');
  const way = input.descending ? sql`desc nulls last` : sql`asc nulls last`;
  const { rows } = await sql<RegisterRow & { total: number }>`
    with chosen as (
      select m.* from meeting m where m.org_id = ${tx.orgId} and ${within}
        and (${input.from ?? null}::date is null or m.held_on >= ${input.from ?? null}::date)
        and (${input.to ?? null}::date is null or m.held_on <= ${input.to ?? null}::date)
        and (${input.state ?? null}::text is null or m.state = ${input.state ?? null}::text)),
    paged as (
      select c.*, row_number() over (order by ${SORTS[input.sort]} ${way}, c.held_on desc, c.entered_at desc, c.meeting_id) as place_in_order
      from chosen c join groups g on g.org_id = c.org_id and g.group_id = c.group_id
        ${SUMS.includes(input.sort) ? sums('c') : sql``}
      order by place_in_order limit ${PAGE} offset ${(input.page - 1) * PAGE})
    select m.meeting_id as "meetingId", m.group_id as "groupId", g.name as "groupName", g.name_hi as "groupNameHi", g.name_ur as "groupNameUr",
      m.held_on as "heldOn", m.kind, m.state, m.reason, m.present_count as present, m.member_count as members,
      coalesce(l.saved, 0)::bigint as "savedPaise", coalesce(l.repaid, 0)::bigint as "repaidPaise", coalesce(l.lent, 0)::bigint as "lentPaise",
      m.closing_cash_paise as "closingCashPaise", m.confirmed_by_photo as "byPhoto", m.source, m.entered_at as "enteredAt",
      (select count(*) from chosen)::int as total
    from paged m join groups g on g.org_id = m.org_id and g.group_id = m.group_id ${sums('m')}
    order by m.place_in_order`.execute(tx.db);
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}
