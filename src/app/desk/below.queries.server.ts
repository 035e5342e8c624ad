/** What a parent sees of the organisations below it: counts and sums; names of groups only with a right of their own. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { silentGroups, type SilentGroup } from './today.queries.server.ts';

export type BelowRow = {
  orgId: string;
  parentOrgId: string | null;
  kind: string;
  name: string;
  nameHi: string | null;
  nameUr: string | null;
  groups: number;
  members: number;
  savingsPaise: number;
  loansPaise: number;
  cashPaise: number;
  held: number;
  /** Groups with something held. */
  heldGroups: number;
  silent: number;
};

/** The organisation itself first, then those below by name. */
export async function below(tx: Tx, who: Actor): Promise<BelowRow[]> {
  const { rows } = await sql<Omit<BelowRow, 'silent'>>`
    with seen as (select unnest(${[...who.orgIds]}::uuid[]) as org_id),
    money as (
      select b.org_id, sum(b.credit_paise - b.debit_paise) filter (where b.account in ('2010', '2020')) as savings,
        sum(b.debit_paise - b.credit_paise) filter (where b.account in ('1110', '1120')) as loans,
        sum(b.debit_paise - b.credit_paise) filter (where b.account = '1010') as cash
      from seen join account_balance b on b.org_id = seen.org_id where b.account in ('1010', '2010', '2020', '1110', '1120') group by b.org_id),
    waits as (
      select c.org_id, count(*)::int as held, count(distinct c.scope_id) filter (where c.scope_kind = 'group')::int as held_groups
      from seen join command c on c.org_id = seen.org_id where c.status = 'held' group by c.org_id)
    select o.org_id as "orgId", o.parent_org_id as "parentOrgId", o.kind, o.name, o.name_hi as "nameHi", o.name_ur as "nameUr",
      (select count(*)::int from groups g where g.org_id = o.org_id and g.state <> 'closed' and not g.practice) as groups,
      (select count(distinct m.person_id)::int from membership m join groups g on g.org_id = m.org_id and g.group_id = m.group_id
        where m.org_id = o.org_id and m.left_on is null and not g.practice) as members,
      coalesce(money.savings, 0)::bigint as "savingsPaise", coalesce(money.loans, 0)::bigint as "loansPaise",
      coalesce(money.cash, 0)::bigint as "cashPaise", coalesce(waits.held, 0) as held, coalesce(waits.held_groups, 0) as "heldGroups"
    from seen join org o on o.org_id = seen.org_id left join money on money.org_id = o.org_id left join waits on waits.org_id = o.org_id
    order by o.org_id <> ${who.orgId}, o.name, o.org_id`.execute(tx.db);
  const silent = await silentGroups(tx, { orgs: who.orgIds });
  return rows.map((row) => ({ ...row, silent: silent.filter((group) => group.orgId === row.orgId).length }));
}

export type BelowGroup = {
  orgId: string;
  groupId: string;
  name: string;
  nameHi: string | null;
  nameUr: string | null;
  held: number;
};

/** Silent and held groups of every organisation below, by name. */
export async function belowGroups(
  tx: Tx,
  who: Actor,
): Promise<{ silent: (SilentGroup & { orgId: string })[]; held: BelowGroup[] }> {
  const { rows } =
    await sql<BelowGroup>`select g.org_id as "orgId", g.group_id as "groupId", g.name, g.name_hi as "nameHi", g.name_ur as "nameUr",
      count(*)::int as held
    from command c join groups g on g.org_id = c.org_id and g.group_id = c.scope_id
    where c.org_id = any(${[...who.orgIds]}::uuid[]) and c.status = 'held' group by 1, 2, 3, 4, 5 order by held desc, g.name limit 500`.execute(
      tx.db,
    );
  return { silent: await silentGroups(tx, { orgs: who.orgIds }), held: rows };
}
