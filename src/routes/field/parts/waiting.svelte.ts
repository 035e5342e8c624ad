import { LOCK_RULES, type FieldError } from '#field/index.ts';

/** How long the lock now refuses any PIN: shown at once, before she tries in vain. */
export function waitAfter(fault: FieldError): number {
  if (fault.code === 'field.waitBeforePin') return Number(fault.params.seconds);
  const tries = Number(fault.params.tries ?? 0);
  return (LOCK_RULES.delaysMs[Math.min(tries, LOCK_RULES.delaysMs.length) - 1] ?? 0) / 1000;
}

/** A wait counted down on the screen, second by second. */
export function makeWait() {
  let untilMs = $state(0);
  let nowMs = $state(Date.now());
  const seconds = $derived(Math.max(0, Math.ceil((untilMs - nowMs) / 1000)));
  $effect(() => {
    if (seconds === 0) return;
    const handle = setInterval(() => (nowMs = Date.now()), 250);
    return () => clearInterval(handle);
  });
  return {
    get seconds() {
      return seconds;
    },
    begin(forSeconds: number) {
      nowMs = Date.now();
      untilMs = nowMs + forSeconds * 1000;
    },
  };
}
