/**
 * Row-level security, table by table: each tenant table of the catalogue, with rows of two organisations in it, as the app's own role
 * that acts for the stranger. A new table without a row of both fails here.
 */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { addDemand, grantLoan } from '#domain/meetings/index.ts';
import { fillEverywhere, tenantTables, type TenantTable } from './rows-everywhere.ts';
import { close, contextOf, furnish, makeVillage, must, ordinaryMeeting, type Village } from './village.ts';

type Organisation = Omit<Village, 'database'>;
let village: Village;
let stranger: Organisation;
let tables: TenantTable[];
let app: pg.Client;
let empty: string[];

/** What an organisation does by commands; the rest is filled in from the catalogue. */
async function live(own: Organisation): Promise<void> {
  const { admin, groupId, people } = own;
  const asked = await contextOf(own, admin);
  const loan = ordinaryMeeting(asked, '2026-05-12', (sheet) =>
    grantLoan(addDemand(sheet, { personId: people[0]!, amountPaise: 50_000, purpose: 'craft_material' }), asked, {
      ...{
        index: 0,
        loanId: newId(),
        grantedPaise: 50_000,
        paidFrom: 'cash',
        bankAccountId: null,
        acknowledged: 'thumb',
      },
    }),
  );
  await must(close(own.app, admin, loan));
  const context = await contextOf(own, admin);
  await must(close(own.app, admin, ordinaryMeeting(context, addDays('2026-05-12', 31))));
  await must(own.app.do('ledger.closePeriod', admin, { bodyKind: 'group', bodyId: groupId, closedTo: '2026-03-31' }));
  const account = { bankAccountId: newId(), number: '123456789', ifsc: 'SBIN0001234', bankName: null };
  await must(own.app.do('people.addBankAccount', admin, { personId: people[1], ...account, operatedBy: 'self' }));
  await must(own.app.do('people.merge', admin, { keptId: people[8], aliasId: people[9], reason: 'test' }));
  // of one phone and one name: a pair to look at
  for (const phone of ['9800000012', '9800000012'])
    await must(
      own.app.do('people.register', admin, { personId: newId(), person: { nameLatin: 'Kaneez Fatima', phone } }),
    );
  const waiting = { id: newId(), name: 'users.setLocale', payload: { locale: 'hi' }, dependsOn: [newId()] };
  expect((await own.app.send(admin, waiting)).kind).toBe('held');
}

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  stranger = await furnish(village.app, village.owner, 10);
  await live(village);
  await live(stranger);
  empty = [
    ...(await fillEverywhere(village.owner, village.orgId)),
    ...(await fillEverywhere(village.owner, stranger.orgId)),
  ];
  tables = await tenantTables(village.owner);
  app = new pg.Client(village.database.appUrl);
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await village.app.close();
  await village.owner.end();
});

/** As the stranger, in a transaction that never ends well. @returns the rows touched, or the code it was refused with */
async function tried(statement: string, values: unknown[]): Promise<number | string> {
  await app.query('begin');
  try {
    await app.query(
      `select set_config('app.org', $1, true), set_config('app.orgs', $2, true), set_config('app.user', $3, true)`,
      [stranger.orgId, `{${stranger.orgId}}`, stranger.admin.userId],
    );
    return (await app.query(statement, values)).rowCount ?? 0;
  } catch (fault) {
    return (fault as { code: string }).code;
  } finally {
    await app.query('rollback');
  }
}

const NOT_PRIVILEGED = '42501';
/** Every table's faults in one list, so that a failure names them all. */
async function faults(look: (table: TenantTable) => Promise<string | null>): Promise<string[]> {
  const found: string[] = [];
  for (const table of tables) {
    const fault = await look(table);
    if (fault) found.push(`${table.name}: ${fault}`);
  }
  return found;
}

describe('a stranger organisation', () => {
  test('every table has rows of both organisations', () => {
    expect(empty).toEqual([]);
    expect(tables.length).toBeGreaterThan(35);
  });

  test('sees none of our rows, and all of its own', async () => {
    expect(
      await faults(async ({ name }) => {
        const ours = await tried(`select from ${name} where org_id = $1`, [village.orgId]);
        const all = await tried(`select from ${name}`, []);
        const own = (await village.owner.query(`select from ${name} where org_id = $1`, [stranger.orgId])).rowCount;
        return ours === 0 && all === own && all > 0 ? null : `sees ${ours} of ours, ${all} of its ${own}`;
      }),
    ).toEqual([]);
  });

  test('cannot change or remove one', async () => {
    expect(
      await faults(async ({ name }) => {
        const changed = await tried(`update ${name} set org_id = org_id where org_id = $1`, [village.orgId]);
        const removed = await tried(`delete from ${name} where org_id = $1`, [village.orgId]);
        const shut = (done: number | string) => done === 0 || done === NOT_PRIVILEGED;
        return shut(changed) && shut(removed) ? null : `update ${changed}, delete ${removed}`;
      }),
    ).toEqual([]);
  });

  test('cannot put one into our organisation, nor move one of its own there', async () => {
    expect(
      await faults(async ({ name, writable }) => {
        const columns = writable.map((column) => `"${column}"`).join(', ');
        const rows = await village.owner.query<{ row: object }>(
          `select to_jsonb(t) as row from ${name} t where org_id = $1 limit 1`,
          [village.orgId],
        );
        const insert = `insert into ${name} (${columns}) overriding system value
          select ${columns} from jsonb_populate_record(null::${name}, $1)`;
        if (!rows.rows[0]) return 'is empty';
        const put = await tried(insert, [rows.rows[0].row]);
        const moved = await tried(`update ${name} set org_id = $1 where org_id = $2`, [village.orgId, stranger.orgId]);
        return put === NOT_PRIVILEGED && moved === NOT_PRIVILEGED ? null : `insert ${put}, move ${moved}`;
      }),
    ).toEqual([]);
  });

  test('the same statements do reach rows of one’s own: the test is not blind', async () => {
    const own = await tried(`update place set org_id = org_id where org_id = $1`, [stranger.orgId]);
    expect(own).toBe(1);
  });
});
