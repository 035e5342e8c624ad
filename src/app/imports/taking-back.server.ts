/** Taking an import back: first the opposite of each voucher it made, through the same command as a single one's, then the import itself. */
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { refused, type Outcome } from '#platform/outcomes.ts';
import { sql } from 'kysely';
import { madeVouchers, type MadeVoucher } from '#domain/accounts/index.server.ts';
import type { App } from '../app-type.server.ts';
import { derivedId } from './derived-id.server.ts';
import type { ImportRef } from './model.ts';
import type { ImportEnvelope } from './planning.server.ts';

export type TakingBack = {
  readonly envelopes: readonly ImportEnvelope[];
  /** What stands on it already; then nothing is taken back. */
  readonly standing: { readonly what: string; readonly count: number } | null;
};

/** What has to be done before `imports.undo`. Nothing for lists of people, groups and places. */
export async function takingBack(tx: Tx, _who: Actor, { importId }: ImportRef): Promise<TakingBack> {
  const { rows } = await sql<{ id: string; file: string }>`select c as id, i.file_name as file from import_line l
      join import i on i.org_id = l.org_id and i.import_id = l.import_id, unnest(l.command_ids) c
    where l.org_id = ${tx.orgId} and l.import_id = ${importId} and l.outcome = 'applied' and l.subject_kind = 'voucher'`.execute(
    tx.db,
  );
  if (rows.length === 0) return { envelopes: [], standing: null };
  const made = await madeVouchers(
    tx,
    rows.map((row) => row.id),
  );
  const stood = made.filter((one) => one.standing !== null);
  const [first] = stood;
  const standing = first ? { what: first.standing!, count: stood.length } : null;
  return { envelopes: made.flatMap((one) => opposite(tx.orgId, one, rows[0]!.file)), standing };
}

/** The newest first, as the list comes; on the voucher's own day, so that no month shows it. */
function opposite(
  orgId: string,
  { voucherId, bodyKind, bodyId, eventOn, state }: MadeVoucher,
  file: string,
): ImportEnvelope[] {
  const body = { bodyKind, bodyId, voucherId, reason: `↩ ${file}` };
  const id = derivedId(orgId, 'import', 'taken back', voucherId);
  if (state === 'waiting') return [{ id, name: 'accounts.sendBack', payload: body }];
  if (state !== 'posted') return [];
  return [{ id, name: 'accounts.cancelVoucher', payload: { ...body, reversalId: id, eventOn } }];
}

/**
 * All of it or nothing. `id` = the command's, so that a second press is the same act.
 * @returns refused `imports.stands` {what, count}, and all of `imports.undo` and `accounts.cancelVoucher`
 */
export async function undoImport(
  app: App,
  who: Actor,
  { id, importId }: { id: string; importId: string },
): Promise<Outcome<{ undone: number }>> {
  const asked = await app.ask<TakingBack>('imports.takingBack', who, { importId });
  if (asked.kind !== 'answer') return asked;
  const { envelopes, standing } = asked.value;
  if (standing) return refused('imports.stands', standing);
  const all = [...envelopes, { id, name: 'imports.undo', payload: { importId } }];
  const last = (await app.sendAll(who, all)).at(-1);
  return (last ?? refused('imports.unknown', {})) as Outcome<{ undone: number }>;
}
