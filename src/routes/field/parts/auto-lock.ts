/** The phone locks by itself when nobody has touched it for a while. How long is this device's own setting. */
const KEY = 'bakhiya_lock_minutes';
export const LOCK_MINUTES = [2, 5, 10, 30] as const;
/** Long enough to count a box of cash in peace, short enough for a phone that goes from hand to hand. */
const USUAL = 10;
const LOOK_MS = 60_000;
const TOUCHES = ['pointerdown', 'keydown', 'scroll', 'input'] as const;

export function lockMinutes(): number {
  try {
    const kept = Number(localStorage.getItem(KEY));
    return LOCK_MINUTES.some((one) => one === kept) ? kept : USUAL;
  } catch {
    return USUAL;
  }
}

export function setLockMinutes(minutes: number): void {
  try {
    localStorage.setItem(KEY, String(minutes));
  } catch {
    // A browser that keeps no settings locks after the usual time.
  }
}

/** @returns how to stop watching */
export function lockWhenIdle(lock: () => void): () => void {
  let touchedMs = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    const leftMs = touchedMs + lockMinutes() * 60_000 - Date.now();
    if (leftMs <= 0) lock();
    // Looked at each minute, so that another setting holds from now on.
    else timer = setTimeout(look, Math.min(leftMs, LOOK_MS));
  };
  const touched = (): void => void (touchedMs = Date.now());
  // A sleeping page's timers stand still: it looks at the clock when it wakes, before anything can be read from it.
  const woken = (): void => {
    if (document.visibilityState === 'visible') look();
  };
  for (const kind of TOUCHES) window.addEventListener(kind, touched, { capture: true, passive: true });
  document.addEventListener('visibilitychange', woken);
  look();
  return () => {
    clearTimeout(timer);
    for (const kind of TOUCHES) window.removeEventListener(kind, touched, { capture: true });
    document.removeEventListener('visibilitychange', woken);
  };
}
