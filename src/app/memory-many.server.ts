/** What the door remembers of many commands of one list: the rows {@link remember} and {@link conclude} write, in one statement a table. */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalPayload } from '#platform/canonical.ts';
import type { Db } from '#platform/db.server.ts';
import type { Actor, Envelope, Scope } from '#platform/door.ts';
import type { Change } from './memory.server.ts';
import { payloadHashOf } from './memory.server.ts';

/** `scope` is the thing a command is about; null = the organisation. */
export type Sent = { readonly envelope: Envelope; readonly scope: Scope };

/** Stores them as applied. False when one of them is known already: the caller undoes all and asks one by one. */
export async function rememberMany(trx: Db, who: Actor, list: readonly Sent[]): Promise<boolean> {
  const rows = list.map(({ envelope, scope }) => {
    const text = canonicalPayload(envelope.payload);
    const salt = randomBytes(16);
    const commitment = createHash('sha256').update(salt).update(text).digest();
    return { envelope, scope, text, salt, commitment, hash: payloadHashOf(envelope, text) };
  });
  const { rows: made } = await sql`
    insert into command (org_id, command_id, name, schema_version, user_id, device_id, payload, payload_hash, payload_salt, payload_commitment,
      status, scope_kind, scope_id)
    select ${who.orgId}, id, name, version, ${who.userId}, ${who.deviceId ?? null}, payload::jsonb, hash, decode(salt, 'hex'), decode(commitment, 'hex'),
      'applied', scope_kind, scope_id
    from unnest(${rows.map((row) => row.envelope.id)}::uuid[], ${rows.map((row) => row.envelope.name)}::text[],
      ${rows.map((row) => row.envelope.schemaVersion)}::int[], ${rows.map((row) => row.text)}::text[], ${rows.map((row) => row.hash)}::text[],
      ${rows.map((row) => row.salt.toString('hex'))}::text[], ${rows.map((row) => row.commitment.toString('hex'))}::text[],
      ${rows.map((row) => row.scope?.kind ?? null)}::text[], ${rows.map((row) => row.scope?.id ?? null)}::uuid[])
      as one(id, name, version, payload, hash, salt, commitment, scope_kind, scope_id)
    on conflict (org_id, command_id) do nothing returning command_id`.execute(trx);
  return made.length === list.length;
}

/** The answers on the commands, an audit line each, and what phones should pull, once however many said so. */
export async function concludeMany(
  trx: Db,
  who: Actor,
  { list, receipts, changes }: { list: readonly Sent[]; receipts: readonly unknown[]; changes: readonly Change[] },
): Promise<void> {
  const ids = list.map(({ envelope }) => envelope.id);
  const outcomes = receipts.map((receipt) => JSON.stringify({ kind: 'applied', receipt }));
  const kept = [...new Map(changes.map((one) => [`${one.scopeId} ${one.kind} ${one.docId}`, one])).values()];
  await sql`
    with answers as (select * from unnest(${ids}::uuid[], ${outcomes}::jsonb[]) as one(id, outcome)),
      done as (update command c set outcome = a.outcome from answers a where c.org_id = ${who.orgId} and c.command_id = a.id),
      lines as (insert into audit (org_id, user_id, device_id, action, command_id, subject_kind, subject_id, outcome)
        select ${who.orgId}, ${who.userId}, ${who.deviceId ?? null}, name, id, scope_kind, scope_id, 'applied'
        from unnest(${ids}::uuid[], ${list.map(({ envelope }) => envelope.name)}::text[], ${list.map(({ scope }) => scope?.kind ?? null)}::text[],
          ${list.map(({ scope }) => scope?.id ?? null)}::uuid[]) as one(id, name, scope_kind, scope_id))
    insert into change (org_id, scope_id, kind, doc_id)
      select ${who.orgId}, * from unnest(${kept.map((c) => c.scopeId)}::uuid[], ${kept.map((c) => c.kind)}::text[], ${kept.map((c) => c.docId)}::uuid[])`.execute(
    trx,
  );
}
