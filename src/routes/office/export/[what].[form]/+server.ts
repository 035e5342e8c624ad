import { exportTable } from '#app/exports/index.server.ts';
import { sendFile } from '../../files.server.ts';
import type { RequestHandler } from './$types';

/** `/office/export/trial-balance.xlsx?groupId=...`: the screen's question with the screen's filters. */
export const GET: RequestHandler = (event) => {
  const { what, form } = event.params;
  return sendFile(event, (reader) => exportTable(reader, { what, form, filters: event.url.searchParams }));
};
