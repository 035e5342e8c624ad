/** Where a figure of a statement opens: the head's own page under the same days, a voucher, an entry. Pure. */
import type { Span } from '../../money/book.ts';
import { inBook, type AskedBook } from '../office-book.ts';
import { HUB } from '../parts.ts';

export function headHref(here: AskedBook, headId: string, span: Span): string {
  const known = span.known ? `&known=${span.known}` : '';
  return inBook(here, `${HUB}/heads/${headId}?from=${span.from}&to=${span.to}${known}`);
}
export const voucherHref = (here: AskedBook, voucherId: string): string => inBook(here, `${HUB}/vouchers/${voucherId}`);

/** Of the export of one of the office's books, beside what the address already says. */
export const ofBook = (book: { bodyKind: string; bodyId: string }, span: Span) => ({
  bodyKind: book.bodyKind,
  bodyId: book.bodyId,
  from: span.from,
  to: span.to,
  known: span.known,
});
