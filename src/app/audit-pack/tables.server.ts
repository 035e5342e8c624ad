/** The books of one body as tables: which, under which names; each made by the maker of its own export. */
import type { FileOr, Reader } from '../paper/papers.server.ts';
import { speechOf } from '../paper/speech.ts';
import { annualAccountsPdf } from '../paper/papers.server.ts';
import { exportTable, type ExportForm, type ExportName } from '../exports/index.server.ts';
import type { MasterLists, OfficeTrialBalance } from '#domain/accounts/index.server.ts';
import { m } from '#ui/sentences/messages.js';
import type { Section } from './model.ts';
import { slugOf } from './names.ts';
import type { Plan, PlanBook } from './plan.queries.server.ts';

/** A file to be made: what it is called, and how. */
export type Wanted = {
  readonly section: Section;
  readonly title: string;
  readonly of: string;
  readonly name: string;
  readonly make: () => Promise<FileOr>;
};
export type From = { readonly reader: Reader; readonly plan: Plan; readonly bookId: string | null };
export type Body = { readonly book: PlanBook; readonly folder: string; readonly of: string };

type Line = {
  readonly what: ExportName;
  readonly title: typeof m.paper_trial_balance;
  readonly forms?: readonly ExportForm[];
};
const OFFICE: readonly Line[] = [
  { what: 'accounts-trial-balance', title: m.paper_trial_balance, forms: ['xlsx', 'csv'] },
  { what: 'accounts-day-book', title: m.statements_day_book },
  { what: 'accounts-receipts-payments', title: m.paper_receipts_payments },
  { what: 'accounts-income-expenditure', title: m.statements_income_expenditure },
  { what: 'accounts-balance-sheet', title: m.statements_balance_sheet },
  { what: 'accounts-advances', title: m.accounts_advances_open },
  { what: 'accounts-assets', title: m.accounts_part_assets },
  { what: 'accounts-heads', title: m.accounts_part_heads },
];
const GROUP: readonly Line[] = [
  { what: 'trial-balance', title: m.paper_trial_balance, forms: ['xlsx', 'csv'] },
  { what: 'receipts-and-payments', title: m.paper_receipts_payments },
];
const REGISTER: Line = { what: 'meetings', title: m.paper_register };

const filtersOf = ({ plan }: From, { book }: Body, more: Record<string, string> = {}) =>
  new URLSearchParams({
    ...{ bodyKind: book.bodyKind, bodyId: book.bodyId, book: book.bookId, from: plan.from, to: plan.to },
    ...(book.isOffice ? {} : { groupId: book.bodyId }),
    ...more,
  });

function* tablesOf(from: From, body: Body, lines: readonly Line[]): Generator<Wanted> {
  const { reader } = from;
  for (const { what, title, forms = ['xlsx'] } of lines)
    for (const form of forms)
      yield {
        section: body.book.isOffice ? 'office' : 'groups',
        title: title({}, speechOf(reader.lang).as),
        of: body.of,
        name: `${body.folder}/${what.replace('accounts-', '')}.${form}`,
        make: () => exportTable(reader, { what, form, filters: filtersOf(from, body) }),
      };
}

export async function* officeTables(from: From, body: Body): AsyncGenerator<Wanted> {
  const { reader, plan } = from;
  const { book, folder, of } = body;
  yield* tablesOf(from, body, OFFICE);
  const owner = { bodyKind: book.bodyKind, bodyId: book.bodyId };
  const span = { from: plan.from, to: plan.to, asKnownOn: null };
  yield {
    ...{ section: 'office', of, title: m.pack_annual_accounts({}, speechOf(reader.lang).as) },
    name: `${folder}/annual-accounts.pdf`,
    make: () => annualAccountsPdf(reader, { ...owner, ...span }),
  };
  yield* headBooks(from, body);
}

/** One book for each head that ever moved up to the year's end: cash and bank books among them. */
async function* headBooks(from: From, body: Body): AsyncGenerator<Wanted> {
  const { reader, plan } = from;
  const speech = speechOf(reader.lang);
  const owner = { bodyKind: body.book.bodyKind, bodyId: body.book.bodyId };
  const { app, who } = reader;
  const moved = await app.ask<OfficeTrialBalance | null>('accounts.trialBalance', who, { ...owner, asOf: plan.to });
  const masters = await app.ask<MasterLists | null>('accounts.masters', who, owner);
  // whoever may see neither was told so with the trial balance above
  if (moved.kind !== 'answer' || masters.kind !== 'answer' || !moved.value || !masters.value) return;
  const ids = new Set(moved.value.rows.map((row) => row.headId));
  for (const head of masters.value.heads) {
    if (!ids.has(head.headId)) continue;
    const filters = filtersOf(from, body, { head: head.headId });
    yield {
      ...{ section: 'office', of: body.of },
      title: `${head.account} ${speech.name({ en: head.nameEn, hi: head.nameHi, ur: head.nameUr })}`,
      name: `${body.folder}/heads/${[head.account, slugOf(head.nameEn)].filter(Boolean).join('-')}.xlsx`,
      make: () => exportTable(reader, { what: 'accounts-head-book', form: 'xlsx', filters }),
    };
  }
}

export function* groupTables(from: From, body: Body): Generator<Wanted> {
  yield* tablesOf(from, body, body.book.bodyKind === 'group' ? [...GROUP, REGISTER] : GROUP);
}
