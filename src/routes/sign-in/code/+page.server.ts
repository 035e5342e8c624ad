import { fail, redirect } from '@sveltejs/kit';
import { ownPath, sendCookies } from '#app/gate.server.ts';
import { restoreLanguage } from '../../language/choice.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ here: url.pathname + url.search });

export const actions: Actions = {
  default: async (event) => {
    const { request, locals, url, cookies, getClientAddress } = event;
    const given = await request.formData();
    const code = String(given.get('code') ?? '').slice(0, 40);
    const done = await locals.auth.confirmCode({ headers: request.headers, address: getClientAddress(), code });
    if (!done.ok) return fail(done.code === 'auth.wait' ? 429 : 400, { code: done.code, params: done.params });
    sendCookies(cookies, done.cookies);
    await restoreLanguage(event, done.userId, given.get('language'));
    redirect(303, ownPath(url.searchParams.get('back'), '/office'));
  },
};
