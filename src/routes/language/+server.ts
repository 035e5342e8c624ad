import { redirect } from '@sveltejs/kit';
import { ownPath } from '#app/gate.server.ts';
import { isLanguage } from '#ui/languages.ts';
import { chooseLanguage } from './choice.server.ts';
import type { RequestHandler } from './$types';

/** The switch for pages without script: /language?to=hi&back=/office. */
export const GET: RequestHandler = async (event) => {
  const to = event.url.searchParams.get('to');
  if (isLanguage(to)) await chooseLanguage(event, to);
  redirect(303, ownPath(event.url.searchParams.get('back'), '/'));
};

/** The switch of pages with script, which have changed their words already. */
export const POST: RequestHandler = async (event) => {
  const to = event.url.searchParams.get('to');
  if (isLanguage(to)) await chooseLanguage(event, to);
  return new Response(null, { status: isLanguage(to) ? 204 : 400 });
};
