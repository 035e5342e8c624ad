/**
 * How far women, groups and villages are free of outside debts. Counted over all registered debts of women whom the asker looks after:
 * sums name nobody, so a withdrawn consent takes no woman out of them. Reached: somebody asked her (a look at her household, or a debt).
 */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { groupIsHers, personIsHers } from '#domain/people/index.server.ts';

export type FreedRow = {
  readonly id: string;
  readonly name: string;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
  /** Members today, and those nobody asked yet: missing, not without debts. */
  readonly women: number;
  readonly notReached: number;
  /** Women with a registered debt, and those of them with none left standing or unproved. */
  readonly indebted: number;
  readonly freed: number;
  readonly savedPaise: number;
};
export type DebtFigures = {
  readonly debts: number;
  readonly standing: number;
  /** Paid, the lender's paper still missing. */
  readonly waiting: number;
  readonly free: number;
  readonly women: number;
  readonly womenFree: number;
  readonly swaps: number;
  /** Over all swaps: what the debts would have gone on to cost, less all that the loans instead of them take. */
  readonly savedPaise: number;
  readonly members: number;
  readonly notReached: number;
  readonly groups: readonly FreedRow[];
  readonly places: readonly FreedRow[];
};

export async function figures(tx: Tx, who: Actor): Promise<DebtFigures> {
  const total = await sql<Omit<DebtFigures, 'groups' | 'places' | 'members' | 'notReached'>>`
    with mine as (select d.debt_id, d.person_id, d.state from outside_debt d
      join person p on p.org_id = d.org_id and p.person_id = d.person_id
      where d.org_id = ${tx.orgId} and d.state <> 'struck' and ${personIsHers(tx, who)})
    select count(*)::int as debts, count(*) filter (where state = 'standing')::int as standing,
      count(*) filter (where state = 'paid')::int as waiting, count(*) filter (where state = 'free')::int as free,
      count(distinct person_id)::int as women,
      (count(distinct person_id) - count(distinct person_id) filter (where state <> 'free'))::int as "womenFree",
      (select count(*)::int from debt_payment y where y.org_id = ${tx.orgId} and y.struck_on is null and y.source_id is not null
        and y.debt_id in (select debt_id from mine)) as swaps,
      (select coalesce(sum(y.as_now_paise - y.payable_paise), 0)::bigint from debt_payment y where y.org_id = ${tx.orgId}
        and y.struck_on is null and y.debt_id in (select debt_id from mine)) as "savedPaise"
    from mine`.execute(tx.db);
  const groups = await rowsBy(tx, who, 'group');
  const places = await rowsBy(tx, who, 'place');
  const members = await sql<{ members: number; notReached: number }>`select count(*)::int as members,
      count(*) filter (where not reached)::int as "notReached"
    from (select distinct on (w.person_id) w.person_id, w.reached from (${women(tx, who)}) w order by w.person_id) one`.execute(
    tx.db,
  );
  return { ...total.rows[0]!, ...members.rows[0]!, groups, places };
}

/** Every woman in a group today, once for each of her groups: whether she was asked, had debts, and is free of them. */
const women = (tx: Tx, who: Actor) => sql`
  select m.person_id, m.group_id, g.place_id,
    (x.debts > 0 or exists (select from household_assessment a where a.org_id = m.org_id and a.person_id = m.person_id)) as reached,
    x.debts > 0 as indebted, x.debts > 0 and x.open = 0 as freed, x.saved
  from membership m join groups g on g.org_id = m.org_id and g.group_id = m.group_id
    cross join lateral (select count(*) as debts, count(*) filter (where d.state <> 'free') as open,
        coalesce(sum(y.saved), 0) as saved
      from outside_debt d left join lateral (select sum(p.as_now_paise - p.payable_paise) as saved from debt_payment p
        where p.org_id = d.org_id and p.debt_id = d.debt_id and p.struck_on is null) y on true
      where d.org_id = m.org_id and d.person_id = m.person_id and d.state <> 'struck') x
  where m.org_id = ${tx.orgId} and m.left_on is null and g.kind = 'self_help_group' and g.state = 'active' and not g.practice
    and ${groupIsHers(tx, who, 'm.group_id')}`;

async function rowsBy(tx: Tx, who: Actor, by: 'group' | 'place'): Promise<FreedRow[]> {
  const named =
    by === 'group'
      ? sql`select group_id as id, name as name_en, name_hi, name_ur from groups where org_id = ${tx.orgId}`
      : sql`select place_id as id, name_en, name_hi, name_ur from place where org_id = ${tx.orgId}`;
  const key = by === 'group' ? sql`w.group_id` : sql`w.place_id`;
  const { rows } = await sql<FreedRow>`
    select n.id, n.name_en as name, n.name_hi as "nameHi", n.name_ur as "nameUr", count(*)::int as women,
      count(*) filter (where not one.reached)::int as "notReached", count(*) filter (where one.indebted)::int as indebted,
      count(*) filter (where one.freed)::int as freed, sum(one.saved)::bigint as "savedPaise"
    from (select distinct on (${key}, w.person_id) ${key} as id, w.* from (${women(tx, who)}) w where ${key} is not null
      order by ${key}, w.person_id) one
    join (${named}) n on n.id = one.id
    group by n.id, n.name_en, n.name_hi, n.name_ur having count(*) filter (where one.indebted) > 0
    order by count(*) filter (where one.indebted) - count(*) filter (where one.freed) desc, 2 limit 500`.execute(tx.db);
  return rows;
}
