import { fail, redirect } from '@sveltejs/kit';
import { ROLES } from '#app/rights.ts';
import { scopeFrom, scopesOf } from '../../scopes.server.ts';
import { said, text, whoIs } from '../../settings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ roles: [...ROLES], scopes: await scopesOf(event) });

export const actions: Actions = {
  default: async (event) => {
    const given = await event.request.formData();
    const typed = { name: text(given, 'name'), phone: text(given, 'phone'), locale: text(given, 'locale') };
    const [role, scope] = [text(given, 'role'), text(given, 'scope')];
    const grants = [{ role, scope: scopeFrom(scope) }];
    const outcome = await event.locals.app.do<{ userId: string }>('users.add', whoIs(event), { ...typed, grants });
    if (outcome.kind === 'applied') redirect(303, `/office/settings/users/${outcome.receipt.userId}`);
    const answer = said(outcome);
    return fail(400, { typed: { ...typed, role, scope }, problem: 'data' in answer ? answer.data.problem : null });
  },
};
