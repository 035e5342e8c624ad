/** What ends: a membership without money, and a group that holds and owes nothing any more. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import type { GroupRef, Leaving } from './model.ts';
import { judgeClosing, judgeLeaving } from './rules.ts';

type Standing = {
  joinedOn: string | null;
  leftOn: string | null;
  savingsPaise: number;
  loansPaise: number;
  lastEntryOn: string | null;
};

/** What she has with the group and owes it, and the last day anything was booked in her name. */
async function standingOf(tx: Tx, { groupId, personId }: { groupId: string; personId: string }): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select m.joined_on as "joinedOn", m.left_on as "leftOn",
      coalesce((select sum(b.credit_paise - b.debit_paise) from party_balance b where b.org_id = g.org_id and b.book_id = g.book_id
        and b.party_id = ${personId} and b.account like '2%'), 0)::bigint as "savingsPaise",
      coalesce((select sum(b.debit_paise - b.credit_paise) from party_balance b where b.org_id = g.org_id and b.book_id = g.book_id
        and b.party_id = ${personId} and b.account like '1%'), 0)::bigint + coalesce(m.fines_owed_paise, 0) as "loansPaise",
      (select max(p.event_on) from posting p where p.org_id = g.org_id and p.book_id = g.book_id and p.party_id = ${personId}) as "lastEntryOn"
    from groups g left join lateral (select x.joined_on, x.left_on, x.fines_owed_paise from membership x where x.org_id = g.org_id
      and x.group_id = g.group_id and x.person_id = ${personId} order by x.joined_on desc limit 1) m on true
    where g.org_id = ${tx.orgId} and g.group_id = ${groupId}`.execute(tx.db);
  return rows[0] ?? { joinedOn: null, leftOn: null, savingsPaise: 0, loansPaise: 0, lastEntryOn: null };
}

/** Her offices end with it. @returns refused as {@link judgeLeaving} */
export async function removeMember(tx: Tx, _who: Actor, input: Leaving): Promise<Outcome<{ personId: string }>> {
  const { joinedOn, leftOn, ...money } = await standingOf(tx, input);
  const stay = joinedOn === null ? null : { joinedOn, leftOn };
  const ruling = judgeLeaving(input.leftOn, { stay, money, today: tx.today });
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  const hers = sql`org_id = ${tx.orgId} and group_id = ${input.groupId} and person_id = ${input.personId}`;
  await sql`update membership set left_on = ${input.leftOn}, leave_reason = ${input.reason}
    where ${hers} and joined_on = ${joinedOn}`.execute(tx.db);
  await sql`update officer set until_on = greatest(from_on, ${input.leftOn}::date) where ${hers} and until_on is null`.execute(
    tx.db,
  );
  tx.changed(input.groupId, 'group', input.groupId);
  return applied({ personId: input.personId });
}

/** @returns refused `groups.unknown` and as {@link judgeClosing} */
export async function closeGroup(tx: Tx, _who: Actor, { groupId }: GroupRef): Promise<Outcome<{ groupId: string }>> {
  const { rows } = await sql<{ state: string; members: number; openAccounts: number; owns: number }>`
    select g.state, (select count(*)::int from membership m where m.org_id = g.org_id and m.group_id = g.group_id and m.left_on is null) as members,
      (select count(*)::int from (select a.account from account_balance a where a.org_id = g.org_id and a.book_id = g.book_id
        and (a.account like '1%' or a.account like '2%') group by a.account having sum(a.debit_paise - a.credit_paise) <> 0) x) as "openAccounts",
      (select count(*)::int from enterprise_owner o join enterprise e on e.org_id = o.org_id and e.enterprise_id = o.enterprise_id
        where o.org_id = g.org_id and o.group_id = g.group_id and o.until_on is null and e.closed_on is null) as owns
    from groups g where g.org_id = ${tx.orgId} and g.group_id = ${groupId} for update of g`.execute(tx.db);
  if (!rows[0]) return refused('groups.unknown', {});
  const ruling = judgeClosing(rows[0]);
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  await sql`update groups set state = 'closed' where org_id = ${tx.orgId} and group_id = ${groupId}`.execute(tx.db);
  tx.changed(groupId, 'group', groupId);
  return applied({ groupId });
}
