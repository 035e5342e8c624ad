/** Whose groups hear of a household is asked at every meeting that lends: it must not walk the organisation while nothing is counted yet. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { acting } from '#test/ledger.ts';
import { makeVillage } from '#test/village.ts';
import { groupsOfHomes } from './household.server.ts';

type Node = { readonly 'Actual Rows': number; readonly 'Actual Loops': number; readonly Plans?: readonly Node[] };
const seen = (node: Node): number =>
  node['Actual Rows'] * node['Actual Loops'] + (node.Plans ?? []).reduce((sum, one) => sum + seen(one), 0);

test('the groups of six homes are looked up, not searched for, in tables the planner knows to be empty', async () => {
  const { app, orgId, people } = await makeVillage({ members: 40 });
  const asked = people.slice(0, 6);
  const rows = await acting(app.db, orgId, {
    work: async (tx) => {
      const { sql: text, parameters } = groupsOfHomes(tx, asked).compile(tx.db);
      const explained = `explain (analyze, format json) ${text.replace('/* kept */', '')}`;
      const { rows } = await tx.db.executeQuery<{ 'QUERY PLAN': [{ Plan: Node }] }>({
        ...sql.raw(explained).compile(tx.db),
        parameters,
      });
      return seen(rows[0]!['QUERY PLAN'][0].Plan);
    },
  });
  expect(rows).toBeGreaterThanOrEqual(asked.length);
  expect(rows).toBeLessThan(40 * asked.length);
});
