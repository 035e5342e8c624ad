import { fail, redirect } from '@sveltejs/kit';
import { ownPath, sendCookies } from '#app/gate.server.ts';
import { restoreLanguage } from '../language/choice.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  if (locals.visitor.actor) redirect(303, ownPath(url.searchParams.get('back'), '/office'));
  return { here: url.pathname + url.search };
};

export const actions: Actions = {
  default: async (event) => {
    const { request, locals, url, cookies, getClientAddress } = event;
    const given = await request.formData();
    const text = (name: string) => String(given.get(name) ?? '').slice(0, 400);
    const back = ownPath(url.searchParams.get('back'), '/office');
    const done = await locals.auth.signIn({
      phone: text('phone'),
      secret: text('secret'),
      orgId: text('orgId') || null,
      address: getClientAddress(),
      userAgent: request.headers.get('user-agent'),
    });
    sendCookies(cookies, done.cookies ?? []);
    if (done.ok) {
      await restoreLanguage(event, done.userId, given.get('language'));
      redirect(303, back);
    }
    if (done.code === 'auth.code_needed') redirect(303, `/sign-in/code?back=${encodeURIComponent(back)}`);
    const status = done.code === 'auth.wait' ? 429 : 400;
    return fail(status, {
      code: done.code,
      params: done.params,
      phone: text('phone'),
      organisations: done.organisations ?? [],
    });
  },
};
