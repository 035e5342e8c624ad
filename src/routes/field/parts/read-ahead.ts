/**
 * What she will need after her PIN, read and made ready while she types it: her first digit sets it going, so that a phone that only
 * shows its lock reads nothing more. Piece by piece, each when nothing else is to be done: her next digit comes first.
 */
import { preloadCode } from '$app/navigation';

const LONGEST_WAIT_MS = 300;
const PIECES: readonly (() => Promise<unknown>)[] = [
  () => import('./open-sync.ts'),
  () => preloadCode('/field/groups/[groupId]'),
  () => preloadCode('/field/groups/[groupId]/meeting'),
];

let reading: Promise<void> | undefined;
export const readAhead = (): Promise<void> => (reading ??= inTurn());

async function inTurn(): Promise<void> {
  for (const read of PIECES) {
    await whenIdle(LONGEST_WAIT_MS);
    // Not there now: asked for again when it is needed.
    await read().catch(() => undefined);
  }
}

/** Nothing is to be done for her, or it has waited long enough. */
export const whenIdle = (longestMs: number): Promise<void> =>
  new Promise((done) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => done(), { timeout: longestMs });
    else setTimeout(done);
  });

const LOOK_MS = 2_000;
/** She has seen what she asked for, and her next tap, if it comes at once, goes before all that she does not wait for. */
export const onceSeen = (): Promise<void> =>
  new Promise<void>((done) => setTimeout(done, LOOK_MS)).then(() => whenIdle(LOOK_MS));
