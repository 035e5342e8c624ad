/** Many commands through the one door at once: all or none, or act by act behind savepoints. What they share is one transaction. */
import { actAs, raw, type Db } from '#platform/db.server.ts';
import type { Actor, Envelope } from '#platform/door.ts';
import { later, type Outcome } from '#platform/outcomes.ts';
import { isRetryable, NotNow } from './faults.server.ts';
import { examine, inside, type Door } from './perform.server.ts';

const isDone = ({ kind }: Outcome<unknown>): boolean => kind === 'applied' || kind === 'already';

/** All or nothing: the first outcome that is not applied/already undoes every one (an import in one piece). */
export async function performAll(
  door: Door,
  who: Actor,
  { envelopes, onEach = () => {} }: { envelopes: readonly Envelope[]; onEach?: ((done: number) => void) | undefined },
): Promise<Outcome<unknown>[]> {
  const outcomes: Outcome<unknown>[] = [];
  class Undo extends Error {}
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

/**
 * Each act is done whole or undone alone; a commit for all of them costs what one costs. A refused act leaves no trace in the memory of
 * the door: who sends it keeps account of it. Taken up again from the start when another transaction stood in the way.
 * @returns for each act the outcome of its last command, or the one it failed with
 */
export async function performEach(
  door: Door,
  who: Actor,
  units: readonly (readonly Envelope[])[],
): Promise<Outcome<unknown>[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await door.db.transaction().execute(async (trx) => {
        const now = await actAs(trx, { orgId: who.orgId, orgIds: [who.orgId], userId: who.userId });
        const outcomes: Outcome<unknown>[] = [];
        for (const envelopes of units) outcomes.push(await act(door, who, { trx, now, envelopes }));
        return outcomes;
      });
    } catch (fault) {
      if (!isRetryable(fault) || attempt === 4) throw fault;
    }
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
    return (await inside(trx, asked, { now })).outcome;
  } catch (fault) {
    if (fault instanceof NotNow) return later(fault.code);
    throw fault;
  }
}
