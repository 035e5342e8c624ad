/* Keeps the page that checks slips, and nothing else. The page names what it was loaded with; a later visit replaces it. */
const CACHE = 'bakhiya-verify-1';
const PAGE = '/verify/';
const WAIT_MS = 4000;

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep));
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && url.pathname === PAGE) event.respondWith(fresh(request));
  else if (request.mode !== 'navigate') event.respondWith(kept(request));
});

/** All of one visit: only then are the files of earlier visits let go. */
async function keep(addresses) {
  const cache = await caches.open(CACHE);
  const wanted = new Set(addresses.filter((address) => new URL(address).origin === self.location.origin));
  for (const address of wanted) {
    const response = await fetch(address);
    if (!response.ok) return;
    await cache.put(address, response);
  }
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage('kept');
}

/** The newest page while there is signal: it may carry a new key. */
async function fresh(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(WAIT_MS) });
    if (response.ok) return response;
  } catch {
    // no signal
  }
  return (await cache.match(PAGE)) ?? Response.error();
}

async function kept(request) {
  return (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);
}
