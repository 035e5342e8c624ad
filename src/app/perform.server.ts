/**
 * The one door for writes. Screen, phone, API, import and job all come through `perform`: it opens the transaction, remembers
 * the command id, checks the right, runs the handler, writes the audit line and stores the receipt, all or nothing.
 * A refusal undoes the handler's work by savepoint but keeps the command and its answer.
 */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalJson, payloadHash } from '#platform/canonical.ts';
import { actAs, raw, type Db, type Tx } from '#platform/db.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import type { Actor, AnyCommand, Envelope } from '#platform/door.ts';
import { isId } from '#platform/ids.ts';
import { already, held, later, refused, type Outcome } from '#platform/outcomes.ts';
import { faultToOutcome, isRetryable, NotNow } from './faults.server.ts';
import { loadHeld } from './held.server.ts';
import { screenInput } from './screening.ts';
import { mayDo } from './scopes.server.ts';

export type Door = { readonly db: Db; readonly commands: Readonly<Record<string, AnyCommand>> };
type Change = { scopeId: string; kind: string; docId: string };

/** @returns the outcome; throws only on faults that no person can act on. */
export async function perform<T = unknown>(door: Door, who: Actor, envelope: Envelope): Promise<Outcome<T>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { outcome, released } = await performOnce<T>(door, who, envelope);
      if (outcome.kind === 'applied') await runFreed(door, who.orgId, { parent: envelope.id, released });
      return outcome;
    } catch (fault) {
      if (fault instanceof NotNow) return later(fault.code);
      if (!isRetryable(fault)) throw fault;
      if (attempt === 4) return later('door.busy');
    }
  }
}

/** All or nothing: the first outcome that is not applied/already undoes every one (an import in one piece). */
export async function performAll(door: Door, who: Actor, envelopes: readonly Envelope[]): Promise<Outcome<unknown>[]> {
  const outcomes: Outcome<unknown>[] = [];
  class Undo extends Error {}
  try {
    await door.db.transaction().execute(async (trx) => {
      for (const envelope of envelopes) {
        const { outcome } = await inside(door, trx, { who, envelope });
        outcomes.push(outcome);
        if (outcome.kind !== 'applied' && outcome.kind !== 'already') throw new Undo();
      }
    });
  } catch (fault) {
    if (!(fault instanceof Undo)) throw fault;
  }
  return outcomes;
}

/** The answer, and the held commands it freed: those run after the commit. */
type Done<T> = { readonly outcome: Outcome<T>; readonly released: readonly string[] };
const only = <T>(outcome: Outcome<T>): Done<T> => ({ outcome, released: [] });

const performOnce = <T>(door: Door, who: Actor, envelope: Envelope): Promise<Done<T>> =>
  door.db.transaction().execute((trx) => inside<T>(door, trx, { who, envelope }));

async function inside<T>(
  door: Door,
  trx: Db,
  { who, envelope: sent }: { who: Actor; envelope: Envelope },
): Promise<Done<T>> {
  const envelope = sent.payload === undefined ? { ...sent, payload: null } : sent;
  const command = door.commands[envelope.name];
  if (!command || !isId(envelope.id) || !Number.isSafeInteger(envelope.schemaVersion))
    return only(later('door.unknown_command'));
  const current = command.version ?? 1;
  if (envelope.schemaVersion > current || envelope.schemaVersion < 1) return only(later('door.newer_version'));
  const screened = screenInput(command, envelope, current);

  const now = await actAs(trx, { orgId: who.orgId, orgIds: [who.orgId], userId: who.userId });
  const scope = screened.kind === 'ok' ? command.scope(screened.input) : null;
  // what must not be kept is remembered by its hash alone, so that the phone's numbering has no gap
  const memory = await remember(trx, who, { envelope, scope, keepPayload: screened.kind !== 'unstorable' });
  if (memory.kind === 'known') return only(memory.outcome as Outcome<T>);

  const changes: Change[] = [];
  const waitsFor = new Set<string>();
  const released = new Set<string>();
  const tx: Tx = {
    db: trx,
    now,
    today: dayInIndia(now),
    orgId: who.orgId,
    commandId: envelope.id,
    commitment: memory.commitment,
    changed: (scopeId, kind, docId) => void changes.push({ scopeId, kind, docId }),
    waitFor: (commandId) => void waitsFor.add(commandId),
    release: (commandId) => void released.add(commandId),
  };
  await trx.executeQuery(raw('savepoint run'));
  let outcome: Outcome<T>;
  try {
    outcome =
      screened.kind !== 'ok'
        ? screened.outcome
        : await judgeAndRun<T>(command, tx, { who, envelope, input: screened.input, scope });
  } catch (fault) {
    outcome = faultToOutcome(fault);
  }
  if (outcome.kind === 'later') throw new NotNow(outcome.code);
  if (outcome.kind !== 'applied') {
    await trx.executeQuery(raw('rollback to savepoint run'));
    changes.length = 0;
  }
  // what became of an earlier answer is news for the phone that sent it
  if (memory.again && envelope.deviceId)
    changes.push({ scopeId: envelope.deviceId, kind: 'settled', docId: envelope.id });
  await conclude(tx, who, { envelope, outcome, scope, changes, waitsFor: [...waitsFor], released: [...released] });
  return { outcome, released: [...released] };
}

async function judgeAndRun<T>(
  command: AnyCommand,
  tx: Tx,
  {
    who,
    envelope,
    input,
    scope,
  }: { who: Actor; envelope: Envelope; input: unknown; scope: ReturnType<AnyCommand['scope']> },
): Promise<Outcome<T>> {
  if (!(await mayDo(tx.db, who, { right: command.may, scope })))
    return refused('door.not_allowed', { right: command.may });
  const missing = await missingParents(tx, envelope.dependsOn ?? []);
  for (const parent of missing) tx.waitFor(parent);
  if (missing.length > 0) return held('door.waiting', { count: missing.length });
  return (await command.run(tx, who, input)) as Outcome<T>;
}

/** Parents that are not applied yet. The caller holds the command; it is released when the last of them is applied. */
async function missingParents(tx: Tx, parents: readonly string[]): Promise<string[]> {
  const wanted = parents.filter(isId);
  if (wanted.length === 0) return [];
  const { rows } = await sql<{ command_id: string }>`select command_id from command
    where org_id = ${tx.orgId} and command_id = any(${wanted}::uuid[]) and status in ('applied', 'settled')`.execute(
    tx.db,
  );
  const there = new Set(rows.map((row) => row.command_id));
  return wanted.filter((id) => !there.has(id));
}

type Memory = { kind: 'new'; commitment: Buffer; again: boolean } | { kind: 'known'; outcome: Outcome<unknown> };

/** Stores the command under its id, or answers what was answered before. Same id with another payload was tampered with. */
async function remember(
  trx: Db,
  who: Actor,
  {
    envelope,
    scope,
    keepPayload,
  }: { envelope: Envelope; scope: ReturnType<AnyCommand['scope']>; keepPayload: boolean },
): Promise<Memory> {
  const hash = await payloadHash(envelope.name, envelope.schemaVersion, envelope.payload);
  const salt = randomBytes(16);
  const text = canonicalJson(envelope.payload);
  const commitment = createHash('sha256').update(salt).update(text).digest();
  // a held command that runs again keeps its first salt, so its first commitment: hence `returning`
  const { rows } = await sql<{ payload_commitment: Buffer; again: boolean }>`
    insert into command (org_id, command_id, name, schema_version, user_id, device_id, device_seq, prev_hash, business_date, device_at,
      payload, payload_hash, payload_salt, payload_commitment, status, replaces, scope_kind, scope_id)
    values (${who.orgId}, ${envelope.id}, ${envelope.name}, ${envelope.schemaVersion}, ${who.userId},
      ${envelope.deviceId ?? who.deviceId ?? null}, ${envelope.deviceSeq ?? null}, ${envelope.prevHash ?? null},
      ${envelope.businessDate ?? null}, ${envelope.deviceAt ?? null}, ${keepPayload ? text : null}::jsonb, ${hash}, ${keepPayload ? salt : null}, ${commitment}, 'running',
      ${envelope.replaces ?? null}, ${scope?.kind ?? null}, ${scope?.id ?? null})
    on conflict (org_id, command_id) do update set status = 'running', txid = pg_current_xact_id()
      where command.payload_hash = excluded.payload_hash
        and (command.status = 'released' or (command.status = 'held' and command.outcome ->> 'code' = 'door.waiting'))
    returning payload_commitment, (outcome is not null) as again`.execute(trx);
  if (rows[0]) return { kind: 'new', commitment: rows[0].payload_commitment, again: rows[0].again };
  const before = await trx
    .selectFrom('command')
    .select(['status', 'outcome', 'payload_hash', 'user_id'])
    .where('org_id', '=', who.orgId)
    .where('command_id', '=', envelope.id)
    .executeTakeFirst();
  if (!before) return { kind: 'known', outcome: refused('door.id_taken', {}) };
  if (before.payload_hash !== hash || (before.user_id !== who.userId && who.kind !== 'system')) {
    await alertTampered(trx, who, envelope);
    return { kind: 'known', outcome: refused('door.tampered', {}) };
  }
  const stored = before.outcome as Outcome<unknown> | null;
  return {
    kind: 'known',
    outcome: stored?.kind === 'applied' ? already(stored.receipt) : (stored ?? later('door.busy')),
  };
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
async function conclude(tx: Tx, who: Actor, { envelope, outcome, scope, ...more }: Conclusion): Promise<void> {
  const { changes } = more;
  const waitsFor = outcome.kind === 'held' && outcome.code === 'door.waiting' ? more.waitsFor : [];
  const settles = outcome.kind === 'applied' && envelope.replaces && isId(envelope.replaces) ? envelope.replaces : null;
  await sql`
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
      select ${tx.orgId}, * from unnest(${changes.map((c) => c.scopeId)}::uuid[], ${changes.map((c) => c.kind)}::text[], ${changes.map((c) => c.docId)}::uuid[])`.execute(
    tx.db,
  );
}

/** Commands that waited for this one, or that a person released, run again: each in its own transaction, under its author's name. */
async function runFreed(door: Door, orgId: string, of: { parent: string; released: readonly string[] }): Promise<void> {
  for (const child of await loadHeld(door.db, orgId, of)) await perform(door, child.who, child.envelope);
}
