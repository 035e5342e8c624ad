/** Keeps this page on the device, so that a slip can be checked without signal after the first visit. */
const SCOPE = '/verify/';

/** What the page was loaded with; the worker was not there yet to see it. */
const loaded = (): string[] =>
  performance
    .getEntriesByType('resource')
    .map((entry) => entry.name)
    .filter((address) => new URL(address).origin === location.origin);

/** `kept` is told when all of it is there. */
export async function keepPage(kept: () => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', (event) => event.data === 'kept' && kept());
  try {
    const registration = await navigator.serviceWorker.register('/verify/worker.js', { scope: SCOPE });
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    worker?.postMessage({ keep: [location.origin + SCOPE, ...loaded()] });
  } catch {
    // a browser that keeps nothing still checks while there is signal
  }
}
