import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, OWN, type Actor } from '#platform/door.ts';
import type { Params } from '#platform/outcomes.ts';
import { covers } from '../users/records.server.ts';
import { below, belowGroups } from './below.queries.server.ts';
import { coveredGroups } from './covered.server.ts';
import { decidersOf, type Decider } from './deciders.server.ts';
import * as model from './model.ts';
import type { HeldRef, ListHeld, MeetingRef, PersonRef } from './model.ts';
import { pagePhoto, personPhoto } from './photos.queries.server.ts';
import { today, waiting } from './today.queries.server.ts';

const own = () => OWN;
const whole = () => null;

export const questions = defineQuestions('desk', {
  today: { input: model.Nothing, may: 'desk.read', scope: own, run: today },
  held: { input: model.ListHeld, may: 'desk.read', scope: own, run: held },
  heldOne: { input: model.HeldRef, may: 'desk.read', scope: own, run: heldOne },
  pagePhoto: {
    input: model.MeetingRef,
    may: 'files.read',
    scope: (input: MeetingRef) => ({ kind: 'group' as const, id: input.groupId }),
    run: pagePhoto,
  },
  personPhoto: {
    input: model.PersonRef,
    may: 'files.read',
    scope: (input: PersonRef) => ({ kind: 'person' as const, id: input.personId }),
    run: personPhoto,
  },
  quarantine: { input: model.Nothing, may: 'devices.manage', scope: own, run: quarantine },
  below: { input: model.Nothing, may: 'rollup.read', scope: whole, rollUp: true, run: below },
  belowGroups: { input: model.Nothing, may: 'rollup.names', scope: whole, rollUp: true, run: belowGroups },
});

export type HeldRow = {
  commandId: string;
  /** The command's name, `meetings.close`. */
  name: string;
  status: 'held' | 'refused';
  code: string;
  params: Params;
  author: string | null;
  /** Whether the asker recorded it herself: she may not settle it. */
  own: boolean;
  device: string | null;
  businessDate: string | null;
  receivedAt: Date;
  scope: { kind: 'group' | 'place' | 'person' | 'loan'; id: string } | null;
  groupId: string | null;
  groupName: string | null;
  groupNameHi: string | null;
  groupNameUr: string | null;
};
const PAGE = 50;

/** Rules name a person by her id; whoever reads the reason is told her name, in her own script where it is written. */
const namedOf = (who: Actor) => {
  const own = { en: sql`p.name_latin`, hi: sql`p.name_devanagari`, ur: sql`p.name_urdu` }[who.locale];
  return sql`coalesce((select jsonb_build_object('name', coalesce(${own}, p.name_latin, p.name_devanagari, p.name_urdu))
    from person p where p.org_id = c.org_id and p.erased_on is null
      and p.person_id = case when c.outcome -> 'params' ->> 'personId' ~ '^[0-9a-f-]{36}$'
        then (c.outcome -> 'params' ->> 'personId')::uuid end), '{}')`;
};

const ROW = (
  who: Actor,
) => sql`c.command_id as "commandId", c.name, c.status, coalesce(c.outcome ->> 'code', '') as code,
  ${namedOf(who)} || coalesce(c.outcome -> 'params', '{}') as params, (select u.name from app_user u where u.org_id = c.org_id and u.user_id = c.user_id) as author,
  c.user_id = ${who.userId} as own, (select d.label from device d where d.org_id = c.org_id and d.device_id = c.device_id) as device,
  c.business_date as "businessDate", c.received_at as "receivedAt",
  case when c.scope_id is not null and c.scope_kind in ('group', 'place', 'person', 'loan', 'enterprise')
    then jsonb_build_object('kind', c.scope_kind, 'id', c.scope_id) end as scope,
  g.group_id as "groupId", g.name as "groupName", g.name_hi as "groupNameHi", g.name_ur as "groupNameUr"`;

/** Newest last: what waited longest stands first. */
async function held(tx: Tx, who: Actor, input: ListHeld): Promise<{ rows: HeldRow[]; total: number }> {
  const mine = await coveredGroups(tx, who);
  const { rows } = await sql<HeldRow & { total: number }>`
    select ${ROW(who)}, count(*) over ()::int as total
    from command c left join groups g on g.org_id = c.org_id and g.group_id = c.scope_id
    where c.org_id = ${tx.orgId} and ${waiting(tx)} and (${mine === null} or c.scope_id = any(${mine ?? []}::uuid[]))
      and (${input.status ?? null}::text is null or c.status = ${input.status ?? null})
      and (${input.groupId ?? null}::uuid is null or c.scope_id = ${input.groupId ?? null}::uuid)
    order by c.status, c.received_at, c.command_id limit ${PAGE} offset ${(input.page - 1) * PAGE}`.execute(tx.db);
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export type HeldOne = HeldRow & {
  /** Who may decide it; the asker herself may be among them. */
  readonly deciders: readonly Decider[];
};
/** A meeting that collides with another is settled beside it; everything else on the desk. */
export const rightToSettle = ({ name, code }: Pick<HeldRow, 'name' | 'code'>): string =>
  name === 'meetings.close' && code !== 'door.waiting' ? 'meetings.settle' : 'desk.settle';

/** Null when there is no such record, it is settled, or it lies beyond her groups. */
async function heldOne(tx: Tx, who: Actor, { commandId }: HeldRef): Promise<HeldOne | null> {
  const mine = await coveredGroups(tx, who);
  const { rows } = await sql<HeldRow & { authorId: string }>`select ${ROW(who)}, c.user_id as "authorId"
    from command c left join groups g on g.org_id = c.org_id and g.group_id = c.scope_id
    where c.org_id = ${tx.orgId} and c.command_id = ${commandId} and ${waiting(tx)}
      and (${mine === null} or c.scope_id = any(${mine ?? []}::uuid[]))`.execute(tx.db);
  if (!rows[0]) return null;
  const { authorId, ...row } = rows[0];
  const deciders = row.status === 'held' ? { right: rightToSettle(row), scope: row.scope, authorId } : null;
  return { ...row, deciders: deciders ? await decidersOf(tx, deciders) : [] };
}

export type QuarantineRow = {
  quarantineId: string;
  userId: string;
  userName: string | null;
  device: string | null;
  arrivedAt: Date;
};

/** Unsent work of stopped phones, oldest first; only of users the asker looks after. What it says is sealed until it is released. */
async function quarantine(tx: Tx, who: Actor): Promise<QuarantineRow[]> {
  const { rows } = await sql<QuarantineRow>`
    select q.quarantine_id as "quarantineId", q.user_id as "userId", u.name as "userName", d.label as device, q.arrived_at as "arrivedAt"
    from quarantine q left join app_user u on u.org_id = q.org_id and u.user_id = q.user_id
      left join device d on d.org_id = q.org_id and d.device_id = q.device_id
    where q.org_id = ${tx.orgId} and q.settled_at is null order by q.arrived_at, q.quarantine_id limit 200`.execute(
    tx.db,
  );
  const seen: QuarantineRow[] = [];
  for (const row of rows) if (await covers(tx, who, { right: 'devices.manage', userId: row.userId })) seen.push(row);
  return seen;
}
