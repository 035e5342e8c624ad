/**
 * Demand for credit held against supply: what women asked for at meetings and in the office, and what became of it. A demand that was put
 * off and raised again counts once, as it stands last; one that was withdrawn does not count. One statement.
 */
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { groupIsHers, reachesAll } from '#domain/people/index.server.ts';
import type { GapAsk, GapBy } from './gap.model.ts';

export type GapFigures = {
  /** Each woman once, however often she asked. */
  readonly women: number;
  /** Groups and enterprises that asked for themselves. */
  readonly bodies: number;
  /** = given + waiting + refused. */
  readonly askedPaise: number;
  readonly givenPaise: number;
  /** Put off at the meeting, or in the office's hands. */
  readonly waitingPaise: number;
  /** Refused, and what was cut from what she asked. */
  readonly refusedPaise: number;
  /** In the boxes and banks of these groups now, above what they keep back; null where money has no purpose. */
  readonly canLendPaise: number | null;
};
export type GapRow = GapFigures & {
  readonly key: string | null;
  readonly names: { readonly en: string | null; readonly hi: string | null; readonly ur: string | null };
  /** Of a place: whether there are places below it to open. */
  readonly hasBelow: boolean;
};
export type CreditGap = {
  readonly from: string;
  readonly to: string;
  readonly total: GapFigures;
  readonly rows: readonly GapRow[];
};

/** Of meetings: the last word on each demand. */
const atMeetings = (tx: Tx, who: Actor, ask: GapAsk): RawBuilder<unknown> => sql`
  select w.group_id, w.place_id, 'person' as kind, w.person_id as borrower_id, w.purpose, w.asked, w.given,
    case when w.decision = 'postponed' then w.asked else 0 end as waiting
  from (select m.group_id, g.place_id, coalesce(p.now_id, (d.line ->> 'personId')::uuid) as person_id, d.line ->> 'purpose' as purpose,
      d.line ->> 'decision' as decision, (d.line ->> 'amountPaise')::bigint as asked, (d.line ->> 'grantedPaise')::bigint as given,
      lead(m.held_on) over (partition by m.group_id, d.line ->> 'personId', d.line ->> 'purpose' order by m.held_on, m.entered_at, d.no) as again_on
    from meeting m join groups g on g.org_id = m.org_id and g.group_id = m.group_id
    cross join lateral jsonb_array_elements(m.sheet -> 'demands') with ordinality d(line, no)
    left join person p on p.org_id = m.org_id and p.person_id = (d.line ->> 'personId')::uuid
    where m.org_id = ${tx.orgId} and m.state = 'closed' and m.kind in ('regular', 'special') and not g.practice
      and m.held_on between ${ask.from}::date and ${ask.to}::date and jsonb_typeof(m.sheet -> 'demands') = 'array'
      and ${groupIsHers(tx, who, 'm.group_id')}) w
  where not (w.decision = 'postponed' and w.again_on is not null)`;

/** Of the office: applications, with the group she belongs to now. */
const atOffice = (tx: Tx, who: Actor, ask: GapAsk): RawBuilder<unknown> => sql`
  select b.group_id, coalesce(l.place_id, b.place_id) as place_id, l.borrower_kind as kind, coalesce(b.person_id, l.borrower_id) as borrower_id,
    l.purpose, a.asked, case when s.disbursed_on is null then 0 else least(a.asked, coalesce(c.lent, 0)) end as given,
    case when s.disbursed_on is null and s.status in ('applied', 'appraised', 'approved') then a.asked else 0 end as waiting
  from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
  cross join lateral (select (l.asked ->> 'principalPaise')::bigint as asked) a
  left join lateral (select sum((e.event ->> 'paise')::bigint)::bigint as lent from loan_event e where e.org_id = l.org_id
    and e.loan_id = l.loan_id and e.kind = 'disbursed' and not exists (select from loan_event_undone u where u.org_id = e.org_id
      and u.loan_id = e.loan_id and u.event_id = e.event_id)) c on true
  left join lateral (
    select g.group_id, g.place_id, null::uuid as person_id from groups g where l.borrower_kind = 'group' and g.org_id = l.org_id
      and g.group_id = l.borrower_id
    union all (select g.group_id, g.place_id, p.now_id from person p
      left join membership m on m.org_id = p.org_id and m.person_id = p.now_id and m.left_on is null
      left join groups g on g.org_id = m.org_id and g.group_id = m.group_id and not g.practice
      where l.borrower_kind = 'person' and p.org_id = l.org_id and p.person_id = l.borrower_id
      order by m.joined_on desc nulls last limit 1)
    union all select k.group_id, e.place_id, null from enterprise e
      left join groups k on k.org_id = e.org_id and k.group_id = enterprise_group(e.org_id, e.enterprise_id)
      where l.borrower_kind = 'enterprise' and e.org_id = l.org_id and e.enterprise_id = l.borrower_id) b on true
  where l.org_id = ${tx.orgId} and s.status <> 'withdrawn' and l.applied_on between ${ask.from}::date and ${ask.to}::date
    and ${reachesAll(who) ? sql`true` : groupIsHers(tx, who, 'b.group_id')}`;

/** What each group could lend now: box, banks above zero, on the way; less its reserve. */
const purses = (tx: Tx, who: Actor): RawBuilder<unknown> => sql`
  select g.group_id, g.place_id, greatest(0, coalesce((select sum(b.debit_paise - b.credit_paise) from account_balance b
      where b.org_id = g.org_id and b.book_id = g.book_id and b.account in ('1010', '1020', '1040')), 0)
    - coalesce((select (r.rules ->> 'reservePaise')::bigint from group_rule r where r.org_id = g.org_id and r.group_id = g.group_id
      and r.from_on <= ${tx.today}::date order by r.from_on desc limit 1), 0)) as can_lend
  from groups g where g.org_id = ${tx.orgId} and not g.practice and g.state <> 'closed' and ${groupIsHers(tx, who, 'g.group_id')}`;

/** Places below the one asked for, each with the row it is counted in: its children, or the districts and what lies above them. */
const branches = (tx: Tx, { by, placeId }: GapAsk): RawBuilder<unknown> => {
  const isHead = placeId
    ? sql`(w.place_id = ${placeId}::uuid or w.parent_id = ${placeId}::uuid)`
    : sql`(w.kind = 'district' or w.parent_id is null)`;
  const wanted = by === 'place' || placeId ? sql`true` : sql`false`;
  return sql`branch as (
    select w.place_id, w.place_id as head from place w where w.org_id = ${tx.orgId} and ${isHead} and ${wanted}
    union all select w.place_id, b.head from branch b join place w on w.parent_id = b.place_id
    where w.org_id = ${tx.orgId} and not ${isHead})`;
};

const KEYS: Readonly<Record<GapBy, string>> = {
  place: 'b.head::text',
  purpose: 'i.purpose',
  group: 'i.group_id::text',
};
const FIGURES = sql`count(distinct i.borrower_id) filter (where i.kind = 'person')::int as women,
  count(distinct i.borrower_id) filter (where i.kind <> 'person')::int as bodies,
  coalesce(sum(i.asked), 0)::bigint as "askedPaise", coalesce(sum(i.given), 0)::bigint as "givenPaise",
  coalesce(sum(i.waiting), 0)::bigint as "waitingPaise", coalesce(sum(i.asked - i.given - i.waiting), 0)::bigint as "refusedPaise"`;

type Found = Omit<GapRow, 'names'> & GapRow['names'] & { readonly isTotal: boolean };

/** Narrowed to her own groups and places, as every list. */
export async function gap(tx: Tx, who: Actor, ask: GapAsk): Promise<CreditGap> {
  const { by, placeId, groupId, purpose } = ask;
  const of = (table: string) => sql.raw(table);
  const chosen = (table: string, withPurpose: boolean) =>
    sql.join(
      [
        groupId ? sql`${of(table)}.group_id = ${groupId}::uuid` : sql`true`,
        placeId ? sql`b.head is not null` : sql`true`,
        purpose && withPurpose ? sql`${of(table)}.purpose = ${purpose}` : sql`true`,
      ],
      sql` and `,
    );
  // money in a box has no purpose yet
  const hasMoney = by !== 'purpose' && !purpose;
  const key = sql.raw(KEYS[by]);
  const purseKey = sql.raw(KEYS[by === 'purpose' ? 'group' : by].replace('i.', 'x.'));
  const { rows } = await sql<Found>`
    with recursive ${branches(tx, ask)},
    items as (${atMeetings(tx, who, ask)} union all ${atOffice(tx, who, ask)}),
    money as (select ${purseKey} as key, grouping(${purseKey}) as is_total, sum(x.can_lend)::bigint as can_lend
      from (${purses(tx, who)}) x left join branch b on b.place_id = x.place_id where ${chosen('x', false)}
      group by grouping sets ((), (${purseKey}))),
    counted as (select ${key} as key, grouping(${key}) as is_total, ${FIGURES}
      from items i left join branch b on b.place_id = i.place_id where ${chosen('i', true)} group by grouping sets ((), (${key}))),
    -- where money lies and nobody asked is a row as well
    wanted as (select key, is_total from counted union select key, is_total from money where ${hasMoney})
    select t.key, t.is_total = 1 as "isTotal", coalesce(c.women, 0) as women, coalesce(c.bodies, 0) as bodies,
      coalesce(c."askedPaise", 0) as "askedPaise", coalesce(c."givenPaise", 0) as "givenPaise",
      coalesce(c."waitingPaise", 0) as "waitingPaise", coalesce(c."refusedPaise", 0) as "refusedPaise",
      case when ${hasMoney} then coalesce(p.can_lend, 0) end as "canLendPaise", coalesce(g.name, w.name_en, t.key) as en,
      coalesce(g.name_hi, w.name_hi) as hi, coalesce(g.name_ur, w.name_ur) as ur,
      coalesce(w.place_id is distinct from ${placeId ?? null}::uuid and exists (select from place z
        where z.org_id = ${tx.orgId} and z.parent_id = w.place_id), false) as "hasBelow"
    from wanted t left join counted c on c.is_total = t.is_total and c.key is not distinct from t.key
    left join money p on p.is_total = t.is_total and p.key is not distinct from t.key
    left join groups g on g.org_id = ${tx.orgId} and g.group_id = ${by === 'group' ? sql`t.key::uuid` : sql`null::uuid`}
    left join place w on w.org_id = ${tx.orgId} and w.place_id = ${by === 'place' ? sql`t.key::uuid` : sql`null::uuid`}
    where t.key is not null or t.is_total = 1 or c."askedPaise" > 0 or p.can_lend > 0
    order by t.is_total desc, c."askedPaise" desc nulls last, p.can_lend desc nulls last, t.key nulls last limit 2001`.execute(
    tx.db,
  );
  const [total, ...rest] = rows.map(({ isTotal: _, en, hi, ur, ...row }) => ({ ...row, names: { en, hi, ur } }));
  if (!total) throw new Error('a sum over nothing is still a row');
  const { key: _key, names: _names, hasBelow: _below, ...figures } = total;
  return { from: ask.from, to: ask.to, total: figures, rows: rest };
}
