import { passbookPdf } from '#app/paper/papers.server.ts';
import { sendFile } from '../../office/files.server.ts';
import type { RequestHandler } from './$types';

/** The reader's own. */
export const GET: RequestHandler = (event) => sendFile(event, (reader) => passbookPdf(reader, { personId: null }));
