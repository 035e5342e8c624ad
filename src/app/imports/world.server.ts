/** What an import's lines are looked up in: the organisation's places, groups and members, by their names in any of three scripts. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { sameWord } from './cells.ts';
import { derivedId } from './derived-id.server.ts';
import type { Subject, World } from './plan.ts';

type Names = Map<string, Set<string>>;
const put = (names: Names, name: string | null, id: string): void => {
  const word = sameWord(name ?? '');
  if (word === '') return;
  names.set(word, (names.get(word) ?? new Set()).add(id));
};
const found = (names: Names) => (name: string) => [...(names.get(sameWord(name)) ?? [])];

export type GrowingWorld = World & {
  /** A line that was taken is there for the lines below it. */
  readonly add: (subject: Subject, payload: Readonly<Record<string, unknown>>) => void;
};

export async function loadWorld(tx: Tx): Promise<GrowingWorld> {
  const places: Names = new Map();
  const groups: Names = new Map();
  const formed = new Map<string, string>();
  const members = new Map<string, { names: Names; phones: Names }>();

  const placeRows = await sql<{
    id: string;
    name_en: string;
    name_hi: string;
    name_ur: string;
    above: string;
    code: string;
  }>`
    select p.place_id as id, p.name_en, p.name_hi, p.name_ur, up.name_en as above, coalesce(p.lgd_code, p.code) as code
    from place p left join place up on up.org_id = p.org_id and up.place_id = p.parent_id
    where p.org_id = ${tx.orgId} and p.valid_to is null`.execute(tx.db);
  for (const row of placeRows.rows) addPlace(places, row);
  const groupRows = await sql<{ id: string; name: string; name_hi: string; name_ur: string; formed_on: string }>`
    select group_id as id, name, name_hi, name_ur, formed_on from groups
    where org_id = ${tx.orgId} and state <> 'closed' and not practice`.execute(tx.db);
  for (const row of groupRows.rows) {
    for (const name of [row.name, row.name_hi, row.name_ur]) put(groups, name, row.id);
    formed.set(row.id, row.formed_on);
  }
  const memberRows = await sql<{
    group_id: string;
    id: string;
    latin: string;
    deva: string;
    urdu: string;
    phone: string;
  }>`
    select m.group_id, p.now_id as id, p.name_latin as latin, p.name_devanagari as deva, p.name_urdu as urdu, p.phone
    from membership m join person p on p.org_id = m.org_id and p.person_id = m.person_id
    where m.org_id = ${tx.orgId} and m.left_on is null`.execute(tx.db);
  for (const row of memberRows.rows) {
    const of = members.get(row.group_id) ?? { names: new Map(), phones: new Map() };
    members.set(row.group_id, of);
    for (const name of [row.latin, row.deva, row.urdu]) put(of.names, name, row.id);
    put(of.phones, row.phone, row.id);
  }
  return {
    today: tx.today,
    idOf: (kind, key) => derivedId(tx.orgId, kind, key),
    placeIds: found(places),
    groupIds: found(groups),
    groupFormedOn: (groupId) => formed.get(groupId) ?? null,
    personIds(groupId, { name, phone }) {
      const of = members.get(groupId);
      const byPhone = of && phone ? found(of.phones)(phone) : [];
      return byPhone.length > 0 || !of || !name ? byPhone : found(of.names)(name);
    },
    add({ kind, id }, payload) {
      if (kind === 'place') addPlace(places, { id, ...payload, name_en: payload['nameEn'] } as never);
      if (kind !== 'group') return;
      for (const key of ['name', 'nameHi', 'nameUr']) put(groups, payload[key] as string | null, id);
      formed.set(id, payload['formedOn'] as string);
    },
  };
}

/** A place is found by its name, by "name, what it lies in", and by its code. */
function addPlace(
  places: Names,
  row: { id: string; name_en: string; name_hi?: string; name_ur?: string; above?: string; code?: string },
): void {
  for (const name of [row.name_en, row.name_hi, row.name_ur, row.code]) put(places, name ?? null, row.id);
  if (row.above) put(places, `${row.name_en}, ${row.above}`, row.id);
}
