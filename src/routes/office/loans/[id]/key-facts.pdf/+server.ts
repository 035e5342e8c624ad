import { keyFactsPdf } from '#app/paper/papers.server.ts';
import { sendFile } from '../../../files.server.ts';
import type { RequestHandler } from './$types';

/** `?language=ur`: in the language it is read to her. */
export const GET: RequestHandler = (event) =>
  sendFile(event, (reader) => keyFactsPdf(reader, { loanId: event.params.id }));
