/** A bank's file is read, looked at, and taken: for whichever book the address names. */
import { fail, redirect } from '@sveltejs/kit';
import { readStatement } from '#domain/accounts/index.ts';
import type { BankWork } from '#domain/accounts/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { Params } from '#platform/outcomes.ts';
import { readTable } from '#platform/read-table.server.ts';
import type { Here } from '../../../../ask.ts';
import { readForm } from '../../../../form.server.ts';
import { askBank, bankData, type BankAt } from '../../bank.server.ts';
import { mappingFor, plainRows, previewOf, ROWS_MOST, sentMapping, sentRows } from './reading.server.ts';

export const readPage = (at: BankAt) => ({ ...bankData(at), formId: newId() });
export type ReadPage = ReturnType<typeof readPage>;

const nothing = { problem: null, preview: null };
const refusal = (code: string, params: Params = {}) => fail(400, { ...nothing, problem: { code, params } });

export function readActs<E extends Here & { request: Request }>(atOf: (event: E) => Promise<BankAt>) {
  return {
    read: async (event: E) => {
      const at = await atOf(event);
      const sent = await readForm(event);
      const file = sent.form.get('file');
      const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
      const table = await readTable(bytes);
      if (!table.ok) return refusal(table.code, table.params);
      const rows = plainRows(table.value.rows);
      if (rows.length > ROWS_MOST) return refusal('tables.too_many_rows', { mostRows: ROWS_MOST });
      const { mapping } = await askBank<BankWork>(event, { at, headId: at.bank.headId }, ['bankWork']);
      const fileName = (file instanceof File && file.name.slice(-200)) || 'statement';
      return { ...nothing, preview: previewOf({ rows, fileName, mapping: mappingFor(rows, mapping) }) };
    },
    take: async (event: E) => {
      const at = await atOf(event);
      const sent = await readForm(event);
      const rows = sentRows(sent.text('rows'));
      const mapping = sentMapping(sent);
      if (!rows || !mapping) return refusal('tables.damaged');
      const fileName = sent.text('fileName').slice(-200) || 'statement';
      const preview = previewOf({ rows, fileName, mapping });
      if (sent.text('do') !== 'take') return { ...nothing, preview };
      const of = { ...at.body, headId: at.bank.headId };
      const again = (problem: { code: string; params: Params } | undefined) =>
        fail(400, { problem: problem ?? null, preview });
      const kept = await sent.do('accounts.saveBankMapping', { ...of, mapping });
      if (kept.failed) return again(kept.failed.data.problem);
      const { lines } = readStatement(rows, mapping);
      const taken = await sent.do('accounts.importBankLines', { ...of, statementId: sent.id, fileName, lines });
      return taken.failed ? again(taken.failed.data.problem) : redirect(303, bankData(at).here);
    },
  };
}
