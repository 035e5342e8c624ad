import { redirect } from '@sveltejs/kit';
import { sequence, type Handle } from '@sveltejs/kit/hooks';
import { actorFromRequest } from '#app/session.server.ts';
import { runningApp } from '#app/running.server.ts';
import { directionOf } from '#ui/languages.ts';
import { m } from '#ui/sentences/messages.js';
import { paraglideMiddleware } from '#ui/sentences/server.js';

const speak: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, ({ locale }) => {
    event.locals.language = locale;
    return resolve(event, {
      transformPageChunk: ({ html }) =>
        html
          .replace('%bakhiya.lang%', locale)
          .replace('%bakhiya.dir%', directionOf(locale))
          .replace('%bakhiya.guard%', () => (event.url.pathname.startsWith('/field') ? guardMarkup() : '')),
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
  // On plain HTTP browsers ignore it; on a LAN address it would lock later visitors out.
  if (event.url.protocol === 'https:') response.headers.set('strict-transport-security', 'max-age=31536000');
  return response;
};

/** Where whoever must choose a secret or set up the second step has to go before anything else. */
const FIRST_STEPS = { choose_secret: '/account/secret', set_up_two_step: '/account/two-step' } as const;

const know: Handle = async ({ event, resolve }) => {
  const { app, auth } = await runningApp();
  event.locals.app = app;
  event.locals.auth = auth;
  const path = event.url.pathname;
  // the API reads its own sessions: an expired one there is an answer, not a page
  if (path.startsWith('/api/')) return resolve(event);
  const visitor = await actorFromRequest({ db: app.db, auth }, event.request);
  event.locals.visitor = visitor;
  if (path.startsWith('/office')) {
    if (!visitor.actor) redirect(303, `/sign-in?next=${encodeURIComponent(path + event.url.search)}`);
    if (visitor.mustDo) redirect(303, FIRST_STEPS[visitor.mustDo]);
  }
  const response = await resolve(event);
  for (const cookie of visitor.cookies) response.headers.append('set-cookie', cookie);
  return response;
};

export const handle = sequence(guard, speak, know);
