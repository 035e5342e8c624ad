import { error } from '@sveltejs/kit';
import { giveFirstSecret, openEnrolment, takeTwoStepAway } from '#app/access.server.ts';
import { ROLES } from '#app/rights.ts';
import type { DeviceListRow, Listed, UserListRow } from '#app/users/index.server.ts';
import { scopeFrom, scopesOf, withinOf } from '../../scopes.server.ts';
import { asked, done, said, text, whoIs } from '../../settings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { userId } = event.params;
  const within = withinOf(event, 'users.read');
  const users = await asked<Listed<UserListRow>>(event, 'users.list', { userId, within });
  const user = users.rows[0] ?? error(404, 'users.not_found');
  const devices = await asked<Listed<DeviceListRow>>(event, 'devices.list', { userId, within, size: 50 });
  return { user, devices: devices.rows, roles: [...ROLES], scopes: await scopesOf(event) };
};

const roleIn = (given: FormData) => ({ role: text(given, 'role'), scope: scopeFrom(text(given, 'scope')) });

export const actions: Actions = {
  edit: async (event) => {
    const given = await event.request.formData();
    return done(event, 'users.edit', { ...event.params, name: text(given, 'name'), phone: text(given, 'phone') });
  },
  grant: async (event) => {
    const given = await event.request.formData();
    return done(event, 'users.grant', { ...event.params, ...roleIn(given), toOn: text(given, 'toOn') || null });
  },
  endGrant: async (event) =>
    done(event, 'users.endGrant', { ...event.params, ...roleIn(await event.request.formData()) }),
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
    return open.kind === 'open' ? { link: open.link, expiresAt: open.expiresAt } : said(open);
  },
  stopPhone: async (event) => {
    const deviceId = text(await event.request.formData(), 'deviceId');
    return done(event, 'devices.revoke', { deviceId, within: withinOf(event, 'devices.manage') });
  },
};
