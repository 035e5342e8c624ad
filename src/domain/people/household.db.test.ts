/** Whose groups hear of a household is asked at every meeting that lends: it must not walk the organisation while nothing is counted yet. */
import { expect, test } from 'vitest';
import { acting } from '#test/ledger.ts';
import { rowsSeen } from '#test/rows-seen.ts';
import { makeVillage } from '#test/village.ts';
import { groupsOfHomes } from './household.server.ts';

test('the groups of six homes are looked up, not searched for, in tables the planner knows to be empty', async () => {
  const { app, orgId, people } = await makeVillage({ members: 40 });
  const asked = people.slice(0, 6);
  const rows = await acting(app.db, orgId, { work: (tx) => rowsSeen(tx, groupsOfHomes(tx, asked)) });
  expect(rows).toBeGreaterThanOrEqual(asked.length);
  expect(rows).toBeLessThan(40 * asked.length);
});
