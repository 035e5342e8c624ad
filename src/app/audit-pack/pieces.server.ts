/** Everything in the pack but its index, piece after piece: one file in memory at a time. */
import { pooled, type BatchCard, type QueryCard, type SampleCard } from '../audit/index.server.ts';
import { EXCEPTIONS } from '../audit/index.ts';
import { EXCEPTION_TITLES, exportTable, VOUCHER_STATES, VOUCHER_TYPES } from '../exports/index.server.ts';
import { PdfFault } from '#platform/pdf.server.ts';
import { refused } from '#platform/outcomes.ts';
import type { FileOr } from '../paper/papers.server.ts';
import { speechOf } from '../paper/speech.ts';
import { m } from '#ui/sentences/messages.js';
import type { PackIndex, Section } from './model.ts';
import { endingOf, folderOf, slugOf } from './names.ts';
import { confirmationsPage, minutesPage, queriesPage, vouchersPage, type LaidQuery } from './pages.ts';
import type { KeptPicture, PackMeeting, PackVoucher } from './papers.queries.server.ts';
import { groupTables, officeTables, type Body, type From, type Wanted } from './tables.server.ts';

export type Piece =
  | {
      readonly kind: 'file';
      readonly section: Section;
      readonly title: string;
      readonly of: string;
      readonly name: string;
      readonly body: Uint8Array;
      /** Pictures and sheets are packed already. */
      readonly isPacked: boolean;
    }
  | ({ readonly kind: 'left_out' } & PackIndex['leftOut'][number])
  | ({ readonly kind: 'missing' } & PackIndex['missingFiles'][number]);

type About = { readonly section: Section; readonly title: string; readonly of: string; readonly name: string };
const textFile = (about: About, text: string): Piece => ({
  ...about,
  kind: 'file',
  body: new TextEncoder().encode(text),
  isPacked: false,
});

/** A press that cannot print now takes nothing else along. */
async function madeOf({ make, ...about }: Wanted): Promise<Piece> {
  const made: FileOr = await make().catch((fault: unknown) => {
    if (fault instanceof PdfFault) return refused(fault.code, {});
    throw fault;
  });
  return made.kind === 'file'
    ? { ...about, kind: 'file', body: made.body, isPacked: !about.name.endsWith('.csv') }
    : unseen(about, made.code);
}

export async function* piecesOf(from: From): AsyncGenerator<Piece> {
  const speech = speechOf(from.reader.lang);
  for (const book of from.plan.books) {
    const of = speech.name({ en: book.name, hi: book.nameHi, ur: book.nameUr });
    const folder = `${book.isOffice ? 'office' : 'groups'}/${folderOf(book)}`;
    const body = { book, of, folder };
    for await (const wanted of book.isOffice ? officeTables(from, body) : groupTables(from, body))
      yield await madeOf(wanted);
    if (book.isOffice) yield* vouchersOf(from, body);
    if (book.meetings > 0) yield* minutesOf(from, body);
  }
  yield* exceptionsOf(from);
  yield* samplesOf(from);
  yield* queriesOf(from);
  yield* confirmationsOf(from);
}

type Laying = { readonly from: From; readonly about: Omit<About, 'name'>; readonly stem: string };

/** Lays pictures into the archive and answers where they lie. */
async function* laid(
  { from, about, stem }: Laying,
  pictures: readonly KeptPicture[],
): AsyncGenerator<Piece, readonly string[]> {
  const paths: string[] = [];
  for (const [at, { sha256, mediaType }] of pictures.entries()) {
    const name = `${stem}-${at + 1}.${endingOf(mediaType)}`;
    const body = await from.reader.app.files.get(sha256);
    if (body === null) yield { kind: 'missing', name, sha256 };
    else {
      yield { ...about, kind: 'file', name, body, isPacked: true };
      paths.push(name);
    }
  }
  return paths;
}

const unseen = (about: Omit<About, 'name'>, code: string): Piece => ({
  kind: 'left_out',
  section: about.section,
  title: about.title,
  of: about.of,
  code,
});

async function* vouchersOf(from: From, { book, of }: Body): AsyncGenerator<Piece> {
  const { reader, plan } = from;
  const speech = speechOf(reader.lang);
  const about = { section: 'vouchers', title: m.accounts_part_vouchers({}, speech.as), of } as const;
  const folder = `vouchers/${folderOf(book)}`;
  const rows: (PackVoucher & { laid: readonly string[] })[] = [];
  for (let after: string | null = null; ;) {
    const asked: object = { bookId: book.bookId, from: plan.from, to: plan.to, after };
    const page = await reader.app.ask<{ rows: PackVoucher[]; next: string | null }>('pack.vouchers', reader.who, asked);
    if (page.kind !== 'answer') return yield unseen(about, page.code);
    for (const row of page.value.rows) {
      const words = row.label ? slugOf(row.label) : row.voucherId.slice(-8);
      const bill = { ...about, title: m.pack_bill_of({ label: row.label ?? words }, speech.as) };
      rows.push({ ...row, laid: yield* laid({ from, about: bill, stem: `${folder}/bills/${words}` }, row.bills) });
    }
    if (page.value.next === null) break;
    after = page.value.next;
  }
  const name = `${folder}/vouchers.html`;
  yield textFile(
    { ...about, name },
    vouchersPage({ speech, title: about.title, of, name }, rows, { types: VOUCHER_TYPES, states: VOUCHER_STATES }),
  );
  const filters = new URLSearchParams({ book: book.bookId, from: plan.from, to: plan.to });
  const make = () => exportTable(reader, { what: 'accounts-vouchers', form: 'xlsx', filters });
  yield await madeOf({ ...about, name: `${folder}/vouchers.xlsx`, make });
}

async function* minutesOf(from: From, { book, of }: Body): AsyncGenerator<Piece> {
  const { reader, plan } = from;
  const speech = speechOf(reader.lang);
  const about = { section: 'minutes', title: m.sheet_minutes({}, speech.as), of } as const;
  const folder = `minutes/${folderOf(book)}`;
  const asked = { groupId: book.bodyId, from: plan.from, to: plan.to };
  const answer = await reader.app.ask<PackMeeting[]>('pack.minutes', reader.who, asked);
  if (answer.kind !== 'answer') return yield unseen(about, answer.code);
  const meetings: (PackMeeting & { laid: readonly string[] })[] = [];
  for (const meeting of answer.value) {
    const picture = { ...about, title: `${m.meet_page_photo({}, speech.as)}, ${speech.day(meeting.heldOn)}` };
    const stem = `${folder}/pages/${meeting.heldOn}-${meeting.meetingId.slice(-6)}`;
    meetings.push({ ...meeting, laid: yield* laid({ from, about: picture, stem }, meeting.pages) });
  }
  const name = `${folder}/minutes.html`;
  yield textFile({ ...about, name }, minutesPage({ speech, title: about.title, of, name }, meetings));
}

async function* exceptionsOf({ reader, plan, bookId }: From): AsyncGenerator<Piece> {
  const { as } = speechOf(reader.lang);
  for (const kind of EXCEPTIONS) {
    const filters = new URLSearchParams({ kind, from: plan.from, to: plan.to, ...(bookId ? { bookId } : {}) });
    const make = () => exportTable(reader, { what: 'audit-exceptions', form: 'xlsx', filters });
    const name = `exceptions/${kind.replace('_', '-')}.xlsx`;
    yield await madeOf({ section: 'exceptions', title: EXCEPTION_TITLES[kind]({}, as), of: '', name, make });
  }
}

async function* samplesOf({ reader, plan }: From): AsyncGenerator<Piece> {
  const { as } = speechOf(reader.lang);
  for (const sampleId of plan.sampleIds) {
    const card = await reader.app.ask<SampleCard | null>('audit.sample', reader.who, { sampleId });
    if (card.kind !== 'answer' || !card.value) continue;
    const { number, title } = card.value;
    const make = () =>
      exportTable(reader, { what: 'audit-sample', form: 'xlsx', filters: new URLSearchParams({ sampleId }) });
    const words = `${m.audit_s_number({ number }, as)}: ${title}`;
    yield await madeOf({ section: 'samples', title: words, of: '', name: `samples/sample-${number}.xlsx`, make });
  }
}

type Answered = { readonly sha256: string; readonly mediaType: string };

async function* queriesOf(from: From): AsyncGenerator<Piece> {
  const { reader, plan } = from;
  if (plan.queryIds.length === 0) return;
  const speech = speechOf(reader.lang);
  const about = { section: 'queries', title: m.audit_q_title({}, speech.as), of: '' } as const;
  const queries: LaidQuery[] = [];
  for (const queryId of plan.queryIds) {
    const card = await reader.app.ask<QueryCard | null>('audit.query', reader.who, { queryId });
    if (card.kind !== 'answer' || !card.value) continue;
    const paths: Record<string, string> = {};
    for (const { no, fileId } of card.value.events) {
      if (fileId === null) continue;
      const photo = await reader.app.ask<Answered | null>('audit.queryPhoto', reader.who, { queryId, fileId });
      if (photo.kind !== 'answer' || !photo.value) continue;
      const title = `${m.audit_q_number({ number: card.value.number }, speech.as)}: ${m.audit_q_photo_of({}, speech.as)}`;
      const stem = `queries/photos/query-${card.value.number}-${no}`;
      const [path] = yield* laid({ from, about: { ...about, title }, stem }, [photo.value]);
      if (path) paths[fileId] = path;
    }
    queries.push({ ...card.value, laid: paths });
  }
  const name = 'queries/queries.html';
  yield textFile({ ...about, name }, queriesPage({ speech, title: about.title, of: '', name }, queries));
}

async function* confirmationsOf({ reader, plan, bookId }: From): AsyncGenerator<Piece> {
  if (plan.batchIds.length === 0) return;
  const speech = speechOf(reader.lang);
  const title = m.audit_c_title({}, speech.as);
  const only = bookId === null ? null : plan.books[0]!.bodyId;
  const batches: BatchCard[] = [];
  for (const batchId of plan.batchIds) {
    const card = await reader.app.ask<BatchCard | null>('audit.confirmation', reader.who, { batchId });
    if (card.kind !== 'answer' || !card.value) continue;
    const slips = card.value.slips.filter((slip) => only === null || slip.groupId === only);
    batches.push({ ...card.value, slips, pooled: pooled(slips) });
  }
  const name = 'confirmations/confirmations.html';
  const page = confirmationsPage({ speech, title, of: '', name }, batches);
  yield textFile({ section: 'confirmations', title, of: '', name }, page);
}
