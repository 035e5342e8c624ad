import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type pg from 'pg';
import { freshDatabase } from '#test/database.ts';
import { inARow, kept, kyselyOn, openPool, raw, type Db } from './db.server.ts';

let pool: pg.Pool;
let db: Db;
beforeAll(async () => {
  pool = openPool((await freshDatabase({ empty: true })).ownerUrl, { max: 1, role: null });
  db = kyselyOn(pool);
  await sql`create table cloth (id int primary key)`.execute(db);
});
afterAll(() => pool.end());

const add = (id: number) => sql`${kept} insert into cloth values (${id}) returning id`;
const all = async () =>
  (await sql<{ id: number }>`select id from cloth order by id`.execute(db)).rows.map((row) => row.id);

test('each statement sees what the one before it did, and each is answered by its own rows', async () => {
  const count = sql`select count(*) as count from cloth where id < 10`;
  const said = await db
    .connection()
    .execute((conn) => inARow(conn, [raw('begin; select 1 as one'), add(1), count, add(2), count, raw('commit')]));
  expect(said.slice(0, 5)).toEqual([[{ one: 1 }], [{ id: 1 }], [{ count: 1 }], [{ id: 2 }], [{ count: 2 }]]);
  expect(await all()).toEqual([1, 2]);
});

test('the first that fails is told, nothing after it is done, and the connection works on', async () => {
  const go = db.connection().execute(async (conn) => {
    try {
      await inARow(conn, [
        raw('begin'),
        add(3),
        add(1),
        sql`${kept} insert into cloth select ${4}::int`,
        raw('commit'),
      ]);
    } finally {
      await conn.executeQuery(raw('rollback'));
    }
  });
  await expect(go).rejects.toMatchObject({ code: '23505' });
  expect(await all()).toEqual([1, 2]);
  // a statement that was never parsed, since the transaction was broken by then, is parsed when it comes again
  await inARow(db, [sql`${kept} insert into cloth select ${4}::int`]);
  expect(await all()).toEqual([1, 2, 4]);
  const client = await pool.connect();
  expect(client.pipeline).toBe(false);
  client.release();
});
