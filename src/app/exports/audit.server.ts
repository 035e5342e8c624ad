/** The auditor's lists as tables. */
import type { ExceptionRow } from '../audit/index.server.ts';
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

const TITLES = {
  back_dated: m.audit_e_back_dated,
  reopened: m.audit_e_reopened,
  reversed: m.audit_e_reversed,
  after_hours: m.audit_e_after_hours,
  round: m.audit_e_round,
  split: m.audit_e_split,
} as const satisfies Record<Exception, unknown>;

export const auditExports = { 'audit-exceptions': exceptions } as const;
