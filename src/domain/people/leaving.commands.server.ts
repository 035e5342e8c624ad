/** Leaving the organisation, for how long a leaver's fields are kept, and erasing them. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { renewPairs } from './duplicates.server.ts';
import { eraseRows } from './erase.server.ts';
import { tellHerPhones } from './household.server.ts';
import { decideErasure } from './merge.rules.ts';
import type { ErasePerson, LeavePerson, PersonRef, SetRetention } from './model.ts';
import { loadPerson, saveTokens } from './records.server.ts';
import { partsOf, tiesOf } from './ties.server.ts';

/** @returns refused `people.not_found` | `people.left {on}` | `people.leave_ahead {today}` | `people.leave_open_ties {count}` */
export async function leave(tx: Tx, _who: Actor, input: LeavePerson): Promise<Outcome<{ personId: string }>> {
  const person = await loadPerson(tx, input.personId, { lock: true });
  if (!person || person.erasedOn) return refused('people.not_found');
  if (person.leftOn) return refused('people.left', { on: person.leftOn });
  if (input.leftOn > tx.today) return refused('people.leave_ahead', { today: tx.today });
  const parts = await partsOf(tx, input.personId);
  if (parts > 0) return refused('people.leave_open_ties', { count: parts });
  await sql`update person set left_on = ${input.leftOn} where org_id = ${tx.orgId} and person_id = ${input.personId}`.execute(
    tx.db,
  );
  return applied({ personId: input.personId });
}

/** Her leaving was a mistake, or she came back. @returns refused `people.not_found` | `people.leave_not_left` */
export async function comeBack(tx: Tx, _who: Actor, { personId }: PersonRef): Promise<Outcome<{ personId: string }>> {
  const person = await loadPerson(tx, personId, { lock: true });
  if (!person || person.erasedOn) return refused('people.not_found');
  if (!person.leftOn) return refused('people.leave_not_left');
  await sql`update person set left_on = null where org_id = ${tx.orgId} and person_id = ${personId}`.execute(tx.db);
  return applied({ personId });
}

export async function setRetention(tx: Tx, _who: Actor, input: SetRetention): Promise<Outcome<{ fromOn: string }>> {
  await sql`insert into person_retention (org_id, from_on, months, source) values (${tx.orgId}, ${input.fromOn}, ${input.months}, ${input.source})
    on conflict (org_id, from_on) do update set months = excluded.months, source = excluded.source`.execute(tx.db);
  return applied({ fromOn: input.fromOn });
}

/** For how many months a leaver's fields are kept, as of today; null while none is set. */
export async function retentionMonths(tx: Tx): Promise<number | null> {
  const { rows } = await sql<{ months: number }>`select months from person_retention
    where org_id = ${tx.orgId} and from_on <= ${tx.today} order by from_on desc limit 1`.execute(tx.db);
  return rows[0]?.months ?? null;
}

/** Clears her personal fields, numbers, history and the payloads of her commands; ids, dates, postings and commitments stay. */
export async function erase(tx: Tx, _who: Actor, { personId }: ErasePerson): Promise<Outcome<{ personId: string }>> {
  const person = await loadPerson(tx, personId, { lock: true });
  if (!person) return refused('people.not_found');
  const months = await retentionMonths(tx);
  if (months === null) return refused('people.retention_unset');
  const ruling = decideErasure(person, { retentionMonths: months, ties: await tiesOf(tx, personId), on: tx.today });
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  // her home is one fewer
  await tellHerPhones(tx, personId);
  await eraseRows(tx, personId);
  await saveTokens(tx, personId, []);
  await renewPairs(tx, [personId]);
  return applied({ personId });
}
