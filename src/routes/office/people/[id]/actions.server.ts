/** The acts of one person's page: each comes back to the page, a refusal with what was typed and which act it was. */
import { fail, redirect } from '@sveltejs/kit';
import { setSecretAtOffice } from '#app/members/index.server.ts';
import { whoIs } from '../../ask.ts';
import { readForm, type Typed } from '../../form.server.ts';
import { keepPhoto } from '../../keep-photo.server.ts';
import { ACTS, type Act } from './acts.server.ts';
import type { Actions } from './$types';

type Event = Parameters<NonNullable<Actions['default']>>[0];
const plain = ([name, act]: [string, Act]) => [
  name,
  async (event: Event) => {
    const sent = await readForm(event);
    const done = await sent.do(act.command, act.payload(sent, event.params.id ?? ''));
    return done.failed ?? redirect(303, event.url.pathname);
  },
];

/** Names the form that was refused, and nothing of what was in it. */
const ONLY_WHICH: Typed = { act: 'secret' };

export const personActions = {
  ...(Object.fromEntries(Object.entries(ACTS).map(plain)) as Actions),
  /** The whole number is shown once, on this answer only, and the trail has a line. */
  view: async (event: Event) => {
    const sent = await readForm(event);
    const asked = { personId: event.params.id, what: sent.text('what'), id: sent.text('id') };
    const done = await sent.do<{ number: string }>('people.viewNumber', asked);
    if (done.failed) return done.failed;
    return { problem: null, typed: sent.typed, number: { id: asked.id, whole: done.receipt.number } };
  },
  /** What she typed or tapped goes back to no page and into no log. */
  secret: async (event: Event) => {
    const sent = await readForm(event);
    const [secret, again] = [sent.text('secret'), sent.text('again')];
    const way = sent.text('way') === 'picture' ? 'picture' : 'pin';
    const no = (code: string) => fail(400, { problem: { code, params: {} }, typed: ONLY_WHICH });
    if (secret !== again) return no('members.secret_differs');
    const personId = event.params.id ?? '';
    const outcome = await setSecretAtOffice(event.locals.app, whoIs(event), { personId, way, secret });
    if (outcome.kind !== 'applied' && outcome.kind !== 'already') return no(outcome.code);
    return redirect(303, event.url.pathname);
  },
  photo: async (event: Event) => {
    const sent = await readForm(event);
    const kept = await keepPhoto(event, sent, { field: 'picture', purpose: 'person' });
    if (kept.failed) return kept.failed;
    const photoId = sent.text('remove') ? null : kept.photoId;
    if (photoId === null && !sent.text('remove')) return redirect(303, event.url.pathname);
    const done = await sent.do('people.update', { personId: event.params.id, changes: { photoId } });
    return done.failed ?? redirect(303, event.url.pathname);
  },
  household: async (event: Event) => {
    const sent = await readForm(event);
    const saved = await sent.do('people.saveHousehold', {
      householdId: sent.id,
      placeId: sent.orNull('placeId'),
      label: null,
    });
    if (saved.failed) return saved.failed;
    const changes = { householdId: sent.id, householdRole: sent.text('householdRole') };
    const done = await sent.do('people.update', { personId: event.params.id, changes });
    return done.failed ?? redirect(303, event.url.pathname);
  },
  join: async (event: Event) => {
    const sent = await readForm(event);
    const changes = { householdId: sent.orNull('householdId'), householdRole: sent.text('householdRole') };
    const done = await sent.do('people.update', { personId: sent.text('joiningId'), changes });
    return done.failed ?? redirect(303, event.url.pathname);
  },
} satisfies Actions;
