import { sql, type RawBuilder } from 'kysely';
import type { Actor, Envelope } from '#platform/door.ts';
import { actAs, type Db } from '#platform/db.server.ts';
import { anyActorOf, systemActor } from './actors.server.ts';

type HeldRow = {
  command_id: string;
  name: string;
  schema_version: number;
  user_id: string;
  device_id: string | null;
  device_seq: number | null;
  business_date: string | null;
  payload: unknown;
  replaces: string | null;
  parents: string[] | null;
};

type Rebuilt = { who: Actor; envelope: Envelope };

/** Commands held for `parent` and those a person released, rebuilt as they came, each with its author. */
export const loadHeld = (
  db: Db,
  orgId: string,
  { parent, released }: { parent: string; released: readonly string[] },
): Promise<Rebuilt[]> =>
  rebuilt(
    db,
    orgId,
    sql`(c.status = 'held' and c.command_id in (
          select w.command_id from command_wait w where w.org_id = ${orgId} and w.waits_for = ${parent}::uuid))
        or (c.status = 'released' and c.command_id = any(${[...released]}::uuid[]))`,
  );

/** One that is held or released and may run again; null when there is none under this id. */
export const loadOne = async (db: Db, orgId: string, commandId: string): Promise<Rebuilt | null> =>
  (await rebuilt(db, orgId, sql`c.command_id = ${commandId}::uuid and c.status in ('held', 'released')`))[0] ?? null;

async function rebuilt(db: Db, orgId: string, which: RawBuilder<unknown>): Promise<Rebuilt[]> {
  const rows = await db.transaction().execute(async (trx) => {
    await actAs(trx, systemActor(orgId));
    const found =
      await sql<HeldRow>`select c.command_id, c.name, c.schema_version, c.user_id, c.device_id, c.device_seq, c.business_date,
        c.payload, c.replaces, (select array_agg(w2.waits_for) from command_wait w2 where w2.org_id = c.org_id and w2.command_id = c.command_id) as parents
      from command c where c.org_id = ${orgId} and (${which})
      order by c.device_seq nulls last, c.received_at`.execute(trx);
    return found.rows;
  });
  const children: Rebuilt[] = [];
  for (const row of rows) {
    const who = await anyActorOf(db, row.user_id, row.device_id);
    if (who) children.push({ who, envelope: envelopeOf(row) });
  }
  return children;
}

const envelopeOf = (row: HeldRow): Envelope => ({
  id: row.command_id,
  name: row.name,
  schemaVersion: row.schema_version,
  payload: row.payload,
  deviceId: row.device_id ?? undefined,
  deviceSeq: row.device_seq ?? undefined,
  businessDate: row.business_date ?? undefined,
  replaces: row.replaces ?? undefined,
  dependsOn: row.parents ?? [],
});
