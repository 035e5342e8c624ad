/**
 * The one door for writes. Screen, phone, API, import and job all come through `perform`: it opens the transaction, remembers
 * the command id, checks the right, runs the handler, writes the audit line and stores the receipt, all or nothing.
 * A refusal undoes the handler's work but keeps the command and its answer.
 */
import { sql, type CompiledQuery } from 'kysely';
import { askedOf, beginAs, commitAs, kept, raw, type Db, type Tx } from '#platform/db.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import type { Actor, AnyCommand, Envelope } from '#platform/door.ts';
import { isId } from '#platform/ids.ts';
import { held, later, refused, type Later, type Outcome } from '#platform/outcomes.ts';
import { faultToOutcome, isRetryable, NotNow } from './faults.server.ts';
import { loadHeld } from './held.server.ts';
import { conclusion, remember, type Change, type Opening } from './memory.server.ts';
import { screenInput, type Screened } from './screening.ts';
import { mayDo, rolesFor } from './scopes.server.ts';

export type Door = { readonly db: Db; readonly commands: Readonly<Record<string, AnyCommand>> };

/** @returns the outcome; throws only on faults that no person can act on. */
export async function perform<T = unknown>(door: Door, who: Actor, envelope: Envelope): Promise<Outcome<T>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { outcome, freed, released, mayRunAgain } = await performOnce<T>(door, who, envelope);
      if (freed) await runFreed(door, who.orgId, { parent: envelope.id, released });
      if (!mayRunAgain || attempt === 4) return outcome;
    } catch (fault) {
      if (fault instanceof NotNow) return later(fault.code);
      if (!isRetryable(fault)) throw fault;
      if (attempt === 4) return later('door.busy');
    }
  }
}

/** A command as far as it can be judged without the database. */
export type Asked = {
  readonly who: Actor;
  readonly envelope: Envelope;
  readonly command: AnyCommand;
  readonly screened: Screened;
  readonly scope: ReturnType<AnyCommand['scope']>;
};

export function examine(door: Door, who: Actor, sent: Envelope): Asked | Later {
  const envelope = sent.payload === undefined ? { ...sent, payload: null } : sent;
  const command = door.commands[envelope.name];
  if (!command || !isId(envelope.id) || !Number.isSafeInteger(envelope.schemaVersion))
    return later('door.unknown_command');
  const current = command.version ?? 1;
  if (envelope.schemaVersion > current || envelope.schemaVersion < 1) return later('door.newer_version');
  const screened = screenInput(command, envelope, current);
  const scope = screened.kind === 'ok' ? command.scope(screened.input) : null;
  return { who, envelope, command, screened, scope };
}

type Done<T> = {
  readonly outcome: Outcome<T>;
  /** Held commands that a person released with this one: those run after the commit. */
  readonly released: readonly string[];
  readonly waitsFor: readonly string[];
  /** Whether the answer is new and the handler's work, if any, is in the transaction and must be undone. */
  readonly undo: boolean;
  /** What is still to be written of it: answer, audit line, changes; null when nothing is. */
  readonly last: CompiledQuery | null;
};
const known = <T>(outcome: Outcome<T>): Done<T> => ({ outcome, released: [], waitsFor: [], undo: false, last: null });

type Performed<T> = Pick<Done<T>, 'outcome' | 'released'> & { freed: boolean; mayRunAgain: boolean };

/**
 * One transaction when it is applied. Otherwise the handler's work is rolled back whole, and a second transaction stores the command
 * with its answer: rare, and cheaper than a savepoint for every one.
 */
async function performOnce<T>(door: Door, who: Actor, envelope: Envelope): Promise<Performed<T>> {
  const asked = examine(door, who, envelope);
  if ('kind' in asked) return { outcome: asked, released: [], freed: false, mayRunAgain: false };
  return door.db.connection().execute(async (conn) => {
    try {
      const opening = { begin: beginAs(who) };
      let done = await inside<T>(conn, asked, { opening });
      if (done.undo) {
        await conn.executeQuery(raw('rollback'));
        done = await inside<T>(conn, asked, { opening, verdict: done });
      }
      const { outcome, released, last } = done;
      const thenAsk = afterCommit(who, envelope, done);
      const found = await commitAs<{ found: boolean }>(conn, { last, thenAsk });
      return {
        outcome,
        released,
        freed: outcome.kind === 'applied' && (released.length > 0 || Boolean(found[0]?.found)),
        // the last parent was applied while this one was being held: nobody else would wake it
        mayRunAgain: outcome.kind === 'held' && Boolean(found[0]?.found),
      };
    } catch (fault) {
      await conn.executeQuery(raw('rollback')).catch(() => {});
      throw fault;
    }
  });
}

/**
 * Asked once the command is there for all to see: does another wait for it; or, when it waits itself, are its parents all there by now?
 * Each of two that pass each other asks after its own commit, so one of them sees the other.
 */
function afterCommit({ orgId }: Actor, { id }: Envelope, { outcome, waitsFor }: Done<unknown>) {
  if (outcome.kind === 'applied') return sql`${kept} select command_awaited(${orgId}, ${id}) as found`;
  if (outcome.kind !== 'held' || outcome.code !== 'door.waiting' || !waitsFor.every(isId)) return null;
  const parents = waitsFor.map((parent) => `'${parent}'`).join(', ');
  return askedOf(
    orgId,
    `select count(*) = ${new Set(waitsFor).size} as found from command
      where org_id = '${orgId}' and command_id in (${parents}) and status in ('applied', 'settled')`,
  );
}

/** The command within a transaction that acts for its sender. Its `last` statement is the caller's to run. */
export async function inside<T>(
  trx: Db,
  { who, envelope, command, screened, scope }: Asked,
  { opening, verdict }: { opening: Opening; verdict?: Done<T> },
): Promise<Done<T>> {
  // what must not be kept is remembered by its hash alone, so that the phone's numbering has no gap
  // `own` is whose right is asked for, no thing that a command is about
  const subject = scope?.kind === 'own' ? null : scope;
  const memory = await remember(trx, who, {
    envelope,
    opening,
    scope: subject,
    keepPayload: screened.kind !== 'unstorable' && command.keepPayload !== false,
  });
  if (memory.kind === 'known') return known(memory.outcome as Outcome<T>);

  const changes: Change[] = [];
  const { now } = memory;
  const waitsFor = new Set<string>(verdict?.waitsFor);
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
    rolesFor: (right, scope) => rolesFor(trx, who, { right, scope }),
  };
  const answered = verdict?.outcome ?? (screened.kind === 'ok' ? null : screened.outcome);
  let outcome: Outcome<T>;
  try {
    const input = screened.kind === 'ok' ? screened.input : null;
    outcome = answered ?? (await judgeAndRun<T>(command, tx, { who, envelope, input, scope }));
  } catch (fault) {
    outcome = faultToOutcome(fault);
  }
  if (outcome.kind === 'later') throw new NotNow(outcome.code);
  const done = { outcome, released: [...released], waitsFor: [...waitsFor] };
  if (answered === null && outcome.kind !== 'applied') return { ...done, released: [], undo: true, last: null };
  // what became of an earlier answer is news for the phone that sent it
  if (memory.again && envelope.deviceId)
    changes.push({ scopeId: envelope.deviceId, kind: 'settled', docId: envelope.id });
  return { ...done, undo: false, last: conclusion(tx, who, { envelope, scope: subject, changes, ...done }) };
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
    where org_id = ${tx.orgId} and command_id = any(${wanted}::uuid[]) and command_id <> ${tx.commandId} and status in ('applied', 'settled')`.execute(
    tx.db,
  );
  const there = new Set(rows.map((row) => row.command_id));
  return wanted.filter((id) => !there.has(id));
}

/** Commands that waited for this one, or that a person released, run again: each in its own transaction, under its author's name. */
async function runFreed(door: Door, orgId: string, of: { parent: string; released: readonly string[] }): Promise<void> {
  for (const child of await loadHeld(door.db, orgId, of)) await perform(door, child.who, child.envelope);
}
