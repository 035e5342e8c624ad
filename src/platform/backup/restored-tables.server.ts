/** Brings saved rows into the tables that the migrations made, and proves afterwards that they are what was saved. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { StartFault } from '../start-faults.server.ts';
import type { Entry, EntryTail } from './entries.server.ts';
import type { Bytes } from './sealed.server.ts';
import { copyIn, copyOut, nameOf, readTables, type Table } from './tables.server.ts';

export type Saved = { readonly table: Table; readonly tail: EntryTail };
export type RowsIn = {
  /** Empties what migrations themselves wrote, and sets keys and triggers aside. */
  readonly open: () => Promise<void>;
  readonly take: (entry: Entry) => Promise<Saved>;
  /** Puts keys back, which proves them for all rows, and triggers. */
  readonly close: () => Promise<void>;
};

type Key = { readonly on: string; readonly name: string; readonly definition: string };

export async function readRows(client: pg.Client): Promise<RowsIn> {
  const tables = await readTables(client);
  const { rows: keys } = await client.query<Key>(
    `select conrelid::regclass::text as on, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conparentid = 0 order by 1, 2`,
  );
  const each = async (statement: (table: Table) => string) => {
    for (const table of tables) await client.query(statement(table));
  };
  return {
    open: async () => {
      for (const key of keys) await client.query(`alter table ${key.on} drop constraint ${key.name}`);
      await each((table) => `alter table ${nameOf(table)} disable trigger user`);
      await client.query(`truncate ${tables.map(nameOf).join(', ')}`);
    },
    take: async ({ head, content, tail }) => {
      if (head.kind !== 'table') throw new Error('Only tables have rows');
      const table = tables.find(({ schema, name }) => schema === head.schema && name === head.name);
      // The same migrations made both, so this is a table that somebody made by hand.
      if (!table) throw new StartFault('backup.differs', { table: `the table ${head.schema}.${head.name}` });
      await pipeline(Readable.from(content, { objectMode: false }), client.query(copyFrom(copyIn(head))));
      return { table, tail: tail() };
    },
    close: async () => {
      for (const key of keys) await client.query(`alter table ${key.on} add constraint ${key.name} ${key.definition}`);
      await each((table) => `alter table ${nameOf(table)} enable trigger user`);
    },
  };
}

/** Reads every table again in the order it was saved in. @throws StartFault backup.differs */
export async function compareTables(client: pg.Client, saved: readonly Saved[]): Promise<void> {
  const missing = (await readTables(client)).find(
    (one) => !saved.some(({ table }) => table.schema === one.schema && table.name === one.name),
  );
  if (missing) throw new StartFault('backup.differs', { table: `the table ${missing.schema}.${missing.name}` });
  for (const { table, tail } of saved) {
    const hash = createHash('sha256');
    const out = client.query(copyTo(copyOut(table)));
    for await (const chunk of out as unknown as Bytes) hash.update(chunk);
    // the same bytes are the same rows; their count in a backup of an earlier program could be short
    if (hash.digest('hex') !== tail.sha256)
      throw new StartFault('backup.differs', { table: `the table ${table.schema}.${table.name}` });
  }
}
