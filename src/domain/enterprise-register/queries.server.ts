/** Enterprises as lists and pickers ask for them, and one with everybody who ever owned it. */
import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, OWN, type Actor } from '#platform/door.ts';
import { EnterpriseFilter, EnterpriseRef, type OwnerKind } from './model.ts';
import { enterpriseIsHers } from './reach.server.ts';

const READ = 'enterprises.read';
export const questions = defineQuestions('enterprises', {
  list: { input: EnterpriseFilter, may: READ, scope: () => OWN, run: list },
  one: {
    input: EnterpriseRef,
    may: READ,
    scope: ({ enterpriseId }: EnterpriseRef) => ({ kind: 'enterprise' as const, id: enterpriseId }),
    run: one,
  },
  activities: { input: z.strictObject({}), may: READ, scope: () => OWN, run: activities },
});

export type Names = { readonly en: string | null; readonly hi: string | null; readonly ur: string | null };
export type Activity = { readonly activity: string; readonly names: Names };
export type OwnerRow = {
  readonly kind: OwnerKind;
  readonly id: string;
  readonly names: Names;
  readonly shareBps: number;
};
export type EnterpriseRow = {
  readonly enterpriseId: string;
  readonly names: Names;
  /** From the list; null where words say it. */
  readonly activity: Names | null;
  readonly activityWords: string | null;
  readonly placeId: string;
  readonly place: Names;
  readonly startedOn: IsoDate;
  readonly closedOn: IsoDate | null;
  /** Now, or when it closed. */
  readonly owners: readonly OwnerRow[];
};
export type EnterpriseList = { readonly rows: readonly EnterpriseRow[]; readonly total: number };

const OWNERS = sql`o left join person p on p.org_id = o.org_id and p.person_id = o.person_id
  left join groups g on g.org_id = o.org_id and g.group_id = o.group_id`;
const OWNER = sql`json_build_object('kind', case when o.group_id is null then 'person' else 'group' end, 'id', coalesce(o.group_id, o.person_id),
  'names', json_build_object('en', coalesce(p.name_latin, p.name_devanagari, p.name_urdu, g.name), 'hi', coalesce(p.name_devanagari, g.name_hi),
    'ur', coalesce(p.name_urdu, g.name_ur)), 'shareBps', o.share_bps)`;
const ROW = sql`e.enterprise_id as "enterpriseId", json_build_object('en', e.name_en, 'hi', e.name_hi, 'ur', e.name_ur) as names,
  case when a.activity is not null then json_build_object('en', a.name_en, 'hi', a.name_hi, 'ur', a.name_ur) end as activity,
  e.activity_words as "activityWords", e.place_id as "placeId",
  json_build_object('en', w.name_en, 'hi', w.name_hi, 'ur', w.name_ur) as place, e.started_on as "startedOn", e.closed_on as "closedOn",
  coalesce((select json_agg(${OWNER} order by o.owner_no) from enterprise_owner ${OWNERS}
    where o.org_id = e.org_id and o.enterprise_id = e.enterprise_id and o.until_on is null), '[]') as owners`;
const FROM = sql`enterprise e left join enterprise_activity a on a.activity = e.activity
  left join place w on w.org_id = e.org_id and w.place_id = e.place_id`;
const NAME = sql`coalesce(e.name_en, e.name_hi, e.name_ur)`;
const ORDER = { name: NAME, place: sql`w.name_en`, started: sql`e.started_on` } as const;

const wanted = (text: string | undefined): string | null => (text ? `%${text.replace(/[\\%_]/g, '\\$&')}%` : null);

/** Those her grants reach, and how many fit in all; searched by name, by the words of their work and by the number. */
async function list(tx: Tx, who: Actor, ask: EnterpriseFilter): Promise<EnterpriseList> {
  const { state = null, placeId = null, personId = null, groupId = null } = ask;
  const text = wanted(ask.q);
  const way = ask.descending ? sql`desc nulls last` : sql`asc nulls last`;
  const { rows } = await sql<EnterpriseRow & { total: number }>`
    with recursive inside as (
      select place_id from place where org_id = ${tx.orgId} and place_id = ${placeId}::uuid
      union select b.place_id from place b join inside i on b.parent_id = i.place_id where b.org_id = ${tx.orgId})
    select ${ROW}, count(*) over ()::int as total from ${FROM}
    where e.org_id = ${tx.orgId} and ${enterpriseIsHers(tx, who, 'e.enterprise_id')}
      and (${state}::text is null or (${state} = 'open') = (e.closed_on is null))
      and (${placeId}::uuid is null or e.place_id in (select place_id from inside))
      and (${personId}::uuid is null or exists (select from enterprise_owner o join person p on p.org_id = o.org_id and p.person_id = o.person_id
        where o.org_id = e.org_id and o.enterprise_id = e.enterprise_id and o.until_on is null and p.now_id = (
          select h.now_id from person h where h.org_id = ${tx.orgId} and h.person_id = ${personId}::uuid)))
      and (${groupId}::uuid is null or exists (select from enterprise_owner o where o.org_id = e.org_id and o.enterprise_id = e.enterprise_id
        and o.until_on is null and (o.group_id = ${groupId}::uuid or o.person_id in (select m.person_id from membership m
          where m.org_id = ${tx.orgId} and m.group_id = ${groupId}::uuid and m.left_on is null))))
      and (${text}::text is null or concat_ws(' ', e.name_en, e.name_hi, e.name_ur, e.activity_words, a.name_en, a.name_hi, a.name_ur,
        e.udyam) ilike ${text})
    order by ${ORDER[ask.sort ?? 'name']} ${way}, ${NAME}, e.enterprise_id limit ${ask.limit ?? 25} offset ${ask.offset ?? 0}`.execute(
    tx.db,
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export type OwnerSet = {
  readonly setNo: number;
  readonly fromOn: IsoDate;
  readonly untilOn: IsoDate | null;
  readonly enteredBy: string | null;
  readonly owners: readonly OwnerRow[];
};
export type EnterpriseCard = EnterpriseRow & {
  readonly activityCode: string | null;
  readonly udyam: string | null;
  readonly closeReason: string | null;
  readonly registeredBy: string | null;
  readonly registeredAt: string;
  /** The one it is counted under. */
  readonly group: { readonly groupId: string; readonly names: Names } | null;
  /** Who ever owned it, the newest first; sets put right the same day are left out. */
  readonly sets: readonly OwnerSet[];
};

/** Null when there is none. */
async function one(tx: Tx, _who: Actor, { enterpriseId }: EnterpriseRef): Promise<EnterpriseCard | null> {
  const { rows } = await sql<Omit<EnterpriseCard, 'sets'>>`select ${ROW}, e.activity as "activityCode", e.udyam,
      e.close_reason as "closeReason", e.registered_at as "registeredAt",
      (select u.name from app_user u where u.org_id = e.org_id and u.user_id = e.registered_by) as "registeredBy",
      (select json_build_object('groupId', k.group_id, 'names', json_build_object('en', k.name, 'hi', k.name_hi, 'ur', k.name_ur))
        from groups k where k.org_id = e.org_id and k.group_id = enterprise_group(e.org_id, e.enterprise_id)) as "group"
    from ${FROM} where e.org_id = ${tx.orgId} and e.enterprise_id = ${enterpriseId}`.execute(tx.db);
  const { rows: sets } = await sql<OwnerSet>`select o.set_no as "setNo", o.from_on as "fromOn", o.until_on as "untilOn",
      (select u.name from app_user u where u.org_id = ${tx.orgId} and u.user_id = o.entered_by) as "enteredBy",
      json_agg(${OWNER} order by o.owner_no) as owners
    from enterprise_owner ${OWNERS} where o.org_id = ${tx.orgId} and o.enterprise_id = ${enterpriseId}
      and (o.until_on is null or o.until_on > o.from_on)
    group by o.set_no, o.from_on, o.until_on, o.entered_by order by o.set_no desc`.execute(tx.db);
  return rows[0] ? { ...rows[0], sets } : null;
}

/** Offered today, in the order of the English names. */
async function activities(tx: Tx): Promise<Activity[]> {
  const { rows } =
    await sql<Activity>`select activity, json_build_object('en', name_en, 'hi', name_hi, 'ur', name_ur) as names
    from enterprise_activity where from_on <= ${tx.today}::date and (until_on is null or until_on > ${tx.today}::date)
    order by name_en`.execute(tx.db);
  return rows;
}

/** Owners of an enterprise now; empty for what is none. */
export async function ownersOf(tx: Tx, enterpriseId: string): Promise<OwnerRow[]> {
  const { rows } = await sql<{ owner: OwnerRow }>`select ${OWNER} as owner from enterprise_owner ${OWNERS}
    where o.org_id = ${tx.orgId} and o.enterprise_id = ${enterpriseId} and o.until_on is null order by o.owner_no`.execute(
    tx.db,
  );
  return rows.map((row) => row.owner);
}

export type Owned = { readonly enterpriseId: string; readonly names: Names; readonly shareBps: number };
/** Enterprises that these women own now, whichever record of theirs says so, with her part. */
export async function ownedBy(tx: Tx, personIds: readonly string[]): Promise<Owned[]> {
  const { rows } = await sql<Owned>`select e.enterprise_id as "enterpriseId",
      json_build_object('en', e.name_en, 'hi', e.name_hi, 'ur', e.name_ur) as names, sum(o.share_bps)::int as "shareBps"
    from enterprise_owner o join enterprise e on e.org_id = o.org_id and e.enterprise_id = o.enterprise_id
    where o.org_id = ${tx.orgId} and o.until_on is null and o.person_id in (select p.person_id from person p
      where p.org_id = ${tx.orgId} and p.now_id in (select h.now_id from person h
        where h.org_id = ${tx.orgId} and h.person_id = any(${[...personIds]}::uuid[])))
    group by e.org_id, e.enterprise_id, e.name_en, e.name_hi, e.name_ur order by ${NAME}`.execute(tx.db);
  return rows;
}
