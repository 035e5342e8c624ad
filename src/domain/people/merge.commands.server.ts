/** Merging two records of one woman, undoing it, leaving, and erasing a leaver. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { decideErasure, decideMerge, decideUndo, personOn, type Alias } from './merge.rules.ts';
import type { ErasePerson, LeavePerson, MergePersons, SetRetention, UndoMerge } from './model.ts';
import { loadPerson, saveTokens } from './records.server.ts';

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

/** @returns refused `people.not_found` | `people.left {on}` | `people.leave_ahead {today}` */
export async function leave(tx: Tx, _who: Actor, input: LeavePerson): Promise<Outcome<{ personId: string }>> {
  const person = await loadPerson(tx, input.personId, { lock: true });
  if (!person || person.erasedOn) return refused('people.not_found');
  if (person.leftOn) return refused('people.left', { on: person.leftOn });
  if (input.leftOn > tx.today) return refused('people.leave_ahead', { today: tx.today });
  await sql`update person set left_on = ${input.leftOn} where org_id = ${tx.orgId} and person_id = ${input.personId}`.execute(
    tx.db,
  );
  return applied({ personId: input.personId });
}

export async function setRetention(tx: Tx, _who: Actor, input: SetRetention): Promise<Outcome<{ fromOn: string }>> {
  await sql`insert into person_retention (org_id, from_on, months, source) values (${tx.orgId}, ${input.fromOn}, ${input.months}, ${input.source})
    on conflict (org_id, from_on) do update set months = excluded.months, source = excluded.source`.execute(tx.db);
  return applied({ fromOn: input.fromOn });
}

/** Clears her personal fields, numbers, history and the payloads of her commands; ids, dates, postings and commitments stay. */
export async function erase(tx: Tx, _who: Actor, { personId }: ErasePerson): Promise<Outcome<{ personId: string }>> {
  const person = await loadPerson(tx, personId, { lock: true });
  if (!person) return refused('people.not_found');
  const { rows } = await sql<{ months: number | null; ties: number }>`select
    (select months from person_retention where org_id = ${tx.orgId} and from_on <= ${tx.today} order by from_on desc limit 1) as months,
    (select count(*)::int from membership where org_id = ${tx.orgId} and person_id = ${personId} and left_on is null) as ties`.execute(
    tx.db,
  );
  const { months, ties } = rows[0]!;
  if (months === null) return refused('people.retention_unset');
  const ruling = decideErasure(person, { retentionMonths: months, openTies: ties, on: tx.today });
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  await eraseRows(tx, personId);
  await saveTokens(tx, personId, []);
  return applied({ personId });
}

async function eraseRows(tx: Tx, personId: string): Promise<void> {
  const hers = sql`org_id = ${tx.orgId} and person_id = ${personId}`;
  const commands = sql`org_id = ${tx.orgId} and command_id <> ${tx.commandId}
    and ((scope_kind = 'person' and scope_id = ${personId}) or command_id in (select command_id from person_change where ${hers}))`;
  // what looking at a number answered is stored with the command: it goes too
  await sql`update command set payload = null, payload_salt = null,
    outcome = case when outcome ->> 'kind' = 'applied' then '{"kind":"applied","receipt":null}'::jsonb else outcome end
    where ${commands}`.execute(tx.db);
  await sql`update person set name_latin = null, name_devanagari = null, name_urdu = null, relation_kind = null, relation_name = null,
    phone = null, birth_date = null, photo_id = null, picture_sign = null, note = null, aadhaar_last_four = null, flags = '{}',
    social_category = null, erased_on = ${tx.today} where ${hers}`.execute(tx.db);
  await sql`update person_change set before = null, after = null where ${hers}`.execute(tx.db);
  await sql`delete from person_identity where ${hers}`.execute(tx.db);
  await sql`delete from person_bank_account where ${hers}`.execute(tx.db);
  await sql`update consent set note = null where ${hers}`.execute(tx.db);
}
