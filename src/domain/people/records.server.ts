/** Loading and saving one person's row, her crafts and search tokens. Every statement names the organisation. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import type { PersonField, PersonFields } from './model.ts';
import { searchTokens } from './search.rules.ts';

export type StoredPerson = { fields: PersonFields; nowId: string; leftOn: string | null; erasedOn: string | null };
type Row = Record<string, unknown> & { now_id: string; left_on: string | null; erased_on: string | null };

const COLUMN: Readonly<Partial<Record<PersonField, string>>> = {
  nameLatin: 'name_latin',
  nameDevanagari: 'name_devanagari',
  nameUrdu: 'name_urdu',
  placeId: 'place_id',
  householdId: 'household_id',
  householdRole: 'household_role',
  birthYear: 'birth_year',
  birthDate: 'birth_date',
  phone: 'phone',
  photoId: 'photo_id',
  pictureSign: 'picture_sign',
  socialCategory: 'social_category',
  flags: 'flags',
  note: 'note',
};

/** Null when there is no such person in this organisation. `lock` keeps two corrections of one record in line. */
export async function loadPerson(tx: Tx, personId: string, { lock = false } = {}): Promise<StoredPerson | null> {
  const { rows } = await sql<Row>`select * from person where org_id = ${tx.orgId} and person_id = ${personId}
    ${lock ? sql`for update` : sql``}`.execute(tx.db);
  const row = rows[0];
  if (!row) return null;
  const crafts = await sql<{
    craft: string;
    sinceYear: number | null;
  }>`select craft, since_year as "sinceYear" from person_craft
    where org_id = ${tx.orgId} and person_id = ${personId} order by craft`.execute(tx.db);
  const plain = Object.fromEntries(
    Object.entries(COLUMN).map(([field, column]) => [field, row[column]]),
  ) as PersonFields;
  const kind = row.relation_kind as NonNullable<PersonFields['relation']>['kind'] | null;
  const relation = kind && row.relation_name ? { kind, name: row.relation_name as string } : null;
  return {
    fields: { ...plain, relation, crafts: crafts.rows },
    nowId: row.now_id,
    leftOn: row.left_on,
    erasedOn: row.erased_on,
  };
}

/** Inserts or updates the whole row, crafts and tokens. */
export async function savePerson(tx: Tx, personId: string, person: PersonFields): Promise<void> {
  const p = person;
  await sql`
    insert into person (org_id, person_id, now_id, name_latin, name_devanagari, name_urdu, relation_kind, relation_name, place_id,
      household_id, household_role, birth_year, birth_date, phone, photo_id, picture_sign, social_category, flags, note, registered_on)
    values (${tx.orgId}, ${personId}, ${personId}, ${p.nameLatin ?? null}, ${p.nameDevanagari ?? null}, ${p.nameUrdu ?? null},
      ${p.relation?.kind ?? null}, ${p.relation?.name ?? null}, ${p.placeId ?? null}, ${p.householdId ?? null}, ${p.householdRole ?? null},
      ${p.birthYear ?? null}, ${p.birthDate ?? null}, ${p.phone ?? null}, ${p.photoId ?? null}, ${p.pictureSign ?? null},
      ${p.socialCategory ?? null}, ${p.flags ?? []}::text[], ${p.note ?? null}, ${tx.today})
    on conflict (org_id, person_id) do update set (name_latin, name_devanagari, name_urdu, relation_kind, relation_name, place_id,
      household_id, household_role, birth_year, birth_date, phone, photo_id, picture_sign, social_category, flags, note)
      = (excluded.name_latin, excluded.name_devanagari, excluded.name_urdu, excluded.relation_kind, excluded.relation_name,
      excluded.place_id, excluded.household_id, excluded.household_role, excluded.birth_year, excluded.birth_date, excluded.phone,
      excluded.photo_id, excluded.picture_sign, excluded.social_category, excluded.flags, excluded.note)`.execute(
    tx.db,
  );
  await saveCrafts(tx, personId, p.crafts ?? []);
  await saveTokens(tx, personId, searchTokens(p));
}

async function saveCrafts(tx: Tx, personId: string, crafts: NonNullable<PersonFields['crafts']>): Promise<void> {
  const names = crafts.map((one) => one.craft);
  await sql`delete from person_craft where org_id = ${tx.orgId} and person_id = ${personId} and craft <> all (${names}::text[])`.execute(
    tx.db,
  );
  await sql`insert into person_craft (org_id, person_id, craft, since_year)
    select ${tx.orgId}, ${personId}, * from unnest(${names}::text[], ${crafts.map((one) => one.sinceYear)}::int[])
    on conflict (org_id, person_id, craft) do update set since_year = excluded.since_year`.execute(tx.db);
}

export async function saveTokens(tx: Tx, personId: string, tokens: readonly string[]): Promise<void> {
  await sql`delete from person_token where org_id = ${tx.orgId} and person_id = ${personId} and token <> all (${tokens}::text[])`.execute(
    tx.db,
  );
  await sql`insert into person_token (org_id, person_id, token) select ${tx.orgId}, ${personId}, unnest(${tokens}::text[])
    on conflict do nothing`.execute(tx.db);
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Keeps what each changed field said before. @returns the fields that changed. */
export async function keepHistory(
  tx: Tx,
  userId: string,
  change: { personId: string; before: PersonFields; after: PersonFields },
): Promise<string[]> {
  const fields = (Object.keys({ ...change.before, ...change.after }) as PersonField[]).filter(
    (field) => !same(change.before[field], change.after[field]),
  );
  const text = (side: PersonFields) => fields.map((field) => JSON.stringify(side[field] ?? null));
  await sql`insert into person_change (org_id, change_id, person_id, field, before, after, command_id, user_id, at)
    select ${tx.orgId}, id, ${change.personId}, field, before, after, ${tx.commandId}, ${userId}, ${tx.now}
    from unnest(${fields.map(() => newId())}::uuid[], ${fields}::text[], ${text(change.before)}::jsonb[], ${text(change.after)}::jsonb[])
      as one(id, field, before, after)`.execute(tx.db);
  return fields;
}
