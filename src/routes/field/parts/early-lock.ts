/**
 * The lock that stood before the app (`static/field/lock.js`): she types her PIN while the app is still read. What she did there is taken
 * over by the screen that looks the same.
 */
export type Begun = { readonly digits: string; readonly other: string | null };
type EarlyLock = { isUp(): boolean; still(): Promise<void>; take(): Begun };

const lock = (): EarlyLock | undefined => (globalThis as { bakhiyaLock?: EarlyLock }).bakhiyaLock;
const NOTHING: Begun = { digits: '', other: null };

/** She sees it now. */
export const lockIsUp = (): boolean => lock()?.isUp() ?? false;

/** Waits while a finger is on one of its keys. */
export const fingerLifted = async (): Promise<void> => lock()?.still();

/** Off the screen: in the same breath as another stands there. */
export const takeLock = (): Begun => (lockIsUp() ? lock()!.take() : NOTHING);

/** What she tapped there before it could answer. */
export function tapAgain(words: string | null): void {
  if (words === null) return;
  const parts = [...document.querySelectorAll<HTMLElement>('button, a')];
  parts.find((part) => part.textContent.trim() === words)?.click();
}
