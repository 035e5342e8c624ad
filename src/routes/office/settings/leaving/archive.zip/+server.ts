import { error } from '@sveltejs/kit';
import { organisationArchive } from '#app/leaving/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import type { RequestHandler } from './$types';

/** First the trail's line, then the archive as it is written: the sender waits for the reader, so nothing piles up here. */
export const POST: RequestHandler = async (event) => {
  const who = whoIs(event);
  const sent = await readForm(event);
  const done = await sent.do('leaving.take', {});
  if (done.failed)
    error(done.failed.data.problem.code === 'door.not_allowed' ? 403 : 400, done.failed.data.problem.code);
  const parts = organisationArchive(event.locals.app, who);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done: isOver } = await parts.next();
      if (isOver) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="bakhiya-${dayInIndia(new Date())}.zip"`,
      'cache-control': 'private, no-store',
    },
  });
};
