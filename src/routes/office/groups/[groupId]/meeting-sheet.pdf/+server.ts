import { meetingSheetPdf } from '#app/paper/papers.server.ts';
import { isIsoDate } from '#platform/dates.ts';
import { sendFile } from '../../../files.server.ts';
import type { RequestHandler } from './$types';

/** `?on=2026-05-12` prints the dues of that day; else of the next usual one. */
export const GET: RequestHandler = (event) => {
  const on = event.url.searchParams.get('on');
  const { groupId } = event.params;
  return sendFile(event, (reader) => meetingSheetPdf(reader, isIsoDate(on) ? { groupId, on } : { groupId }));
};
