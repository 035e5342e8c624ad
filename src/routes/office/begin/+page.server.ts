import { redirect } from '@sveltejs/kit';
import type { OrgCard } from '#app/users/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../ask.ts';
import { readForm } from '../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The organisation made at the first start has the machine's name and an administrator without one: both are asked for once. */
export const load: PageServerLoad = async (event) => {
  const org = found(await ask<OrgCard | null>(event, 'org.get'));
  if (org.settings.firstStart !== true) redirect(303, '/office');
  return { formId: newId(), phone: await ownPhone(event) };
};

async function ownPhone(event: Parameters<PageServerLoad>[0]): Promise<string> {
  const { userId } = whoIs(event);
  const users = await ask<{ rows: { phone: string }[] }>(event, 'users.list', { userId });
  return users.rows[0]?.phone ?? '';
}

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const { userId } = whoIs(event);
    const you = await sent.do('users.edit', { userId, name: sent.text('yourName'), phone: sent.text('phone') });
    if (you.failed) return you.failed;
    const names = { name: sent.text('name'), nameHi: sent.orNull('nameHi'), nameUr: sent.orNull('nameUr') };
    const done = await sent.do('org.updateSettings', { ...names, settings: { firstStart: null } });
    return done.failed ?? redirect(303, '/office');
  },
};
