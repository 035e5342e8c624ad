import { redirect } from '@sveltejs/kit';
import type { Passbook } from '#domain/meetings/index.server.ts';
import type { ErasurePreview } from '#domain/people/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { askIfAllowed, whoIs } from '../../../ask.ts';
import { readForm, type SentForm } from '../../../form.server.ts';
import { holdsAnywhere } from '../../../rail.ts';
import { profileOf } from '../profile.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const personId = event.params.id;
  const profile = await profileOf(event, personId);
  const passbook = await askIfAllowed<Passbook | null>(event, 'meetings.passbook', { personId });
  const preview = await askIfAllowed<ErasurePreview | null>(event, 'people.erasurePreview', { personId });
  return {
    profile,
    today: dayInIndia(new Date()),
    groups: (passbook?.groups ?? []).filter((group) => group.leftOn === null),
    preview,
    ids: { leave: newId(), back: newId(), erase: newId() },
    mayWrite: holdsAnywhere(whoIs(event), 'people.write'),
  };
};

const act =
  (command: string, payload: (sent: SentForm, personId: string) => unknown): NonNullable<Actions['default']> =>
  async (event) => {
    const sent = await readForm(event);
    const done = await sent.do(command, payload(sent, event.params.id));
    return done.failed ?? redirect(303, `/office/people/${event.params.id}`);
  };

export const actions: Actions = {
  leave: act('people.leave', (sent, personId) => ({ personId, leftOn: sent.text('leftOn') })),
  back: act('people.comeBack', (_sent, personId) => ({ personId })),
  erase: async (event) => {
    const sent = await readForm(event);
    // ticked by hand: what is erased comes back from nowhere
    const personId = sent.text('sure') === 'yes' ? event.params.id : '';
    const done = await sent.do('people.erase', { personId });
    return done.failed ?? redirect(303, `/office/people/${event.params.id}`);
  },
};
