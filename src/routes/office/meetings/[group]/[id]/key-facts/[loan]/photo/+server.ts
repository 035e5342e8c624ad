import { sendPhoto } from '../../../../../../files.server.ts';
import type { RequestHandler } from './$types';

/** Her signature or thumb. */
export const GET: RequestHandler = (event) => {
  const { group: groupId, id: meetingId, loan: loanId } = event.params;
  return sendPhoto(event, 'meetings.keyFactsPhoto', { groupId, meetingId, loanId });
};
