import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, type Actor, type Scope } from '#platform/door.ts';
import { readDigits } from '#platform/digits.ts';
import { holds } from '../rights.ts';
import * as model from './model.ts';
import type { ListAudit, ListDevices, ListUsers, Where } from './model.ts';

const within = (input: { within?: Where }): Scope => input.within ?? null;

export const userQuestions = defineQuestions('users', {
  list: { input: model.ListUsers, may: 'users.read', scope: within, run: listUsers },
});
export const deviceQuestions = defineQuestions('devices', {
  list: { input: model.ListDevices, may: 'users.read', scope: within, run: listDevices },
});
export const auditQuestions = defineQuestions('audit', {
  list: { input: model.ListAudit, may: 'audit.read', scope: () => null, run: listAudit },
});
export const orgQuestions = defineQuestions('org', {
  get: { input: model.Nothing, may: 'self.manage', scope: () => null, run: getOrg },
  tree: { input: model.Nothing, may: 'rollup.read', scope: () => null, rollUp: true, run: tree },
});

export type Listed<Row> = { readonly rows: readonly Row[]; readonly total: number };
export type UserListRow = {
  userId: string;
  name: string;
  phone: string;
  locale: 'en' | 'hi' | 'ur';
  state: 'active' | 'revoked';
  mustChangeSecret: boolean;
  grants: { role: string; scope: Where; scopeName: string | null; toOn: string | null }[];
  devices: number;
  lastSeenAt: Date | null;
};
export type DeviceListRow = {
  deviceId: string;
  userId: string;
  userName: string;
  label: string;
  state: 'enrolling' | 'active' | 'revoked';
  enrolledAt: Date;
  lastSeenAt: Date | null;
  unsentCount: number | null;
  unsentPaise: number | null;
  appVersion: string | null;
};
export type AuditListRow = {
  auditId: number;
  at: Date;
  userId: string;
  userName: string | null;
  action: string;
  outcome: string;
  commandId: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  deviceId: string | null;
};

type Counted = { total: number };
const listed = <Row extends Counted>(rows: readonly Row[]): Listed<Omit<Row, 'total'>> => ({
  rows: rows.map(({ total: _, ...row }) => row),
  total: rows[0]?.total ?? 0,
});
const paged = ({ page, size }: { page: number; size: number }) => sql`limit ${size} offset ${(page - 1) * size}`;

/** What is not known stands last, whichever way. */
const inOrder = (by: RawBuilder<unknown>, { descending }: { descending: boolean }): RawBuilder<unknown> =>
  descending ? sql`${by} desc nulls last` : sql`${by} asc nulls last`;
const USER_ORDERS = {
  // who was revoked stands below
  name: sql`u.state, u.name`,
  phone: sql`u.phone`,
  phones: sql`devices`,
  seen: sql`"lastSeenAt"`,
  state: sql`u.state`,
};
const DEVICE_ORDERS = {
  state: sql`d.state`,
  person: sql`u.name`,
  label: sql`d.label`,
  seen: sql`d.last_seen_at`,
  unsent: sql`d.unsent_count`,
  version: sql`d.app_version`,
};
const AUDIT_ORDERS = { at: sql`a.at`, who: sql`u.name`, action: sql`a.action`, outcome: sql`a.outcome` };

/** A search word inside `like`, its signs taken literally. */
const likeWord = (q = ''): string =>
  `%${readDigits(q)
    .trim()
    .replace(/[\\%_]/g, '\\$&')}%`;

/** Users who hold a role somewhere within that place or group, or all. */
function scoped(tx: Tx, scope: Where | undefined): RawBuilder<unknown> {
  if (!scope) return sql`true`;
  return sql`u.user_id in (
    with recursive places as (
      select p.place_id from place p where p.org_id = ${tx.orgId} and ${scope.kind} = 'place' and p.place_id = ${scope.id}
      union select p.place_id from place p join places b on p.org_id = ${tx.orgId} and p.parent_id = b.place_id),
    bodies as (
      select g.group_id from groups g where g.org_id = ${tx.orgId}
        and ((${scope.kind} = 'group' and g.group_id = ${scope.id}) or g.place_id in (select place_id from places))
      union select g.group_id from groups g join bodies b on g.org_id = ${tx.orgId} and g.parent_group_id = b.group_id)
    select w.user_id from user_grant w where w.org_id = ${tx.orgId} and (w.to_on is null or w.to_on >= current_date) and w.scope_id in (
      select place_id from places union all select group_id from bodies union all select ${scope.id}::uuid))`;
}

async function listUsers(tx: Tx, _who: Actor, input: ListUsers): Promise<Listed<UserListRow>> {
  const word = likeWord(input.q);
  const { rows } = await sql<UserListRow & Counted>`
    select u.user_id as "userId", u.name, u.phone, u.locale, u.state, u.must_change_secret as "mustChangeSecret",
      (select count(*) from device d where d.org_id = u.org_id and d.user_id = u.user_id and d.state = 'active') as devices,
      (select max(d.last_seen_at) from device d where d.org_id = u.org_id and d.user_id = u.user_id) as "lastSeenAt",
      coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'toOn', g.to_on,
          'scope', case when g.scope_kind is not null then jsonb_build_object('kind', g.scope_kind, 'id', g.scope_id) end,
          'scopeName', case g.scope_kind when 'group' then (select x.name from groups x where x.org_id = g.org_id and x.group_id = g.scope_id)
            when 'place' then (select x.name_en from place x where x.org_id = g.org_id and x.place_id = g.scope_id) end) order by g.role)
        from user_grant g where g.org_id = u.org_id and g.user_id = u.user_id and (g.to_on is null or g.to_on >= current_date)), '[]') as grants,
      count(*) over () as total
    from app_user u
    where u.org_id = ${tx.orgId} and (u.name ilike ${word} or u.phone like ${word})
      and (${input.userId ?? null}::uuid is null or u.user_id = ${input.userId ?? null}::uuid)
      and (${input.state ?? null}::text is null or u.state = ${input.state ?? null})
      and (${input.role ?? null}::text is null or exists (select from user_grant g where g.org_id = u.org_id and g.user_id = u.user_id
        and g.role = ${input.role ?? null} and (g.to_on is null or g.to_on >= current_date)))
      and ${scoped(tx, input.within)}
    order by ${inOrder(USER_ORDERS[input.sort], input)}, u.name, u.user_id ${paged(input)}`.execute(tx.db);
  return listed(rows);
}

async function listDevices(tx: Tx, _who: Actor, input: ListDevices): Promise<Listed<DeviceListRow>> {
  const word = likeWord(input.q);
  const { rows } = await sql<DeviceListRow & Counted>`
    select d.device_id as "deviceId", d.user_id as "userId", u.name as "userName", d.label, d.state, d.enrolled_at as "enrolledAt",
      d.last_seen_at as "lastSeenAt", d.unsent_count as "unsentCount", d.unsent_paise as "unsentPaise", d.app_version as "appVersion",
      count(*) over () as total
    from device d join app_user u on u.org_id = d.org_id and u.user_id = d.user_id
    where d.org_id = ${tx.orgId} and (u.name ilike ${word} or d.label ilike ${word} or u.phone like ${word})
      and (${input.state ?? null}::text is null or d.state = ${input.state ?? null})
      and (${input.userId ?? null}::uuid is null or d.user_id = ${input.userId ?? null}::uuid)
      and ${scoped(tx, input.within)}
    order by ${inOrder(DEVICE_ORDERS[input.sort], input)}, d.unsent_count desc nulls last, d.last_seen_at nulls first, d.device_id ${paged(input)}`.execute(
    tx.db,
  );
  return listed(rows);
}

/** Days are those of India. */
async function listAudit(tx: Tx, who: Actor, input: ListAudit): Promise<Listed<AuditListRow>> {
  const action = `${(input.action ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  // how many cases there are, and about whom one was read, is for those alone who may read every case
  const seesCases = who.grants.some((grant) => grant.scope === null && holds(grant.role, 'cases.read'));
  const seen = seesCases ? sql`true` : sql`a.action not like 'cases.%'`;
  const { rows } = await sql<AuditListRow & Counted>`
    select a.audit_id as "auditId", a.at, a.user_id as "userId", u.name as "userName", a.action, a.outcome, a.command_id as "commandId",
      a.subject_kind as "subjectKind", a.subject_id as "subjectId", a.device_id as "deviceId", count(*) over () as total
    from audit a left join app_user u on u.org_id = a.org_id and u.user_id = a.user_id
    where a.org_id = ${tx.orgId} and a.action like ${action} and ${seen}
      and (${input.userId ?? null}::uuid is null or a.user_id = ${input.userId ?? null}::uuid)
      and (${input.subjectId ?? null}::uuid is null or a.subject_id = ${input.subjectId ?? null}::uuid)
      and (${input.from ?? null}::date is null or a.at >= (${input.from ?? null}::date::timestamp at time zone 'Asia/Kolkata'))
      and (${input.to ?? null}::date is null or a.at < ((${input.to ?? null}::date + 1)::timestamp at time zone 'Asia/Kolkata'))
    order by ${inOrder(AUDIT_ORDERS[input.sort], input)}, a.at desc, a.audit_id desc ${paged(input)}`.execute(tx.db);
  return listed(rows);
}

export type OrgCard = {
  orgId: string;
  name: string;
  nameHi: string | null;
  nameUr: string | null;
  kind: string;
  settings: Record<string, unknown>;
  demo: boolean;
};

async function getOrg(tx: Tx): Promise<OrgCard | null> {
  const { rows } =
    await sql<OrgCard>`select org_id as "orgId", name, name_hi as "nameHi", name_ur as "nameUr", kind, settings,
    (select demo from server_state) as demo from org where org_id = ${tx.orgId}`.execute(tx.db);
  return rows[0] ?? null;
}

export type OrgTreeRow = {
  orgId: string;
  parentOrgId: string | null;
  kind: string;
  name: string;
  nameHi: string | null;
  nameUr: string | null;
  groups: number;
  members: number;
  users: number;
  held: number;
};

/** The organisation and all below it: counts only, no names of persons or groups. */
async function tree(tx: Tx): Promise<OrgTreeRow[]> {
  const { rows } = await sql<OrgTreeRow>`
    select o.org_id as "orgId", o.parent_org_id as "parentOrgId", o.kind, o.name, o.name_hi as "nameHi", o.name_ur as "nameUr",
      (select count(*) from groups g where g.org_id = o.org_id and g.state <> 'closed' and not g.practice) as groups,
      (select count(distinct m.person_id) from membership m join groups g on g.org_id = m.org_id and g.group_id = m.group_id
        where m.org_id = o.org_id and m.left_on is null and not g.practice) as members,
      (select count(*) from app_user u where u.org_id = o.org_id and u.state = 'active') as users,
      (select count(*) from command c where c.org_id = o.org_id and c.status = 'held') as held
    from org o order by o.parent_org_id nulls first, o.name`.execute(tx.db);
  return rows;
}
