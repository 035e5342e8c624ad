/** The app on the phone and its next version: kept offline by the worker, put in place only when she says so. */
class Versions {
  /** A newer version lies ready on the phone. */
  ready = $state(false);
  /** She said yes: until the page opens again nothing on it is to be touched. */
  opening = $state(false);
}
export const versions = new Versions();

let waiting: ServiceWorker | null = null;

/** Without a worker the app works as long as there is signal; nothing else depends on it. */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  try {
    const registration = await navigator.serviceWorker.register('/service-worker.js', {
      scope: '/field/',
      updateViaCache: 'none',
    });
    watch(registration);
  } catch {
    // No room, no signal at the first visit, or forbidden by the browser: asked again at the next start.
  }
}

function watch(registration: ServiceWorkerRegistration): void {
  const offer = (worker: ServiceWorker | null): void => {
    // The very first version replaces nothing: there is nothing to offer.
    if (!worker || worker.state !== 'installed' || !navigator.serviceWorker.controller) return;
    waiting = worker;
    versions.ready = true;
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const next = registration.installing;
    next?.addEventListener('statechange', () => offer(next));
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void registration.update().catch(() => undefined);
  });
}

/** @param before what must end first: a round of sending under way. */
export async function openNewVersion(before: () => Promise<void>): Promise<void> {
  versions.opening = true;
  await before();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting?.postMessage('take over');
}
