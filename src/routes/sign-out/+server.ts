import { redirect } from '@sveltejs/kit';
import { sendCookies } from '#app/gate.server.ts';
import type { RequestHandler } from './$types';

/** Only by POST: a picture on another site must not sign anybody out. */
export const POST: RequestHandler = async ({ request, locals, cookies }) => {
  sendCookies(cookies, await locals.auth.signOut(request.headers));
  redirect(303, '/sign-in');
};
