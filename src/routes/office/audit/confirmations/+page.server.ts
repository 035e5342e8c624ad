import { redirect } from '@sveltejs/kit';
import type { BatchRow, SampleRow } from '#app/audit/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { books, mayOf } from '../audit.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, { sortable: [], sort: '-number', size: 25 });
  const { rows } = await ask<{ rows: SampleRow[] }>(event, 'audit.samples', { page: 1 });
  return {
    may: mayOf(event),
    query,
    batches: await ask<{ rows: BatchRow[]; total: number }>(event, 'audit.confirmations', { page: query.page }),
    groups: (await books(event)).filter((book) => book.bodyKind !== 'trust'),
    samples: rows.filter((one) => one.population === 'members' || one.population === 'loans'),
    wished: event.url.searchParams.get('sample') ?? '',
    today: dayInIndia(new Date()),
    formId: newId(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const [kind, id] = sent.text('of').split(':');
    const done = await sent.do<{ batchId: string }>('audit.confirm', {
      batchId: sent.id,
      asOf: sent.text('asOf'),
      of: kind === 'sample' ? { sampleId: id } : { groupId: id ?? '' },
    });
    return done.failed ?? redirect(303, `/office/audit/confirmations/${done.receipt.batchId}`);
  },
};
