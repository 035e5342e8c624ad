/** Any table of the office as a file: the same question with the same filters, as XLSX, CSV or PDF. */
import { dayInIndia } from '#platform/dates.ts';
import { refused } from '#platform/outcomes.ts';
import { writeCsv, writeXlsx } from '#platform/sheets.server.ts';
import { pdfFile, withAnswer, withOrganisation, type File, type FileOr, type Reader } from '../paper/papers.server.ts';
import { speechOf } from '../paper/speech.ts';
import { askingOf, Turned } from './asking.server.ts';
import { auditExports } from './audit.server.ts';
import { bankExports } from './bank.server.ts';
import { bookExports } from './books.server.ts';
import { gapExports } from './credit-gap.server.ts';
import type { GroupFile } from './group-file.ts';
import { officeVoucherExports } from './office-vouchers.server.ts';
import { groupYearExports } from './group-year.server.ts';
import { listExports } from './lists.server.ts';
import { officePlanExports } from './office-plans.server.ts';
import { meetingExports } from './meeting.server.ts';
import { officeExports } from './office.server.ts';
import { paperOf, type Table } from './table.ts';

const MAKERS = {
  ...listExports,
  ...bookExports,
  ...meetingExports,
  ...officeVoucherExports,
  ...officeExports,
  ...officePlanExports,
  ...bankExports,
  ...groupYearExports,
  ...auditExports,
  ...gapExports,
};
export type ExportName = keyof typeof MAKERS;
export const EXPORT_NAMES = Object.keys(MAKERS) as readonly ExportName[];
export const EXPORT_FORMS = ['xlsx', 'csv', 'pdf'] as const;
export type ExportForm = (typeof EXPORT_FORMS)[number];

const isName = (what: string): what is ExportName => Object.hasOwn(MAKERS, what);
const isForm = (form: string): form is ExportForm => EXPORT_FORMS.some((one) => one === form);
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Some hundred pages; a spreadsheet takes more. */
const PAPER_ROWS_MOST = 3_000;

/** @param filters of the address, as the screen's own; unknown ones are left out */
export async function exportTable(
  reader: Reader,
  { what, form, filters }: { what: string; form: string; filters: URLSearchParams },
): Promise<FileOr> {
  if (!isName(what) || !isForm(form)) return refused('paper.nothing_here', {});
  const today = dayInIndia(new Date());
  const speech = speechOf(reader.lang);
  try {
    const table = await MAKERS[what](askingOf(reader, { speech, today, filters }));
    const name = `${table.name}-${today}`;
    if (form !== 'pdf') return sheetFile(table, { form, name, rightToLeft: reader.lang === 'ur' });
    if (table.rows.length > PAPER_ROWS_MOST) return refused('paper.too_many_rows', { most: PAPER_ROWS_MOST });
    return await withOrganisation(reader, (organisation) =>
      pdfFile(name, 'document', paperOf(table, speech, { organisation, today })),
    );
  } catch (fault) {
    if (fault instanceof Turned) return fault.refusal;
    throw fault;
  }
}

async function sheetFile(
  table: Table,
  { form, name, rightToLeft }: { form: 'xlsx' | 'csv'; name: string; rightToLeft: boolean },
): Promise<File> {
  const sheet = { title: table.title, columns: table.columns, rows: [...table.rows, ...table.totals], rightToLeft };
  return {
    kind: 'file',
    name: `${name}.${form}`,
    type: form === 'csv' ? 'text/csv; charset=utf-8' : XLSX,
    body: form === 'csv' ? writeCsv(sheet) : await writeXlsx([sheet]),
  };
}

/** Everything of one group as JSON (format: `group-file.ts`). */
export const groupFile = (reader: Reader, { groupId }: { groupId: string }): Promise<FileOr> =>
  withAnswer<GroupFile>(reader, ['exports.group', { groupId }], (file) =>
    Promise.resolve({
      kind: 'file' as const,
      name: `group-${groupId.slice(-8)}-${file.madeAt.slice(0, 10)}.json`,
      type: 'application/json',
      body: new TextEncoder().encode(JSON.stringify(file, null, 1)),
    }),
  );
