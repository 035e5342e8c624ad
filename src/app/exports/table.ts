/** A table of any question, in the reader's language: one shape for spreadsheet and paper. Pure. */
import type { IsoDate } from '#platform/dates.ts';
import type { Column, Value } from '#platform/sheets.server.ts';
import { formatClock, formatCount } from '#ui/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import type { Block, Paper, PaperColumn, PaperRow } from '../paper/model.ts';
import { headOf, type Organisation, type Speech } from '../paper/speech.ts';

export type Table = {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly period: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  /** Below the rows: sums. */
  readonly totals: readonly (readonly Value[])[];
};

/** More columns than this lie on their side. */
const UPRIGHT_COLUMNS = 7;

export function paperOf(
  table: Table,
  speech: Speech,
  { organisation, today }: { organisation: Organisation; today: IsoDate },
): Paper {
  return {
    ...headOf(speech, { organisation, today, title: table.title, subtitle: table.subtitle, period: table.period }),
    landscape: table.columns.length > UPRIGHT_COLUMNS,
    code: null,
    blocks: [blockOf(table, speech)],
  };
}

/** The table alone, as a part of a paper. */
export function blockOf({ columns, rows, totals }: Pick<Table, 'columns' | 'rows' | 'totals'>, speech: Speech): Block {
  const row =
    (strong: boolean) =>
    (values: readonly Value[]): PaperRow => ({
      strong,
      cells: values.map((value, index) => textOf(value, { kind: columns[index]!.kind, speech })),
    });
  return {
    kind: 'table',
    columns: columns.map(paperColumn),
    rows: [...rows.map(row(false)), ...totals.map(row(true))],
  };
}

const paperColumn = ({ title, kind }: Column): PaperColumn => ({
  title,
  align: kind === 'money' || kind === 'count' ? 'end' : 'start',
  width: kind === 'text' ? 1 : 0,
});

function textOf(value: Value, { kind, speech }: { kind: Column['kind']; speech: Speech }): string {
  if (value === null) return '';
  if (typeof value === 'number') return kind === 'money' ? speech.money(value) : formatCount(value);
  if (kind === 'day') return speech.day(value);
  if (kind === 'moment')
    return `${speech.day(dayInIndia(new Date(value)))} ${speech.iso(formatClock(new Date(value)))}`;
  return value;
}
