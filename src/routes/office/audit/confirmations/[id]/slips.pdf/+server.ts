import { confirmationPdf } from '#app/paper/papers.server.ts';
import { sendFile } from '../../../../files.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  sendFile(event, (reader) => confirmationPdf(reader, { batchId: event.params.id }));
