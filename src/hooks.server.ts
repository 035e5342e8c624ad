import { redirect } from '@sveltejs/kit';
import { sequence, type Handle, type HandleServerError, type ServerInit } from '@sveltejs/kit/hooks';
import { asksWho, gateOf, sendCookies } from '#app/gate.server.ts';
import { running } from '#app/running.server.ts';
import { actorFromRequest } from '#app/session.server.ts';
import { log } from '#platform/log.server.ts';
import { strictTransport } from '#platform/reach.server.ts';
import { LOCK_SCRIPT, lockMarkup, startLater } from './routes/field/parts/lock-markup.server.ts';
import { directionOf } from '#ui/languages.ts';
import { m } from '#ui/sentences/messages.js';
import { paraglideMiddleware } from '#ui/sentences/server.js';

/** The work behind begins with the process, not with its first visitor. */
export const init: ServerInit = () => {
  if (process.env.BAKHIYA_DATABASE_URL)
    void running('https:').catch((fault: unknown) => log.error('app.start', { fault }));
};

const speak: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, async ({ locale }) => {
    event.locals.language = locale;
    const onPhone = event.route.id?.startsWith('/field') ?? false;
    const screens = onPhone ? await lockMarkup() : '';
    return resolve(event, {
      transformPageChunk: ({ html }) => {
        const spoken = html
          .replace('%bakhiya.lang%', locale)
          .replace('%bakhiya.dir%', directionOf(locale))
          .replace('%bakhiya.lock%', onPhone ? LOCK_SCRIPT : '')
          .replace('%bakhiya.screens%', () => screens)
          .replace('%bakhiya.guard%', () => (event.url.pathname.startsWith('/field') ? guardMarkup() : ''));
        return onPhone ? startLater(spoken) : spoken;
      },
    });
  });

/** The field app is drawn by script: where that cannot start, these sentences are all there is. Shown by static/field/guard.js. */
const guardMarkup = (): string => {
  const words = `<h1>${m.field_old_title()}</h1><p>${m.field_old_text()}</p>`;
  return `<div id="no-start" hidden>${words}</div><noscript>${words}</noscript><script src="/field/guard.js" defer></script>`;
};

const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(self), payment=(), usb=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const guard: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  const strict = strictTransport(event.url);
  if (strict !== null) response.headers.set('strict-transport-security', strict);
  return response;
};

const know: Handle = async ({ event, resolve }) => {
  if (!asksWho(event.url.pathname)) return resolve(event);
  const { app, auth } = await running(event.url.protocol);
  const visitor = await actorFromRequest({ db: app.db, auth }, event.request);
  Object.assign(event.locals, { app, auth, visitor });
  sendCookies(event.cookies, visitor.cookies);
  const elsewhere = gateOf(visitor, event.url);
  if (elsewhere) redirect(303, elsewhere);
  const response = await resolve(event);
  // on a shared computer the back button shows nothing after she signed out
  if (visitor.actor) response.headers.set('cache-control', 'no-store');
  return response;
};

export const handle = sequence(guard, speak, know);

/** A fault of ours: its kind and place go to the log (never what was typed), a plain word to the page. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'unknown') log.error('page.fault', { route: event.route.id ?? '', fault: error });
};
