import { financialYearName } from '#platform/dates.ts';
import { error } from '@sveltejs/kit';
import { auditPack } from '#app/audit-pack/index.server.ts';
import { isId } from '#platform/ids.ts';
import { whoIs } from '../../../ask.ts';
import { readerOf, sendZip } from '../../../files.server.ts';
import { readForm } from '../../../form.server.ts';
import type { RequestHandler } from './$types';

/** First the trail's line, then the pack as it is written. */
export const POST: RequestHandler = async (event) => {
  whoIs(event);
  const sent = await readForm(event);
  const of = { year: Number(sent.text('year')), bookId: isId(sent.text('bookId')) ? sent.text('bookId') : null };
  const done = await sent.do('pack.take', of);
  if (done.failed)
    error(done.failed.data.problem.code === 'door.not_allowed' ? 403 : 400, done.failed.data.problem.code);
  const reader = { ...readerOf(event), name: event.locals.visitor.actor?.name ?? '' };
  return sendZip(auditPack(reader, of), `audit-pack-${financialYearName(of.year)}.zip`);
};
