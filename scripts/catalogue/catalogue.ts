/** Reads the catalogue of a migrated database and says where it breaks the house: one organisation in every key, closed by policy. */
import type pg from 'pg';
import { APP_ROLE, AUTH_ROLE } from '#platform/migrate.server.ts';
import * as rules from './rules.ts';

type Table = {
  name: string;
  columns: string[];
  closed: boolean;
  owner: string;
  policies: {
    name: string;
    permissive: boolean;
    reads: string | null;
    writes: string | null;
    cmd: string;
    roles: string;
  }[];
};

/** What `make_tenant` writes, as PostgreSQL prints it back; spaces do not count. */
const READS = `(org_id=ANY((SELECT(NULLIF(current_setting('app.orgs'::text,true),''::text))::uuid[]AS"nullif")::uuid[]))`;
const WRITES = `(org_id=(SELECT(NULLIF(current_setting('app.org'::text,true),''::text))::uuidAS"nullif"))`;
const squeezed = (text: string | null) => (text ?? '').replace(/\s+/g, '');

/** One line for each break; an empty list is a sound catalogue. */
export async function catalogueFaults(client: pg.ClientBase): Promise<string[]> {
  const tables = await tablesOf(client);
  const isTenant = (name: string) => !(name in rules.globalTables);
  const tenants = tables.filter((table) => isTenant(table.name));
  return [
    ...tenants.flatMap(policyFaults),
    ...(await keyFaults(client, tenants)),
    ...(await foreignKeyFaults(client, isTenant)),
    ...(await privilegeFaults(client, tables)),
    ...(await functionFaults(client)),
    ...(await viewFaults(client)),
    ...unusedRules(tables),
  ];
}

async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name, pg_get_userbyid(c.relowner)::text as owner, c.relrowsecurity as closed,
       (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       coalesce((select jsonb_agg(jsonb_build_object('name', p.polname, 'permissive', p.polpermissive, 'cmd', p.polcmd,
          'roles', p.polroles::text, 'reads', pg_get_expr(p.polqual, c.oid), 'writes', pg_get_expr(p.polwithcheck, c.oid)))
        from pg_policy p where p.polrelid = c.oid), '[]') as policies
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  );
  return rows;
}

function policyFaults({ name, closed, policies, columns }: Table): string[] {
  if (!columns.includes('org_id'))
    return [`table ${name}: no org_id, and not listed as the same for all organisations`];
  if (!closed) return [`table ${name}: row-level security is off (make_tenant is missing)`];
  const widening = policies
    .filter((policy) => policy.permissive && policy.name !== 'tenant')
    .map((policy) => policy.name);
  const tenant = policies.find((policy) => policy.name === 'tenant');
  const standard =
    tenant?.permissive &&
    tenant.cmd === '*' &&
    tenant.roles === '{0}' &&
    squeezed(tenant.reads) === READS &&
    squeezed(tenant.writes) === WRITES;
  return [
    ...(standard ? [] : [`table ${name}: its policy is not the standard one (${tenant?.reads ?? 'none'})`]),
    ...widening.map((policy) => `table ${name}: policy ${policy} widens what the standard one closes`),
  ];
}

/** `org_id` comes first in the primary key and in every unique index, and is never null. */
async function keyFaults(client: pg.ClientBase, tenants: readonly Table[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; index: string; primary: boolean; first: string | null }>(
    `select c.relname as name, i.indexrelid::regclass::text as index, i.indisprimary as primary,
       (select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0]) as first
     from pg_index i join pg_class c on c.oid = i.indrelid
     where c.relnamespace = 'public'::regnamespace and (i.indisunique or i.indisexclusion) and not c.relispartition`,
  );
  const names = new Set(tenants.filter((table) => table.columns.includes('org_id')).map((table) => table.name));
  const keyed = new Set(rows.filter((row) => row.primary).map((row) => row.name));
  return [
    ...rows
      .filter((row) => names.has(row.name) && row.first !== 'org_id')
      .map((row) => `table ${row.name}: ${row.index} is unique without leading by org_id`),
    ...[...names].filter((name) => !keyed.has(name)).map((name) => `table ${name}: no primary key`),
  ];
}

/** A reference to a tenant's row carries the organisation on both sides. */
async function foreignKeyFaults(client: pg.ClientBase, isTenant: (name: string) => boolean): Promise<string[]> {
  const { rows } = await client.query<{ name: string; key: string; target: string; from: string[]; to: string[] }>(
    `select c.relname as name, k.conname as key, t.relname as target,
       array(select a.attname::text from unnest(k.conkey) with ordinality u(n, i) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n order by u.i) as "from",
       array(select a.attname::text from unnest(k.confkey) with ordinality u(n, i) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n order by u.i) as "to"
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
     where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conparentid = 0`,
  );
  const within = (row: (typeof rows)[number]) =>
    row.from.some((column, at) => column === 'org_id' && row.to[at] === 'org_id');
  return rows
    .filter(
      (row) =>
        isTenant(row.target) && !within(row) && !(`${row.name}.${row.from.join(',')}` in rules.foreignKeysAcross),
    )
    .map((row) => `table ${row.name}: ${row.key} reaches ${row.target} without org_id`);
}

/** The app owns nothing, holds no power beyond rows, and changes nothing in what is append-only. */
async function privilegeFaults(client: pg.ClientBase, tables: readonly Table[]): Promise<string[]> {
  const faults = tables
    .filter((table) => [APP_ROLE, AUTH_ROLE].includes(table.owner))
    .map((table) => `table ${table.name}: owned by ${table.owner}`);
  const { rows } = await client.query<{ name: string; held: string[]; fills: string[] }>(
    `select c.relname as name,
       array(select p from unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p where has_table_privilege($1, c.oid, p)) as held,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and has_column_privilege($1, c.oid, a.attnum, 'UPDATE') order by 1) as fills
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
    [APP_ROLE],
  );
  for (const { name, held, fills } of rows) {
    const never = held.filter((power) => ['TRUNCATE', 'REFERENCES', 'TRIGGER'].includes(power));
    const appendOnly = rules.appendOnlyTables[name];
    if (appendOnly) never.push(...held.filter((power) => power === 'UPDATE' || power === 'DELETE'));
    if (name in rules.writtenByFunction && held.includes('INSERT')) never.push('INSERT');
    if (never.length > 0) faults.push(`table ${name}: the app may ${never.join(', ')}`);
    const beyond = appendOnly ? fills.filter((column) => !appendOnly.mayFill?.includes(column)) : [];
    if (beyond.length > 0 && !held.includes('UPDATE'))
      faults.push(`table ${name}: the app may change ${beyond.join(', ')}`);
  }
  const { rows: roles } = await client.query<{ name: string }>(
    'select rolname::text as name from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls or rolcreaterole or rolcanlogin)',
    [[APP_ROLE, AUTH_ROLE]],
  );
  return [...faults, ...roles.map((role) => `role ${role.name}: may log in, or holds more than rows`)];
}

/** Each function that passes row-level security is listed and looks its names up in a pinned place. */
async function functionFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; path: string | null }>(
    `select p.proname as name, (select s from unnest(p.proconfig) s where s like 'search_path=%') as path
     from pg_proc p where p.prosecdef and p.pronamespace = 'public'::regnamespace`,
  );
  const known = new Set(rows.map((row) => row.name));
  return [
    ...rows
      .filter((row) => !(row.name in rules.definerFunctions))
      .map((row) => `function ${row.name}: security definer, and not listed with a reason`),
    ...rows
      .filter((row) => row.path?.replace(/\s/g, '') !== 'search_path=pg_catalog,public')
      .map((row) => `function ${row.name}: its search_path is not pinned to pg_catalog, public`),
    ...Object.keys(rules.definerFunctions)
      .filter((name) => !known.has(name))
      .map((name) => `function ${name}: listed, but not there`),
  ];
}

/** A view runs with its owner's eyes unless told otherwise; a materialised one always does. */
async function viewFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
       and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions::text[] && array['security_invoker=true', 'security_invoker=on'], false))`,
  );
  return rows.map((row) => `view ${row.name}: sees past row-level security (security_invoker is missing)`);
}

function unusedRules(tables: readonly Table[]): string[] {
  const known = new Set(tables.map((table) => table.name));
  const listed = [rules.globalTables, rules.appendOnlyTables, rules.writtenByFunction].flatMap(Object.keys);
  return [...new Set(listed)].filter((name) => !known.has(name)).map((name) => `table ${name}: listed, but not there`);
}
