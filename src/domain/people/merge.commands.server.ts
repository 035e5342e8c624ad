/** Merging two records of one woman, and undoing it. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { decideMerge, decideUndo, personOn, type Alias } from './merge.rules.ts';
import type { MergePersons, UndoMerge } from './model.ts';
import { renewPairs } from './duplicates.server.ts';
import { tellHerPhones } from './household.server.ts';
import { loadPerson } from './records.server.ts';

/** All merges of the organisation that touch one of these persons, directly or through a chain. */
async function aliasesAround(tx: Tx, ids: readonly string[]): Promise<Alias[]> {
  const { rows } = await sql<Alias>`
    with recursive near(id) as (
      select unnest(${ids}::uuid[])
      union select x.id from near n join person_alias a on a.org_id = ${tx.orgId} and n.id in (a.alias_id, a.kept_id)
        cross join lateral (values (a.alias_id), (a.kept_id)) x(id))
    select a.alias_id as "aliasId", a.kept_id as "keptId", a.merged_on as "mergedOn", a.undone_on as "undoneOn"
    from person_alias a where a.org_id = ${tx.orgId} and (a.alias_id in (select id from near) or a.kept_id in (select id from near))
    order by a.merge_no`.execute(tx.db);
  return rows;
}

/** Brings `person.now_id` in step with the merges; undone ones are out whatever their date. */
async function renewNow(tx: Tx, aliases: readonly Alias[]): Promise<void> {
  const standing = aliases.filter((alias) => alias.undoneOn === null);
  const ids = [...new Set(aliases.flatMap((alias) => [alias.aliasId, alias.keptId]))];
  const now = ids.map((id) => personOn(standing, id, '9999-12-31'));
  await sql`update person p set now_id = n.now_id from unnest(${ids}::uuid[], ${now}::uuid[]) as n(id, now_id)
    where p.org_id = ${tx.orgId} and p.person_id = n.id`.execute(tx.db);
  await renewPairs(tx, ids);
  for (const id of ids) await tellHerPhones(tx, id);
}

/** One merge at a time in an organisation: two at once could close a circle. */
const oneAtATime = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('people.merge:' || ${tx.orgId}, 0))`.execute(tx.db);

/** @returns refused `people.not_found` | `people.merge_same` | `people.merge_already` | `people.merge_into_alias` */
export async function merge(
  tx: Tx,
  _who: Actor,
  input: MergePersons,
): Promise<Outcome<{ keptId: string; aliasId: string }>> {
  await oneAtATime(tx);
  for (const id of [input.keptId, input.aliasId]) {
    const person = await loadPerson(tx, id);
    if (!person || person.erasedOn) return refused('people.not_found');
  }
  const aliases = await aliasesAround(tx, [input.keptId, input.aliasId]);
  const ruling = decideMerge(aliases, input, tx.today);
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  await sql`insert into person_alias (org_id, alias_id, kept_id, merge_no, merged_on, reason)
    values (${tx.orgId}, ${input.aliasId}, ${input.keptId},
      (select coalesce(max(merge_no), 0) + 1 from person_alias where org_id = ${tx.orgId} and alias_id = ${input.aliasId}),
      ${tx.today}, ${input.reason})`.execute(tx.db);
  await renewNow(tx, [...aliases, ruling.value]);
  return applied({ keptId: input.keptId, aliasId: input.aliasId });
}

/** @returns refused `people.merge_not_found` */
export async function undoMerge(tx: Tx, _who: Actor, input: UndoMerge): Promise<Outcome<{ aliasId: string }>> {
  await oneAtATime(tx);
  const aliases = await aliasesAround(tx, [input.aliasId]);
  const ruling = decideUndo(aliases, input.aliasId, tx.today);
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  await sql`update person_alias set undone_on = ${tx.today}, undo_reason = ${input.reason}
    where org_id = ${tx.orgId} and alias_id = ${input.aliasId} and undone_on is null`.execute(tx.db);
  const isUndone = (alias: Alias) => alias.aliasId === input.aliasId && alias.undoneOn === null;
  await renewNow(
    tx,
    aliases.map((alias) => (isUndone(alias) ? ruling.value : alias)),
  );
  return applied({ aliasId: input.aliasId });
}
