/** What is kept of a table between reading and importing: its cells, with every full Aadhaar number cut to its last four figures. Pure. */
import type { TableCell } from '#platform/read-table.server.ts';
import { findAadhaarLike } from '#domain/people/index.ts';
import { textOf } from './cells.ts';
import { TYPED_FIELDS, type Mapping } from './fields.ts';

export type Draft = { readonly lines: readonly (readonly TableCell[])[]; readonly masked: number };

/** Columns understood as e-Shram or bank numbers keep their twelve digits; everywhere else such a number is taken for an Aadhaar. */
export function draftOf(rows: readonly (readonly TableCell[])[], mapping: Mapping): Draft {
  const kept = new Set(TYPED_FIELDS.flatMap((field) => (mapping[field] === undefined ? [] : [mapping[field]])));
  let masked = 0;
  const lines = rows.map((row) =>
    row.map((cell, column) => {
      const text = kept.has(column) ? null : textOf(cell);
      if (text === null || !findAadhaarLike(text)) return cell;
      masked += 1;
      return `XXXX XXXX ${text.replace(/\D/g, '').slice(-4)}`;
    }),
  );
  return { lines, masked };
}
