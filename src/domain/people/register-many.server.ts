/** A list of new women at once: what `register` does to each, in one statement a table. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor, Item } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { renewPairs } from './duplicates.server.ts';
import type { PersonField, PersonFields, RegisterPerson } from './model.ts';
import { checkPerson } from './rules.ts';
import { searchTokens } from './search.rules.ts';

type New = { readonly commandId: string; readonly personId: string; readonly person: PersonFields };

/** Null when one of them is known already or breaks a rule. */
export async function registerMany(
  tx: Tx,
  who: Actor,
  items: readonly Item<RegisterPerson>[],
): Promise<{ personId: string }[] | null> {
  const list: New[] = [];
  for (const { commandId, input } of items) {
    const ruling = checkPerson(input.person, tx.today);
    if (!ruling.ok) return null;
    list.push({ commandId, personId: input.personId, person: ruling.value });
  }
  if (!(await insertPersons(tx, list))) return null;
  await insertParts(tx, list);
  await insertHistory(tx, who.userId, list);
  await renewPairs(
    tx,
    list.map((one) => one.personId),
  );
  return list.map(({ personId }) => ({ personId }));
}

async function insertPersons(tx: Tx, list: readonly New[]): Promise<boolean> {
  const rows = list.map(({ personId, person: p }) => ({
    org_id: tx.orgId,
    person_id: personId,
    now_id: personId,
    name_latin: p.nameLatin,
    name_devanagari: p.nameDevanagari,
    name_urdu: p.nameUrdu,
    relation_kind: p.relation?.kind,
    relation_name: p.relation?.name,
    place_id: p.placeId,
    household_id: p.householdId,
    household_role: p.householdRole,
    birth_year: p.birthYear,
    birth_date: p.birthDate,
    phone: p.phone,
    photo_id: p.photoId,
    picture_sign: p.pictureSign,
    social_category: p.socialCategory,
    flags: p.flags ?? [],
    note: p.note,
    registered_on: tx.today,
  }));
  const { rows: made } =
    await sql`insert into person (org_id, person_id, now_id, name_latin, name_devanagari, name_urdu, relation_kind,
      relation_name, place_id, household_id, household_role, birth_year, birth_date, phone, photo_id, picture_sign, social_category, flags, note,
      registered_on)
    select org_id, person_id, now_id, name_latin, name_devanagari, name_urdu, relation_kind, relation_name, place_id, household_id, household_role,
      birth_year, birth_date, phone, photo_id, picture_sign, social_category, flags, note, registered_on
    from jsonb_populate_recordset(null::person, ${JSON.stringify(rows)}::jsonb)
    on conflict do nothing returning person_id`.execute(tx.db);
  return made.length === list.length;
}

async function insertParts(tx: Tx, list: readonly New[]): Promise<void> {
  const tokens = list.flatMap(({ personId, person }) => searchTokens(person).map((token) => ({ personId, token })));
  await sql`insert into person_token (org_id, person_id, token) select ${tx.orgId}, *
    from unnest(${tokens.map((one) => one.personId)}::uuid[], ${tokens.map((one) => one.token)}::text[]) on conflict do nothing`.execute(
    tx.db,
  );
  const crafts = list.flatMap(({ personId, person }) => (person.crafts ?? []).map((one) => ({ personId, ...one })));
  if (crafts.length === 0) return;
  await sql`insert into person_craft (org_id, person_id, craft, since_year) select ${tx.orgId}, *
    from unnest(${crafts.map((one) => one.personId)}::uuid[], ${crafts.map((one) => one.craft)}::text[],
      ${crafts.map((one) => one.sinceYear)}::int[])
    on conflict (org_id, person_id, craft) do update set since_year = excluded.since_year`.execute(tx.db);
}

/** Every field that was said, from nothing to what it says. */
async function insertHistory(tx: Tx, userId: string, list: readonly New[]): Promise<void> {
  const rows = list.flatMap(({ commandId, personId, person }) =>
    (Object.keys(person) as PersonField[])
      .filter((field) => (person[field] ?? null) !== null)
      .map((field) => ({ id: newId(), commandId, personId, field, after: JSON.stringify(person[field]) })),
  );
  await sql`insert into person_change (org_id, change_id, person_id, field, before, after, command_id, user_id, at)
    select ${tx.orgId}, id, person, field, 'null'::jsonb, after, command, ${userId}, ${tx.now}
    from unnest(${rows.map((one) => one.id)}::uuid[], ${rows.map((one) => one.personId)}::uuid[], ${rows.map((one) => one.field)}::text[],
      ${rows.map((one) => one.after)}::jsonb[], ${rows.map((one) => one.commandId)}::uuid[]) as one(id, person, field, after, command)`.execute(
    tx.db,
  );
}
