import { error } from '@sveltejs/kit';
import { organisationArchive } from '#app/leaving/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { whoIs } from '../../../ask.ts';
import { sendZip } from '../../../files.server.ts';
import { readForm } from '../../../form.server.ts';
import type { RequestHandler } from './$types';

/** First the trail's line, then the archive as it is written. */
export const POST: RequestHandler = async (event) => {
  const who = whoIs(event);
  const sent = await readForm(event);
  const done = await sent.do('leaving.take', {});
  if (done.failed)
    error(done.failed.data.problem.code === 'door.not_allowed' ? 403 : 400, done.failed.data.problem.code);
  return sendZip(organisationArchive(event.locals.app, who), `bakhiya-${dayInIndia(new Date())}.zip`);
};
