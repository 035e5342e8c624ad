import { slipsPdf } from '#app/paper/papers.server.ts';
import { sendFile } from '../../../files.server.ts';
import type { RequestHandler } from './$types';

/** `?meetingId=` of which meeting; `?personId=` for one member's slip alone. */
export const GET: RequestHandler = (event) => {
  const given = event.url.searchParams;
  const meetingId = given.get('meetingId') ?? '';
  const personId = given.get('personId') ?? undefined;
  return sendFile(event, (reader) => slipsPdf(reader, { groupId: event.params.groupId, meetingId, personId }));
};
