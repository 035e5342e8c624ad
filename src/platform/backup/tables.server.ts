/**
 * What a database holds that a backup must carry, read from its catalogue, so that a table added tomorrow is saved tomorrow. The schema
 * itself comes from the migrations; only rows and the state of sequences travel.
 */
import type pg from 'pg';

export type Table = {
  readonly schema: string;
  readonly name: string;
  /** Not those that the database fills itself: generated ones, and transaction ids, which mean nothing on another server. */
  readonly columns: readonly string[];
  /** The primary key, as an order that is the same on every server. */
  readonly order: readonly string[];
  /** The planner's guess, for a progress bar. */
  readonly rowsGuess: number;
};

/** Holds which migrations ran: the manifest says so, and restoring runs them. */
const NOT_CARRIED = ['public.schema_migration'];
const OURS = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const nameOf = ({ schema, name }: Pick<Table, 'schema' | 'name'>): string => `${quoted(schema)}.${quoted(name)}`;

export async function readTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table & { text_order: boolean[] }>(
    `select n.nspname as schema, c.relname as name, greatest(c.reltuples, 0)::int8 as "rowsGuess",
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and a.attgenerated = '' and a.atttypid <> 'xid8'::regtype order by a.attnum) as columns,
       array(select a.attname::text from pg_index i, unnest(i.indkey) with ordinality k (num, at)
         join pg_attribute a on a.attnum = k.num where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid order by k.at) as "order",
       array(select a.attcollation <> 0 from pg_index i, unnest(i.indkey) with ordinality k (num, at)
         join pg_attribute a on a.attnum = k.num where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid order by k.at) as text_order
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and ${OURS} order by 1, 2`,
  );
  return rows
    .filter((table) => !NOT_CARRIED.includes(`${table.schema}.${table.name}`))
    .map(({ text_order: isText, ...table }) => ({
      ...table,
      rowsGuess: Number(table.rowsGuess),
      // Byte order for words: alphabets differ between servers.
      order: table.order.map((column, at) => quoted(column) + (isText[at] ? ' collate "C"' : '')),
    }));
}

/** The rows in the order of the key, as the text that COPY reads again. */
export function copyOut(table: Table): string {
  const columns = table.columns.map(quoted).join(', ');
  // A table without a key is rare and small; any total order will do.
  const order = table.order.length > 0 ? table.order.join(', ') : 't::text collate "C"';
  return `copy (select ${columns} from ${nameOf(table)} t order by ${order}) to stdout`;
}

export const copyIn = (table: Pick<Table, 'schema' | 'name' | 'columns'>): string =>
  `copy ${nameOf(table)} (${table.columns.map(quoted).join(', ')}) from stdin`;

export type Sequence = { readonly schema: string; readonly name: string; readonly value: string };

export async function readSequences(client: pg.Client): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `select schemaname as schema, sequencename as name, last_value::text as value from pg_sequences
     where last_value is not null and schemaname !~ '^pg_' order by 1, 2`,
  );
  return rows;
}

/** Text as every server writes and reads it, whatever its own settings are. */
export const SAME_TEXT = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local client_encoding = 'UTF8';
  set local row_security = off; set local statement_timeout = 0; set local synchronize_seqscans = off`;
