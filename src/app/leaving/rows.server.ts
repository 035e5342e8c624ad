/** The rows of an organisation as lines of JSON, the same on every server: what is written, and what is compared after reading in. */
import type pg from 'pg';
import { nameOf, quoted, readTables, type Table } from '#platform/backup/tables.server.ts';
import { NOT_LEAVING } from './archive.ts';
import { filled, GROUP_BLANKS, GROUP_ROWS } from './group-rows.ts';

/** Text that every server writes alike. */
export const SAME_JSON = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local statement_timeout = 0`;

/** Every table with rows of organisations, but for those that stay. */
export async function leavingTables(client: pg.ClientBase): Promise<Table[]> {
  const tables = await readTables(client);
  return tables.filter(
    ({ schema, name, columns }) =>
      schema === 'public' && columns.includes('org_id') && !Object.hasOwn(NOT_LEAVING, name),
  );
}

export async function columnsOf(client: pg.ClientBase, table: Table): Promise<{ name: string; type: string }[]> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type from pg_attribute a
     where a.attrelid = $1::regclass and a.attname = any($2) order by a.attnum`,
    [nameOf(table), table.columns],
  );
  return rows;
}

const PAGE = 1_000;

/** A part of a table: `where` beside the organisation, and what is said instead of a column. */
export type Part = { readonly where: string; readonly instead: Readonly<Record<string, string>> };
/** Null = the group takes nothing of this table. */
export function groupPart(
  table: string,
  { orgId: org, groupId: group, taker }: { orgId: string; groupId: string; taker: string },
): Part | null {
  const where = GROUP_ROWS[table];
  if (where === undefined) return null;
  const ids = { org, group, taker };
  const blanks = Object.entries(GROUP_BLANKS[table] ?? {}).map(([column, say]) => [column, filled(say, ids)]);
  return { where: filled(where, ids), instead: Object.fromEntries(blanks) as Record<string, string> };
}

const WHOLE: Part = { where: 'true', instead: {} };

/** One row a line, in the order of the key. `orgId` again beside row-level security: who reads in is the owner, whom it does not bind. */
export async function* rowsOf(
  client: pg.ClientBase,
  table: Table,
  { orgId, part = WHOLE }: { orgId: string; part?: Part },
): AsyncGenerator<Buffer> {
  const columns = table.columns
    .map((name) => (part.instead[name] ? `${part.instead[name]} as ${quoted(name)}` : quoted(name)))
    .join(', ');
  const order = table.order.length > 0 ? table.order.join(', ') : 't::text collate "C"';
  await client.query(
    `declare leaving no scroll cursor for select row_to_json(r)::text as row from
       (select ${columns} from ${nameOf(table)} t where org_id = '${orgId}'::uuid and (${part.where}) order by ${order}) r`,
  );
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${PAGE} from leaving`);
    if (rows.length === 0) break;
    yield Buffer.from(rows.map(({ row }) => `${row}\n`).join(''));
  }
  await client.query('close leaving');
}
