/** A list of women who join at once: what `addMember` does for each, in one statement a table. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor, Item } from '#platform/door.ts';
import type { Joining } from './model.ts';
import { judgeJoining } from './rules.ts';

type Group = { id: string; kind: string; formed_on: string };

/** Null when one of them may not join, or stands in any group already: then each is judged by itself. */
export async function addMembers(
  tx: Tx,
  _who: Actor,
  items: readonly Item<Joining>[],
): Promise<{ personId: string }[] | null> {
  const list = items.map((item) => item.input);
  const people = [...new Set(list.map((one) => one.personId))];
  const groups = await groupsById(tx, [...new Set(list.map((one) => one.groupId))]);
  const { rows: standing } = await sql`select from membership
    where org_id = ${tx.orgId} and person_id = any(${people}::uuid[]) limit 1`.execute(tx.db);
  if (standing.length > 0 || people.length < list.length) return null;
  for (const { groupId, joinedOn } of list) {
    const group = groups.get(groupId);
    if (!group) return null;
    const ruling = judgeJoining(joinedOn, { stays: [], otherGroupName: null, groupFormedOn: group.formed_on });
    if (!ruling.ok) return null;
  }
  await tx.db
    .insertInto('membership')
    .values(
      list.map((one) => ({
        org_id: tx.orgId,
        group_id: one.groupId,
        person_id: one.personId,
        joined_on: one.joinedOn,
        usual_compulsory_paise: one.usualCompulsoryPaise,
        usual_voluntary_paise: one.usualVoluntaryPaise,
      })),
    )
    .execute();
  for (const groupId of groups.keys()) tx.changed(groupId, 'group', groupId);
  return list.map(({ personId }) => ({ personId }));
}

async function groupsById(tx: Tx, ids: readonly string[]): Promise<Map<string, Group>> {
  const { rows } = await sql<Group>`select group_id as id, kind, formed_on from groups
    where org_id = ${tx.orgId} and group_id = any(${[...ids]}::uuid[])`.execute(tx.db);
  return new Map(rows.map((row) => [row.id, row]));
}
