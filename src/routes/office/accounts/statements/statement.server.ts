/** What every statement's page begins with: the book, the days asked for, names of accounts that have no head. */
import { askIfAllowed, type Here } from '../../ask.ts';
import type { ChartNames } from '../../money/chart.ts';
import { spanOf, type Span } from '../../money/book.ts';
import { officeHere } from '../office.server.ts';
import type { AskedBook, OfficeBook } from '../office-book.ts';

type Event = Here & { readonly url: URL };
export type StatementHere = AskedBook & { readonly book: OfficeBook; readonly span: Span; readonly chart: ChartNames };

export async function statementHere(event: Event) {
  const here = await officeHere(event);
  const rows = await askIfAllowed<{ code: string; en: string; hi: string; ur: string }[]>(event, 'ledger.chart');
  const span = spanOf(event.url);
  const shown: StatementHere = {
    book: here.book,
    asked: here.asked,
    span,
    chart: Object.fromEntries((rows ?? []).map(({ code, ...names }) => [code, names])),
  };
  return { body: here.body, span, shown, known: { asKnownOn: span.known } };
}
