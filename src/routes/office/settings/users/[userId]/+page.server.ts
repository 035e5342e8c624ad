import { error, fail } from '@sveltejs/kit';
import { giveFirstSecret, openEnrolment, takeTwoStepAway } from '#app/access.server.ts';
import { ROLES } from '#app/rights.ts';
import type { DeviceListRow, Listed, UserListRow } from '#app/users/index.server.ts';
import { asked, done, said, scopeFrom, scopesOf, text, whoIs, withinOf } from '../../settings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { userId } = event.params;
  const within = withinOf(event, 'users.read');
  const users = await asked<Listed<UserListRow>>(event, 'users.list', { userId, within });
  const user = users.rows[0] ?? error(404, 'users.not_found');
  const devices = await asked<Listed<DeviceListRow>>(event, 'devices.list', { userId, within, size: 50 });
  return { user, devices: devices.rows, roles: [...ROLES], scopes: await scopesOf(event) };
};

export const actions: Actions = {
  edit: async (event) => {
    const given = await event.request.formData();
    return done(event, 'users.edit', { ...event.params, name: text(given, 'name'), phone: text(given, 'phone') });
  },
  grant: async (event) => {
    const given = await event.request.formData();
    const scope = scopeFrom(text(given, 'scope'));
    return done(event, 'users.grant', {
      ...event.params,
      role: text(given, 'role'),
      scope,
      toOn: text(given, 'toOn') || null,
    });
  },
  endGrant: async (event) => {
    const given = await event.request.formData();
    return done(event, 'users.endGrant', {
      ...event.params,
      role: text(given, 'role'),
      scope: scopeFrom(text(given, 'scope')),
    });
  },
  revoke: (event) => done(event, 'users.revoke', { ...event.params }),
  restore: (event) => done(event, 'users.restore', { ...event.params }),
  secret: async (event) => {
    const given = await giveFirstSecret(event.locals, whoIs(event), event.params.userId);
    return given.kind === 'given' ? { secret: given.secret } : said(given);
  },
  twoStep: async (event) => said(await takeTwoStepAway(event.locals, whoIs(event), event.params.userId)),
  enrol: async (event) => {
    const within = withinOf(event, 'devices.manage');
    const { app } = event.locals;
    const open = await openEnrolment(app, whoIs(event), {
      userId: event.params.userId,
      origin: event.url.origin,
      within,
    });
    return open.kind === 'open' ? { code: open.code, expiresAt: open.expiresAt } : said(open);
  },
  stopPhone: async (event) => {
    const deviceId = text(await event.request.formData(), 'deviceId');
    if (!deviceId) return fail(400, { problem: { code: 'devices.not_found', params: {} } });
    return done(event, 'devices.revoke', { deviceId, within: withinOf(event, 'devices.manage') });
  },
};
