import { error } from '@sveltejs/kit';
import { groupArchive } from '#app/leaving/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { whoIs } from '../../../ask.ts';
import { sendZip } from '../../../files.server.ts';
import { readForm } from '../../../form.server.ts';
import type { RequestHandler } from './$types';

/** First the trail's line, then the archive as it is written. */
export const POST: RequestHandler = async (event) => {
  const who = whoIs(event);
  const { groupId } = event.params;
  const done = await (await readForm(event)).do('leaving.takeGroup', { groupId });
  if (done.failed) {
    const { code } = done.failed.data.problem;
    error(code === 'door.not_allowed' ? 403 : 404, code);
  }
  return sendZip(groupArchive(event.locals.app, who, groupId), `bakhiya-group-${dayInIndia(new Date())}.zip`);
};
