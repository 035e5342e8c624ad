/**
 * Keeps the field app on the phone, whole and of one version, so that it opens without signal. It never answers for the API, keeps no
 * money, and takes over from an earlier version only when told to, or when the app was closed everywhere.
 */
import { files, version } from 'virtual:field-assets';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const PREFIX = 'bakhiya-field-';
const HERE = `${PREFIX}${version}`;
/** One page serves every address under it: it is drawn on the phone. */
const SHELL = '/field/';

worker.addEventListener('install', (event) => {
  event.waitUntil(keepAll());
  event.waitUntil(shortWays(event));
});
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('message', (event) => {
  if (event.data === 'take over') void worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin || url.pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') {
    if (url.pathname.startsWith(SHELL)) event.respondWith(shell(request));
  } else if (url.pathname.startsWith('/_app/immutable/') || files.includes(url.pathname)) {
    event.respondWith(kept(request));
  }
});

/** All or nothing: one file missing and the earlier version stays in use. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(HERE);
  await Promise.all([...files, SHELL].map((path) => keep(cache, path)));
}

type Routed = { addRoutes?: (rules: readonly object[]) => Promise<void> };
/**
 * Newer browsers take these straight from the cache and need not start this worker first, which on a cheap phone takes longer than
 * all the files; others ask below. Without `search`: the cache is searched by the whole address.
 */
async function shortWays(event: ExtendableEvent): Promise<void> {
  const { origin } = worker.location;
  const rules = [
    {
      condition: {
        urlPattern: new URLPattern({ baseURL: origin, pathname: SHELL, search: '' }),
        requestMode: 'navigate',
      },
      source: { cacheName: HERE },
    },
    {
      condition: {
        urlPattern: new URLPattern({ baseURL: origin, pathname: '/_app/immutable/*' }),
        requestMethod: 'GET',
      },
      source: 'cache',
    },
    {
      // Of this version, as the page that asks for it is: its address stays the same from version to version.
      condition: { urlPattern: new URLPattern({ baseURL: origin, pathname: '/field/*.js' }), requestMethod: 'GET' },
      source: { cacheName: HERE },
    },
  ];
  await (event as Routed).addRoutes?.(rules).catch(() => undefined);
}

async function keep(cache: Cache, path: string): Promise<void> {
  const response = await fetch(path, { cache: path === SHELL ? 'no-store' : 'default', redirect: 'error' });
  // A Wi-Fi portal answers everything with its own page.
  const html = (response.headers.get('content-type') ?? '').startsWith('text/html');
  if (!response.ok || html !== (path === SHELL)) throw new Error(`not ours: ${path}`);
  await cache.put(path, response);
}

/** The version before stays: a page of it that is still open may yet ask for a part it has not loaded. */
async function takeOver(): Promise<void> {
  const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== HERE);
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function shell(request: Request): Promise<Response> {
  return (await (await caches.open(HERE)).match(SHELL)) ?? fetch(request);
}

async function kept(request: Request): Promise<Response> {
  const here = await (await caches.open(HERE)).match(request, { ignoreSearch: true });
  return here ?? (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}
