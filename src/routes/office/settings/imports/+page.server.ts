import { createHash } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import type { ImportLine } from '#app/imports/index.server.ts';
import { IMPORT_KINDS } from '#app/imports/index.ts';
import { newId } from '#platform/ids.ts';
import { readTable, TABLE_LIMITS } from '#platform/read-table.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, { sortable: [], sort: 'readAt', filters: [], size: 25 });
  const list = await ask<{ rows: ImportLine[]; total: number }>(event, 'imports.list', { page: query.page });
  return { list, query, kinds: [...IMPORT_KINDS], mostBytes: TABLE_LIMITS.bytes, formId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const file = sent.form.get('file');
    const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
    const table = await readTable(bytes);
    if (!table.ok) return fail(400, { problem: { code: table.code, params: table.params }, typed: sent.typed });
    const done = await sent.do('imports.read', {
      importId: sent.id,
      kind: sent.text('kind'),
      fileName: (file instanceof File && file.name.slice(-200)) || 'table',
      fileHash: createHash('sha256').update(bytes).digest('hex'),
      rows: table.value.rows,
    });
    return done.failed ?? redirect(303, `${event.url.pathname}/${sent.id}`);
  },
};
