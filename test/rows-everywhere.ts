/**
 * One row of an organisation in every table: what commands did not reach yet is put in by the owner, from the catalogue alone. A table
 * that this cannot fill must get its row by a command or by hand, else the test of row-level security fails.
 */
import type pg from 'pg';
import { newId } from '#platform/ids.ts';

type Column = { name: string; type: string; needed: boolean; literal: string | null };
type Reference = { columns: string[]; target: string; targets: string[] };
export type TenantTable = { name: string; columns: Column[]; references: Reference[]; writable: string[] };

/** Every table with `org_id`, whoever added it. */
export async function tenantTables(owner: pg.Pool): Promise<TenantTable[]> {
  const { rows } = await owner.query<TenantTable>(
    `select c.relname as name,
       (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'needed', a.attnotnull and not a.atthasdef and a.attidentity = '',
          'literal', (select (regexp_match(pg_get_constraintdef(k.oid), '''([a-z_]+)'''))[1] from pg_constraint k
             where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] limit 1)))
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       (select jsonb_agg(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.attgenerated = '') as writable,
       coalesce((select jsonb_agg(jsonb_build_object('target', k.confrelid::regclass::text,
          'columns', array(select a.attname from unnest(k.conkey) with ordinality u(n, i) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n order by u.i),
          'targets', array(select a.attname from unnest(k.confkey) with ordinality u(n, i) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n order by u.i)))
        from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.conparentid = 0), '[]') as references
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped)
     order by 1`,
  );
  return rows;
}

/** References that may be empty by themselves, but not all at once by a check of their table. */
const ALSO_NEEDED: Readonly<Record<string, readonly string[]>> = {
  bank_match_part: ['line_id'],
  audit_query: ['to_user_id'],
  enterprise_owner: ['person_id'],
  loan_guarantor: ['person_id'],
};

const rowsOf = async (owner: pg.Pool, table: string, orgId: string): Promise<number> =>
  (await owner.query<{ n: number }>(`select count(*)::int as n from ${table} where org_id = $1`, [orgId])).rows[0]!.n;

/** @returns the tables that are still empty for this organisation, each with the reason */
export async function fillEverywhere(owner: pg.Pool, orgId: string): Promise<string[]> {
  const tables = await tenantTables(owner);
  let empty: string[] = [];
  // a row may need one of another table first
  for (let round = 0; round < 5; round += 1) {
    empty = [];
    for (const table of tables) {
      if ((await rowsOf(owner, table.name, orgId)) > 0) continue;
      const problem = await insertOne(owner, table, orgId).catch((fault: Error) => fault.message);
      if (problem) empty.push(`${table.name}: ${problem}`);
    }
    if (empty.length === 0) break;
  }
  return empty;
}

/** Two references of one row that must not be the same person. */
async function apart(owner: pg.Pool, { name }: TenantTable, orgId: string): Promise<Record<string, unknown>> {
  if (name !== 'officer_pin_reset') return {};
  const { rows } = await owner.query<{ person_id: string }>('select person_id from person where org_id = $1 limit 2', [
    orgId,
  ]);
  return { person_id: rows[0]?.person_id, vouched_by: rows[1]?.person_id };
}

async function insertOne(owner: pg.Pool, table: TenantTable, orgId: string): Promise<string | null> {
  const row: Record<string, unknown> = { org_id: orgId };
  const needed = table.columns.filter((column) => column.needed && column.name !== 'org_id');
  for (const { columns, target, targets } of table.references) {
    const asked = (column: string) =>
      needed.some(({ name }) => name === column) || ALSO_NEEDED[table.name]?.includes(column);
    if (!columns.some(asked)) continue;
    const own = targets.includes('org_id') ? `where org_id = '${orgId}'` : '';
    const { rows } = await owner.query<Record<string, unknown>>(`select * from ${target} ${own} limit 1`);
    if (!rows[0]) return `nothing in ${target} yet`;
    columns.forEach((column, at) => (row[column] ??= rows[0]![targets[at]!]));
  }
  for (const [name, value] of Object.entries(await apart(owner, table, orgId))) row[name] = value;
  for (const { name, type, literal } of needed) row[name] ??= literal ?? valueOf(type);
  const names = Object.keys(row);
  const places = names.map((_, at) => `$${at + 1}`);
  await owner.query(
    `insert into ${table.name} (${names.map((name) => `"${name}"`).join(', ')}) values (${places.join(', ')})`,
    names.map((name) => row[name]),
  );
  return null;
}

function valueOf(type: string): unknown {
  if (type.endsWith('[]')) return '{}';
  if (type === 'uuid') return newId();
  if (type === 'date') return '2026-05-12';
  if (type.startsWith('timestamp')) return new Date();
  if (type.startsWith('json')) return '{}';
  if (type === 'bytea') return Buffer.alloc(32);
  if (type === 'boolean') return false;
  return /int|numeric|double|real/.test(type) ? 1 : 'x';
}
