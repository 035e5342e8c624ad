import { annualAccountsPdf } from '#app/paper/papers.server.ts';
import { sendFile } from '../../../files.server.ts';
import { spanOf } from '../../../money/book.ts';
import { officeHere } from '../../office.server.ts';
import type { RequestHandler } from './$types';

/** `?from=&to=&known=` as on the statements' screens. */
export const GET: RequestHandler = async (event) => {
  const { body } = await officeHere(event);
  const { from, to, known } = spanOf(event.url);
  return sendFile(event, (reader) => annualAccountsPdf(reader, { ...body, from, to, asKnownOn: known }));
};
