/** What the door remembers of many commands of one list: the rows `remember` and `conclude` write, in one statement a table. */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalPayload } from '#platform/canonical.ts';
import type { Db } from '#platform/db.server.ts';
import type { Actor, Envelope, Scope } from '#platform/door.ts';
import type { Change } from './memory.server.ts';
import { payloadHashOf } from './memory.server.ts';

/** `scope` is the thing a command is about; null = the organisation. */
export type Sent = { readonly envelope: Envelope; readonly scope: Scope };

/** Whether one of them was ever sent before: then each is asked for by itself. */
export async function isAnyKnown(trx: Db, who: Actor, list: readonly Sent[]): Promise<boolean> {
  const ids = list.map(({ envelope }) => envelope.id);
  const { rows } =
    await sql`select from command where org_id = ${who.orgId} and command_id = any(${ids}::uuid[]) limit 1`.execute(
      trx,
    );
  return rows.length > 0;
}

type Done = {
  readonly list: readonly Sent[];
  readonly receipts: readonly unknown[];
  readonly changes: readonly Change[];
};

/**
 * Stores them with their answers, an audit line each, and what phones should pull, once however many said so. False when somebody stored
 * one of them meanwhile: the caller undoes all.
 */
export async function noteMany(trx: Db, who: Actor, { list, receipts, changes }: Done): Promise<boolean> {
  const rows = list.map(({ envelope, scope }, at) => {
    const text = canonicalPayload(envelope.payload);
    const salt = randomBytes(16);
    const commitment = createHash('sha256').update(salt).update(text).digest();
    const outcome = JSON.stringify({ kind: 'applied', receipt: receipts[at] });
    return { envelope, scope, text, salt, commitment, outcome, hash: payloadHashOf(envelope, text) };
  });
  const kept = [...new Map(changes.map((one) => [`${one.scopeId} ${one.kind} ${one.docId}`, one])).values()];
  const { rows: made } = await sql<{ made: number }>`
    with sent as (select * from unnest(${rows.map((row) => row.envelope.id)}::uuid[], ${rows.map((row) => row.envelope.name)}::text[],
        ${rows.map((row) => row.envelope.schemaVersion)}::int[], ${rows.map((row) => row.text)}::text[], ${rows.map((row) => row.hash)}::text[],
        ${rows.map((row) => row.salt.toString('hex'))}::text[], ${rows.map((row) => row.commitment.toString('hex'))}::text[],
        ${rows.map((row) => row.outcome)}::text[], ${rows.map((row) => row.scope?.kind ?? null)}::text[], ${rows.map((row) => row.scope?.id ?? null)}::uuid[])
        as one(id, name, version, payload, hash, salt, commitment, outcome, scope_kind, scope_id)),
      made as (insert into command (org_id, command_id, name, schema_version, user_id, device_id, payload, payload_hash, payload_salt,
          payload_commitment, status, outcome, scope_kind, scope_id)
        select ${who.orgId}, id, name, version, ${who.userId}, ${who.deviceId ?? null}, payload::jsonb, hash, decode(salt, 'hex'),
          decode(commitment, 'hex'), 'applied', outcome::jsonb, scope_kind, scope_id from sent
        on conflict (org_id, command_id) do nothing returning command_id),
      lines as (insert into audit (org_id, user_id, device_id, action, command_id, subject_kind, subject_id, outcome)
        select ${who.orgId}, ${who.userId}, ${who.deviceId ?? null}, name, id, scope_kind, scope_id, 'applied' from sent),
      news as (insert into change (org_id, scope_id, kind, doc_id)
        select ${who.orgId}, * from unnest(${kept.map((c) => c.scopeId)}::uuid[], ${kept.map((c) => c.kind)}::text[], ${kept.map((c) => c.docId)}::uuid[]))
    select count(*)::int as made from made`.execute(trx);
  return made[0]!.made === list.length;
}
