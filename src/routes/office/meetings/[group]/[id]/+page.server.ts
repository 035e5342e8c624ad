import { redirect } from '@sveltejs/kit';
import type { MeetingPage } from '#domain/meetings/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, askIfAllowed, found, whoIs } from '../../../ask.ts';
import { queriesAbout } from '../../../audit/audit.ts';
import { readForm } from '../../../form.server.ts';
import { groupContext } from '../../../groups/[id]/group.ts';
import { holdsAnywhere } from '../../../rail.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { group: groupId, id: meetingId } = event.params;
  const one = found(await ask<MeetingPage | null>(event, 'meetings.one', { groupId, meetingId }));
  const context = await groupContext(event, groupId);
  const photo = await askIfAllowed<object | null>(event, 'desk.pagePhoto', { groupId, meetingId });
  return {
    ...one,
    hasPhoto: photo !== null,
    // names of those who were no members that day too (an officer of the federation, a leaver)
    names: Object.fromEntries((context?.members ?? []).map((member) => [member.personId, member.names])),
    banks: Object.fromEntries((context?.banks ?? []).map((bank) => [bank.bankAccountId, bank.label])),
    questions: await queriesAbout(event, { kind: 'meeting', meetingId }),
    formId: newId(),
    mayCheckPhoto: holdsAnywhere(whoIs(event), 'meetings.settle'),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const { group: groupId, id: meetingId } = event.params;
    const done = await sent.do('meetings.checkPhoto', { groupId, meetingId });
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
