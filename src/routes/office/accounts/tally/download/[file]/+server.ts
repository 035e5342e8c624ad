import { error } from '@sveltejs/kit';
import type { TallyExport } from '#domain/accounts/index.server.ts';
import type { OrgCard } from '#app/users/index.server.ts';
import { ask, found } from '../../../../ask.ts';
import { spanOf } from '../../../../money/book.ts';
import { askBook, officeHere } from '../../../office.server.ts';
import type { RequestHandler } from './$types';

const send = (body: string, name: string, type: string): Response =>
  new Response(body, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  });

/** `masters.xml`, `vouchers.xml` for Tally (`?from=&to=&detail=&company=`); `book.journal` for hledger. */
export const GET: RequestHandler = async (event) => {
  const here = await officeHere(event);
  const { file } = event.params;
  const { from, to } = spanOf(event.url);
  const organisation = await ask<OrgCard>(event, 'org.get');
  const own = here.card.name ?? organisation.name;
  if (file === 'book.journal') {
    const book = found(await askBook<{ text: string } | null>(event, here, ['hledger', { title: own }]));
    return send(book.text, 'bakhiya.journal', 'text/plain');
  }
  if (file !== 'masters.xml' && file !== 'vouchers.xml') error(404);
  const detail = event.url.searchParams.get('detail') === 'daily' ? 'daily' : 'full';
  const company = event.url.searchParams.get('company')?.trim() || own;
  const asked = { from, to, detail, company };
  const made = found(await askBook<TallyExport | null>(event, here, ['tallyExport', asked]));
  return file === 'masters.xml'
    ? send(made.mastersXml, 'tally-masters.xml', 'application/xml')
    : send(made.vouchersXml, `tally-vouchers-${from}-${to}.xml`, 'application/xml');
};
