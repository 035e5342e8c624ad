import { utilisationPdf } from '#app/paper/papers.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { sendFile } from '../../../../files.server.ts';
import { officeHere } from '../../../office.server.ts';
import { yearAsked } from '../../../statements/years.ts';
import type { RequestHandler } from './$types';

/** `?year=2025`: the utilisation certificate of the year that begins on 1 April 2025. */
export const GET: RequestHandler = async (event) => {
  const { body } = await officeHere(event);
  const year = yearAsked(event.url, dayInIndia(new Date()));
  return sendFile(event, (reader) => utilisationPdf(reader, { ...body, fundId: event.params.fund, year }));
};
