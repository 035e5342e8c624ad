/** How many rows a statement handles on its way: what is looked up stays few, what is searched for grows with the organisation. */
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { KEPT } from '#platform/statements.server.ts';

type Node = { readonly 'Actual Rows': number; readonly 'Actual Loops': number; readonly Plans?: readonly Node[] };
const seen = (node: Node): number =>
  node['Actual Rows'] * node['Actual Loops'] + (node.Plans ?? []).reduce((sum, one) => sum + seen(one), 0);

/** Runs it, and sums the rows of every step of its plan. */
export async function rowsSeen(tx: Tx, statement: RawBuilder<unknown>): Promise<number> {
  const { sql: text, parameters } = statement.compile(tx.db);
  const explain = sql.raw(`explain (analyze, format json) ${text.replace(KEPT, '')}`).compile(tx.db);
  const { rows } = await tx.db.executeQuery<{ 'QUERY PLAN': [{ Plan: Node }] }>({ ...explain, parameters });
  return seen(rows[0]!['QUERY PLAN'][0].Plan);
}
