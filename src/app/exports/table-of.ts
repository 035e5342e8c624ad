/** A table from rows and columns that say of themselves what stands in each row, above the first and below the last. Pure. */
import type { Column, Value } from '#platform/sheets.server.ts';
import type { Table } from './table.ts';

export type Col<Row> = {
  readonly title: string;
  readonly kind: Column['kind'];
  readonly of: (row: Row) => Value;
  /** In the line above all rows: an opening balance. */
  readonly first?: Value;
  /** In the line below all rows: a sum, a closing balance. */
  readonly last?: Value;
};
type Edges = { readonly first?: Value; readonly last?: Value };

const colOf =
  (kind: Column['kind']) =>
  <Row>(title: string, of: (row: Row) => Value, edges: Edges = {}): Col<Row> => ({ title, kind, of, ...edges });
export const text = colOf('text');
export const money = colOf('money');
export const count = colOf('count');
export const day = colOf('day');
export const moment = colOf('moment');

/** With the sum of its values below. */
export const summed = <Row>(col: Col<Row>, rows: readonly Row[]): Col<Row> => ({
  ...col,
  last: rows.reduce((sum, row) => sum + Number(col.of(row) ?? 0), 0),
});

type Heads = Pick<Table, 'name' | 'title'> & Partial<Pick<Table, 'subtitle' | 'period'>>;

export function tableOf<Row>(heads: Heads, rows: readonly Row[], cols: readonly Col<Row>[]): Table {
  const edge = (which: 'first' | 'last') =>
    cols.some((col) => col[which] !== undefined) ? [cols.map((col) => col[which] ?? null)] : [];
  return {
    subtitle: '',
    period: '',
    ...heads,
    columns: cols.map(({ title, kind }) => ({ title, kind })),
    rows: [...edge('first'), ...rows.map((row) => cols.map((col) => col.of(row)))],
    totals: edge('last'),
  };
}
