/** The auditor's lists as tables. */
import type { ExceptionRow, SampleCard, SampleItem } from '../audit/index.server.ts';
import { EXCEPTIONS, type Exception } from '../audit/index.ts';
import { refused } from '#platform/outcomes.ts';
import { m } from '#ui/sentences/messages.js';
import { everyNumberedPage, Turned, type Asking } from './asking.server.ts';
import type { Table } from './table.ts';
import { count, day, moment, money, tableOf, text } from './table-of.ts';

const exceptions = async (asking: Asking): Promise<Table> => {
  const { speech, given, today } = asking;
  const { as } = speech;
  const kind = EXCEPTIONS.find((one) => one === given('kind'));
  if (!kind) throw new Turned(refused('paper.nothing_here', {}));
  const [from, to] = [given('from') ?? today, given('to') ?? today];
  const rows = await everyNumberedPage<ExceptionRow>(asking, {
    question: 'audit.exceptions',
    input: { kind, from, to, ...(given('bookId') ? { bookId: given('bookId') } : {}), size: 500 },
    idOf: (row) => `${row.bookId} ${row.seqs.join(' ')}`,
  });
  const title = TITLES[kind]({}, as);
  const period = m.paper_period({ from: speech.day(from), to: speech.day(to) }, as);
  return tableOf({ name: `exceptions-${kind.replace('_', '-')}`, title, period }, rows, [
    text(m.audit_e_books({}, as), (row) => speech.name({ en: row.name, hi: row.nameHi, ur: row.nameUr })),
    text(m.audit_e_entry({}, as), (row) => row.seqs.join(', ')),
    day(m.book_event_on({}, as), (row) => row.eventOn),
    moment(m.book_entered_on({}, as), (row) => new Date(row.enteredAt).toISOString()),
    text(m.audit_e_by({}, as), (row) => row.byName),
    money(m.audit_s_amount({}, as), (row) => row.amountPaise),
    ...measureOf(kind, as),
  ]);
};

type Locale = Asking['speech']['as'];

function measureOf(kind: Exception, as: Locale) {
  const measure = (row: ExceptionRow) => row.measure;
  switch (kind) {
    case 'back_dated':
      return [count<ExceptionRow>(m.audit_e_measure_back_dated({}, as), measure)];
    case 'reversed':
      return [count<ExceptionRow>(m.audit_e_measure_reversed({}, as), measure)];
    case 'split':
      return [count<ExceptionRow>(m.audit_e_measure_split({}, as), measure)];
    case 'round':
      return [money<ExceptionRow>(m.audit_e_measure_round({}, as), measure)];
    default:
      return [];
  }
}

export const TITLES = {
  back_dated: m.audit_e_back_dated,
  reopened: m.audit_e_reopened,
  reversed: m.audit_e_reversed,
  after_hours: m.audit_e_after_hours,
  round: m.audit_e_round,
  split: m.audit_e_split,
} as const satisfies Record<Exception, unknown>;

/** A working paper: what was drawn, by which seed, and what was found. */
const sample = async (asking: Asking): Promise<Table> => {
  const { speech, given, must } = asking;
  const { as } = speech;
  const paper = await must<SampleCard>('audit.sample', { sampleId: given('sampleId') });
  const heads = {
    name: `sample-${paper.number}`,
    title: `${m.audit_s_number({ number: paper.number }, as)}: ${paper.title}`,
    subtitle: `${m.audit_s_seed({}, as)}: ${speech.iso(paper.seed)}`,
    period: m.paper_period({ from: speech.day(paper.from), to: speech.day(paper.to) }, as),
  };
  const words = ({ label, seq, voucherWords, payee }: SampleItem) =>
    [label ?? (seq === null ? null : m.book_journal({ seq }, as)), voucherWords, payee].filter(Boolean).join(' · ');
  return tableOf(heads, paper.list, [
    count(m.audit_h_line({}, as), (row) => row.line),
    text(m.audit_e_books({}, as), ({ body }) => speech.name({ en: body.name, hi: body.nameHi, ur: body.nameUr })),
    text(m.common_name({}, as), (row) =>
      row.nameEn === null ? null : speech.name({ en: row.nameEn, hi: row.nameHi, ur: row.nameUr }),
    ),
    text(m.audit_e_entry({}, as), words),
    day(m.common_date({}, as), (row) => row.on),
    money(m.audit_s_amount({}, as), (row) => row.valuePaise, { last: paper.valuePaise }),
    text(m.audit_s_mark({}, as), (row) => MARKS[row.mark ?? 'open']({}, as)),
    money(m.audit_s_differs_by({}, as), (row) => row.differsPaise),
    text(m.audit_s_note({}, as), (row) => row.note),
    text(m.paper_who({}, as), (row) => row.tickedByName),
  ]);
};

const MARKS = { seen: m.audit_s_seen, differs: m.audit_s_differs, open: m.audit_s_mark_open } as const;

export const auditExports = { 'audit-exceptions': exceptions, 'audit-sample': sample } as const;
