import { fail } from '@sveltejs/kit';
import { readRecoveryCodes } from '#app/access.server.ts';
import type { PhonePage } from '#app/users/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { withinOf } from '../../scopes.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const phone = found(await ask<PhonePage | null>(event, 'devices.get', { deviceId: event.params.deviceId }));
  return { phone, formId: newId() };
};

export const actions: Actions = {
  code: async (event) => {
    const sent = await readForm(event);
    const { deviceId } = event.params;
    const payload = { deviceId, reason: sent.text('reason'), within: withinOf(event, 'devices.manage') };
    const given = await readRecoveryCodes(event.locals.app, whoIs(event), { ...payload, id: sent.actId(payload) });
    if (given.kind === 'read') return { codes: given.codes, problem: null, typed: null };
    const params = 'params' in given ? given.params : {};
    return fail(400, { codes: null, problem: { code: given.code, params }, typed: sent.typed });
  },
};
