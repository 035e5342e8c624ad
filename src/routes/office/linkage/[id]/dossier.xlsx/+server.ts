import { dossierXlsx } from '#app/exports/index.server.ts';
import { sendFile } from '../../../files.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  sendFile(event, (reader) => dossierXlsx(reader, { groupId: event.params.id }));
