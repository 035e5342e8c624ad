import { error, redirect } from '@sveltejs/kit';
import { TELLS } from '#domain/linkage/index.ts';
import type { TellsPage } from '#domain/linkage/index.server.ts';
import { newId } from '#platform/ids.ts';
import { sentenceFor } from '#ui/outcome-text.ts';
import { ask, found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsAnywhere } from '../../../rail.ts';
import { groupCard } from '../group.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.id;
  const card = await groupCard(event, groupId);
  const page = found(await ask<TellsPage | null>(event, 'linkage.tells', { groupId }));
  return {
    card,
    page,
    formIds: page.tells.map(() => newId()),
    mayNote: card.state !== 'closed' && holdsAnywhere(whoIs(event), 'meetings.record'),
  };
};

export const actions: Actions = {
  note: async (event) => {
    const sent = await readForm(event);
    const groupId = event.params.id;
    const tell = TELLS.find((one) => one === sent.text('tell')) ?? error(404, sentenceFor('door.unknown_reference'));
    const of = { groupId, tell, meetingId: sent.text('meetingId') };
    const done = await sent.do('linkage.noteTell', { noteId: sent.id, ...of, note: sent.text('note'), atVisit: true });
    return done.failed ?? redirect(303, `/office/groups/${groupId}/look`);
  },
};
