/**
 * What lies in quarantine, opened with the server's own key so that the supervisor decides about a meeting and not about an envelope.
 * Shown to whoever may decide; nothing of it is written anywhere.
 */
import { sql } from 'kysely';
import { actAs } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { sumPaise } from '#platform/money.ts';
import { registerLines, MeetingSheet } from '#domain/meetings/index.ts';
import type { App } from '../app-type.server.ts';
import { openItem } from '../sync/push.server.ts';
import type { QuarantineRow } from './queries.server.ts';

export type KeptRecord = {
  /** `meetings.close`. */
  readonly name: string;
  readonly on: string | null;
  readonly group: { name: string; nameHi: string | null; nameUr: string | null } | null;
  /** Of a closed meeting. */
  readonly meeting: { readonly present: number; readonly members: number; readonly inPaise: number } | null;
};

/** By quarantine id; null for what cannot be opened. @param rows as `desk.quarantine` answered them to this same actor */
export async function keptRecords(
  app: App,
  who: Actor,
  rows: readonly QuarantineRow[],
): Promise<Map<string, KeptRecord | null>> {
  const ids = rows.map((row) => row.quarantineId);
  return app.db.transaction().execute(async (trx) => {
    await actAs(trx, { orgId: who.orgId, orgIds: [who.orgId], userId: who.userId });
    const kept = await sql<{ id: string; envelope: Parameters<typeof openItem>[1] }>`
      select quarantine_id as id, envelope from quarantine
      where org_id = ${who.orgId} and quarantine_id = any(${ids}::uuid[])`.execute(trx);
    const groups = await sql<{ id: string; name: string; nameHi: string | null; nameUr: string | null }>`
      select group_id as id, name, name_hi as "nameHi", name_ur as "nameUr" from groups where org_id = ${who.orgId}`.execute(
      trx,
    );
    const names = new Map(groups.rows.map(({ id, ...name }) => [id, name]));
    const found = new Map<string, KeptRecord | null>();
    for (const { id, envelope } of kept.rows) {
      const signed = await openItem(app, envelope);
      found.set(id, signed ? recordOf(signed.envelope, names) : null);
    }
    return found;
  });
}

type Names = ReadonlyMap<string, NonNullable<KeptRecord['group']>>;
type Said = { readonly name: string; readonly payload: unknown; readonly businessDate?: string };

function recordOf({ name, payload, businessDate }: Said, names: Names): KeptRecord {
  const said = (payload ?? {}) as Readonly<Record<string, unknown>>;
  const day = [said.heldOn, said.plannedOn, businessDate].find((one) => typeof one === 'string');
  const group = typeof said.groupId === 'string' ? (names.get(said.groupId) ?? null) : null;
  const sheet = name === 'meetings.close' ? MeetingSheet.safeParse(payload) : null;
  return {
    name,
    on: typeof day === 'string' ? day : null,
    group,
    meeting: sheet?.success ? figures(sheet.data) : null,
  };
}

const figures = (sheet: MeetingSheet): KeptRecord['meeting'] => ({
  present: sheet.attendance.filter(({ state }) => state === 'present' || state === 'late').length,
  members: sheet.attendance.length,
  inPaise: sumPaise(
    registerLines(sheet)
      .filter((line) => line.section !== 'transfers')
      .map((line) => line.inPaise),
  ),
});
