/** What the door remembers: each command under its id with its answer, the audit line, what phones should pull, who waits for whom. */
import { createHash, randomBytes } from 'node:crypto';
import { sql, type CompiledQuery } from 'kysely';
import { canonicalJson, canonicalPayload } from '#platform/canonical.ts';
import { inARow, kept, type beginAs, type Db, type Tx } from '#platform/db.server.ts';
import type { Actor, AnyCommand, Envelope } from '#platform/door.ts';
import { isId } from '#platform/ids.ts';
import { already, later, refused, type Outcome } from '#platform/outcomes.ts';

export type Change = { scopeId: string; kind: string; docId: string };
export type Memory = { readonly now: Date } & (
  | { kind: 'new'; commitment: Buffer; again: boolean }
  | { kind: 'known'; outcome: Outcome<unknown> }
);
/** What begins the transaction that a command is remembered in, still to be sent; or the time of one that is open. */
export type Opening = { readonly begin: ReturnType<typeof beginAs> } | { readonly now: Date };

/** Stores the command under its id, or answers what was answered before. Same id with another payload was tampered with. */
export async function remember(
  trx: Db,
  who: Actor,
  {
    envelope,
    scope,
    keepPayload,
    opening,
  }: { envelope: Envelope; scope: ReturnType<AnyCommand['scope']>; keepPayload: boolean; opening: Opening },
): Promise<Memory> {
  const salt = randomBytes(16);
  const text = canonicalPayload(envelope.payload);
  const hash = payloadHashOf(envelope, text);
  const commitment = createHash('sha256').update(salt).update(text).digest();
  // a held command that runs again keeps its first salt, so its first commitment: hence `returning`.
  // Written as applied, which nobody sees before the commit: the answer is then added in place, without touching an index.
  const insert = sql`${kept}
    insert into command (org_id, command_id, name, schema_version, user_id, device_id, device_seq, prev_hash, business_date, device_at,
      payload, payload_hash, payload_salt, payload_commitment, status, replaces, scope_kind, scope_id)
    values (${who.orgId}, ${envelope.id}, ${envelope.name}, ${envelope.schemaVersion}, ${who.userId},
      ${envelope.deviceId ?? who.deviceId ?? null}, ${envelope.deviceSeq ?? null}, ${envelope.prevHash ?? null},
      ${envelope.businessDate ?? null}, ${envelope.deviceAt ?? null}, ${keepPayload ? text : null}::jsonb, ${hash}, ${keepPayload ? salt : null}, ${commitment}, 'applied',
      ${envelope.replaces ?? null}, ${scope?.kind ?? null}, ${scope?.id ?? null})
    on conflict (org_id, command_id) do update set status = 'applied', txid = pg_current_xact_id()
      where command.payload_hash = excluded.payload_hash
        and (command.status = 'released' or (command.status = 'held' and command.outcome ->> 'code' = 'door.waiting'))
    returning payload_commitment, (outcome is not null) as again`;
  const answers = await inARow(trx, 'begin' in opening ? [...opening.begin, insert] : [insert]);
  const now = 'begin' in opening ? (answers.at(-2) as { now: Date }[])[0]!.now : opening.now;
  const [row] = answers.at(-1) as { payload_commitment: Buffer; again: boolean }[];
  if (row) return { now, kind: 'new', commitment: row.payload_commitment, again: row.again };
  return { now, kind: 'known', outcome: await answeredBefore(trx, who, { envelope, hash }) };
}

async function answeredBefore(
  trx: Db,
  who: Actor,
  { envelope, hash }: { envelope: Envelope; hash: string },
): Promise<Outcome<unknown>> {
  const before = await trx
    .selectFrom('command')
    .select(['status', 'outcome', 'payload_hash', 'user_id'])
    .where('org_id', '=', who.orgId)
    .where('command_id', '=', envelope.id)
    .executeTakeFirst();
  if (!before) return refused('door.id_taken', {});
  if (before.payload_hash !== hash || (before.user_id !== who.userId && who.kind !== 'system')) {
    await alertTampered(trx, who, envelope);
    return refused('door.tampered', {});
  }
  const stored = before.outcome as Outcome<unknown> | null;
  return stored?.kind === 'applied' ? already(stored.receipt) : (stored ?? later('door.busy'));
}

/** `payloadHash` of the platform over a text that is canonical already, without a second walk through the payload. */
export function payloadHashOf(
  { name, schemaVersion }: Pick<Envelope, 'name' | 'schemaVersion'>,
  canonicalPayload: string,
): string {
  const whole = `{"name":${canonicalJson(name)},"payload":${canonicalPayload},"schemaVersion":${schemaVersion}}`;
  return createHash('sha256').update(whole).digest('hex');
}

async function alertTampered(trx: Db, who: Actor, envelope: Envelope): Promise<void> {
  await sql`insert into audit (org_id, user_id, device_id, action, command_id, outcome)
    values (${who.orgId}, ${who.userId}, ${who.deviceId ?? null}, ${envelope.name}, ${envelope.id}, 'tampered')`.execute(
    trx,
  );
}

type Conclusion = {
  envelope: Envelope;
  outcome: Outcome<unknown>;
  scope: ReturnType<AnyCommand['scope']>;
  changes: readonly Change[];
  waitsFor: readonly string[];
  released: readonly string[];
};

/** One statement: the answer on the command, the audit line, what phones should pull, what it waits for. */
export function conclusion(tx: Tx, who: Actor, { envelope, outcome, scope, ...more }: Conclusion): CompiledQuery {
  const { changes } = more;
  const waitsFor = outcome.kind === 'held' && outcome.code === 'door.waiting' ? more.waitsFor : [];
  const settles = outcome.kind === 'applied' && envelope.replaces && isId(envelope.replaces) ? envelope.replaces : null;
  return sql`${kept}
    with done as (update command set status = ${outcome.kind}, outcome = ${JSON.stringify(outcome)}::jsonb
        where org_id = ${tx.orgId} and command_id = ${envelope.id}),
      freed as (update command set status = 'released'
        where org_id = ${tx.orgId} and command_id = any(${[...(outcome.kind === 'applied' ? more.released : [])]}::uuid[]) and status = 'held'),
      settled as (update command set status = 'settled'
        where org_id = ${tx.orgId} and command_id = ${settles}::uuid and status in ('refused', 'held')),
      line as (insert into audit (org_id, user_id, device_id, action, command_id, subject_kind, subject_id, outcome)
        values (${tx.orgId}, ${who.userId}, ${envelope.deviceId ?? who.deviceId ?? null}, ${envelope.name}, ${envelope.id},
          ${scope?.kind ?? null}, ${scope?.id ?? null}, ${outcome.kind === 'refused' || outcome.kind === 'held' ? `${outcome.kind}:${outcome.code}` : outcome.kind})),
      waits as (insert into command_wait (org_id, command_id, waits_for)
        select ${tx.orgId}, ${envelope.id}, w from unnest(${[...waitsFor]}::uuid[]) w on conflict do nothing)
    insert into change (org_id, scope_id, kind, doc_id)
      select ${tx.orgId}, * from unnest(${changes.map((c) => c.scopeId)}::uuid[], ${changes.map((c) => c.kind)}::text[], ${changes.map((c) => c.docId)}::uuid[])`.compile(
    tx.db,
  );
}
