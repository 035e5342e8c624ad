/**
 * The phone's lock screen as the page carries it, in each language: the very component the app draws later, without a name. Shown by
 * `static/field/lock.js` before the app is read.
 */
import { render } from 'svelte/server';
import { directionOf, LANGUAGES, type Language } from '#ui/languages.ts';
import { m } from '#ui/sentences/messages.js';
import { paraglideMiddleware } from '#ui/sentences/server.js';
import Unlock from './Unlock.svelte';

/** Stands for a count until the script knows it. */
const COUNT = '#';
const MANY = 77;

/** First in the page's head: it waits for nothing there, and asks the phone's disk while the rest is read. */
export const LOCK_SCRIPT = '<script src="/field/lock.js"></script>';

let made: Promise<string> | undefined;
export const lockMarkup = (): Promise<string> => (made ??= inAll());

async function inAll(): Promise<string> {
  const parts: string[] = [];
  for (const language of LANGUAGES) parts.push(await inOne(language));
  return parts.join('');
}

async function inOne(language: Language): Promise<string> {
  const request = new Request('http://localhost/', { headers: { cookie: `bakhiya_language=${language}` } });
  const spoken = await paraglideMiddleware(request, () => new Response(template(language)));
  return spoken.text();
}

function template(language: Language): string {
  const of = [{ vaultId: '', displayName: '', unsentCount: MANY }];
  const screen = render(Unlock, { props: { of } }).body.replaceAll(/<!--.*?-->/g, '');
  const words = {
    'data-lock': language,
    lang: language,
    dir: directionOf(language),
    'data-title': m.common_app_name(),
    'data-one': m.field_unsent_here({ count: 1 }).replace('1', COUNT),
    'data-many': m.field_unsent_here({ count: MANY }).replace(String(MANY), COUNT),
    'data-typed': m.field_pin_typed({ count: COUNT }),
  };
  const attributes = Object.entries(words).map(([name, value]) => `${name}="${value.replaceAll('"', '&quot;')}"`);
  return `<template ${attributes.join(' ')}>${screen}</template>`;
}

/** The kit's own start waits until the lock is drawn; what it will need is asked for only then: on a slow phone each file is work. */
export function startLater(html: string): string {
  const start = /import\("(\/_app\/immutable\/entry\/start[^"]*)"\)/;
  return html
    .replace(start, '(window.bakhiyaLock?.drawn ?? Promise.resolve()).then(() => import("$1"))')
    .replaceAll(/(<link href="[^"]*\.js") rel="modulepreload"/g, '$1 data-later');
}
