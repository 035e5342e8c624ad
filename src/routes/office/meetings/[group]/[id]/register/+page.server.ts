import type { MeetingTyping } from '#domain/meetings/index.server.ts';
import { ask, found } from '../../../../ask.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { group: groupId, id: meetingId } = event.params;
  return { typing: found(await ask<MeetingTyping | null>(event, 'meetings.typing', { groupId, meetingId })) };
};
