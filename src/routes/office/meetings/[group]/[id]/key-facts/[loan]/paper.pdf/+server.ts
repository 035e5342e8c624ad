import { meetingKeyFactsPdf } from '#app/paper/papers.server.ts';
import { sendFile } from '../../../../../../files.server.ts';
import type { RequestHandler } from './$types';

/** `?language=ur`: in the language it was read to her. */
export const GET: RequestHandler = (event) => {
  const { group: groupId, id: meetingId, loan: loanId } = event.params;
  return sendFile(event, (reader) => meetingKeyFactsPdf(reader, { groupId, meetingId, loanId }));
};
