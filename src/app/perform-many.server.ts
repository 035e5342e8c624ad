/** Many commands through the one door at once: all or none, or act by act behind savepoints. What they share is one transaction. */
import { actAs, raw, type Db, type Tx } from '#platform/db.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import type { Actor, Envelope } from '#platform/door.ts';
import { applied, later, type Outcome } from '#platform/outcomes.ts';
import { faultToOutcome, isRetryable, NotNow } from './faults.server.ts';
import { isAnyKnown, noteMany, type Sent } from './memory-many.server.ts';
import type { Change } from './memory.server.ts';
import { examine, inside, type Door } from './perform.server.ts';
import { mayDo, rolesFor } from './scopes.server.ts';

const isDone = ({ kind }: Outcome<unknown>): boolean => kind === 'applied' || kind === 'already';

/** All or nothing: the first outcome that is not applied/already undoes every one (an import in one piece). */
export async function performAll(
  door: Door,
  who: Actor,
  { envelopes, onEach = () => {} }: { envelopes: readonly Envelope[]; onEach?: ((done: number) => void) | undefined },
): Promise<Outcome<unknown>[]> {
  const outcomes: Outcome<unknown>[] = [];
  try {
    await door.db.transaction().execute(async (trx) => {
      const now = await actAs(trx, { orgId: who.orgId, orgIds: [who.orgId], userId: who.userId });
      for (const envelope of envelopes) {
        const outcome = await one(door, who, { trx, now, envelope });
        outcomes.push(outcome);
        onEach(outcomes.length);
        if (!isDone(outcome)) throw new Undo();
      }
    });
  } catch (fault) {
    if (!(fault instanceof Undo)) throw fault;
  }
  return outcomes;
}

type Units = readonly (readonly Envelope[])[];

/**
 * Each act is done whole or undone alone; a commit for all of them costs what one costs. First all are tried together; when one of them
 * stands out, each is done behind a savepoint of its own. A refused act leaves no trace in the memory of the door: who sends it keeps
 * account of it. Taken up again from the start when another transaction stood in the way.
 * @returns for each act the outcome of its last command, or the one it failed with
 */
export async function performEach(door: Door, who: Actor, units: Units): Promise<Outcome<unknown>[]> {
  return (
    (await within(door, who, (trx, now) => together(door, who, { trx, now, units }))) ??
    (await within(door, who, async (trx, now) => {
      const outcomes: Outcome<unknown>[] = [];
      for (const envelopes of units) outcomes.push(await act(door, who, { trx, now, envelopes }));
      return outcomes;
    }))!
  );
}

const TOGETHER = 100;

/** All or nothing as {@link performAll}, many together. @returns the outcomes of all commands in their order, up to the first refused */
export async function performWhole(
  door: Door,
  who: Actor,
  { units, onEach = () => {} }: { units: Units; onEach?: ((done: number) => void) | undefined },
): Promise<Outcome<unknown>[]> {
  const done = await within(door, who, async (trx, now) => {
    let count = 0;
    for (let at = 0; at < units.length; at += TOGETHER) {
      const chunk = units.slice(at, at + TOGETHER);
      if (!(await together(door, who, { trx, now, units: chunk }))) return null;
      onEach((count += chunk.flat().length));
    }
    return units.flat().map(() => applied(null));
  });
  return done ?? performAll(door, who, { envelopes: units.flat(), onEach });
}

class Undo extends Error {}

/** One transaction, undone when `work` answers null; again from its start when another stood in the way. */
async function within<T>(door: Door, who: Actor, work: (trx: Db, now: Date) => Promise<T | null>): Promise<T | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await door.db.transaction().execute(async (trx) => {
        const now = await actAs(trx, { orgId: who.orgId, orgIds: [who.orgId], userId: who.userId });
        const answer = await work(trx, now);
        if (answer === null) throw new Undo();
        return answer;
      });
    } catch (fault) {
      if (fault instanceof Undo) return null;
      if (!isRetryable(fault) || attempt === 4) throw fault;
    }
  }
}

/** The first command of every act, then the second: many of a name at once where its module can. Null when one is not plainly done. */
async function together(
  door: Door,
  who: Actor,
  { trx, now, units }: Within & { units: Units },
): Promise<Outcome<unknown>[] | null> {
  const last: Outcome<unknown>[] = units.map(() => later('door.busy'));
  const most = Math.max(0, ...units.map((unit) => unit.length));
  for (let step = 0; step < most; step += 1) {
    const here = units.flatMap((unit, at) => unit.slice(step, step + 1).map((envelope) => ({ at, envelope })));
    for (const [name, list] of Map.groupBy(here, ({ envelope }) => envelope.name)) {
      const envelopes = list.map(({ envelope }) => envelope);
      const outcomes = door.commands[name]?.runMany
        ? await manyOf(door, who, { trx, now, envelopes })
        : await inTurn(door, who, { trx, now, envelopes });
      if (!outcomes) return null;
      for (const [k, { at }] of list.entries()) last[at] = outcomes[k]!;
    }
  }
  return last;
}

async function inTurn(door: Door, who: Actor, { trx, now, envelopes }: Within & { envelopes: readonly Envelope[] }) {
  const outcomes: Outcome<unknown>[] = [];
  for (const envelope of envelopes) {
    const outcome = await one(door, who, { trx, now, envelope });
    if (!isDone(outcome)) return null;
    outcomes.push(outcome);
  }
  return outcomes;
}

/** Commands of one name through the same steps as a single one: looked at, allowed, run, remembered with its answer. */
async function manyOf(
  door: Door,
  who: Actor,
  { trx, now, envelopes }: Within & { envelopes: readonly Envelope[] },
): Promise<Outcome<unknown>[] | null> {
  const asked = envelopes.map((envelope) => examine(door, who, envelope));
  const list: (Sent & { input: unknown })[] = [];
  for (const each of asked) {
    if ('kind' in each || each.screened.kind !== 'ok' || each.command.keepPayload === false) return null;
    if (each.envelope.deviceId || each.envelope.dependsOn?.length) return null;
    const { command, envelope, scope, screened } = each;
    if (!(await mayDo(trx, who, { right: command.may, scope }))) return null;
    list.push({ envelope, scope: scope?.kind === 'own' ? null : scope, input: screened.input });
  }
  const first = list[0];
  if (!first) return [];
  const changes: Change[] = [];
  const tx: Tx = {
    db: trx,
    now,
    today: dayInIndia(now),
    orgId: who.orgId,
    commandId: first.envelope.id,
    commitment: Buffer.alloc(0),
    changed: (scopeId, kind, docId) => void changes.push({ scopeId, kind, docId }),
    waitFor: () => {},
    release: () => {},
    rolesFor: (right, scope) => rolesFor(trx, who, { right, scope }),
  };
  const items = list.map(({ envelope, input }) => ({ commandId: envelope.id, input }));
  try {
    if (await isAnyKnown(trx, who, list)) return null;
    const receipts = await door.commands[first.envelope.name]!.runMany!(tx, who, items);
    if (!receipts || !(await noteMany(trx, who, { list, receipts, changes }))) return null;
    return receipts.map((receipt) => applied(receipt));
  } catch (fault) {
    // what PostgreSQL refuses is found by its line when each is run alone; anything else is thrown on
    faultToOutcome(fault);
    return null;
  }
}

type Within = { readonly trx: Db; readonly now: Date };

async function act(
  door: Door,
  who: Actor,
  { trx, now, envelopes }: Within & { envelopes: readonly Envelope[] },
): Promise<Outcome<unknown>> {
  await trx.executeQuery(raw('savepoint act'));
  let last: Outcome<unknown> = later('door.busy');
  for (const envelope of envelopes) {
    last = await one(door, who, { trx, now, envelope });
    if (!isDone(last)) {
      await trx.executeQuery(raw('rollback to savepoint act'));
      break;
    }
  }
  await trx.executeQuery(raw('release savepoint act'));
  return last;
}

async function one(
  door: Door,
  who: Actor,
  { trx, now, envelope }: Within & { envelope: Envelope },
): Promise<Outcome<unknown>> {
  const asked = examine(door, who, envelope);
  if ('kind' in asked) return asked;
  try {
    const { outcome, last } = await inside(trx, asked, { opening: { now } });
    if (last) await trx.executeQuery(last);
    return outcome;
  } catch (fault) {
    if (fault instanceof NotNow) return later(fault.code);
    throw fault;
  }
}
