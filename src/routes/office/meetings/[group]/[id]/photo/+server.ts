import { sendPhoto } from '../../../../files.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => {
  const { group: groupId, id: meetingId } = event.params;
  return sendPhoto(event, 'desk.pagePhoto', { groupId, meetingId });
};
