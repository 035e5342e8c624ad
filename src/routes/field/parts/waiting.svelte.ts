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
