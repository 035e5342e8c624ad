import type { DeviceListRow, Listed } from '#app/users/index.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { withinOf } from '../scopes.server.ts';
import { holdsAnywhere } from '../../rail.ts';
import { asked, done, text, whoIs } from '../settings.server.ts';
import type { Actions, PageServerLoad } from './$types';

const SORTS = ['person', 'label', 'seen', 'unsent', 'version', 'state'];
const STATES = ['enrolling', 'active', 'revoked'];

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, { sortable: SORTS, sort: 'state', filters: ['state'] });
  const within = withinOf(event, 'users.read');
  const devices = await asked<Listed<DeviceListRow>>(event, 'devices.list', {
    q: query.q || undefined,
    state: STATES.includes(query.filters.state ?? '') ? query.filters.state : undefined,
    within,
    sort: query.sort,
    descending: query.descending,
    page: query.page,
    size: query.size,
  });
  return {
    query,
    devices,
    mayManage: holdsAnywhere(whoIs(event), 'devices.manage'),
    within: within ? `${within.kind}:${within.id}` : null,
  };
};

export const actions: Actions = {
  revoke: async (event) => {
    const deviceId = text(await event.request.formData(), 'deviceId');
    return done(event, 'devices.revoke', { deviceId, within: withinOf(event, 'devices.manage') });
  },
};
