import { agreementPdf } from '#app/paper/papers.server.ts';
import { sendFile } from '../../../files.server.ts';
import type { RequestHandler } from './$types';

/** `?language=ur`: in the language it is read in before it is signed. */
export const GET: RequestHandler = (event) =>
  sendFile(event, (reader) => agreementPdf(reader, { loanId: event.params.id }));
