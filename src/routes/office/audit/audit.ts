/** What the pages of the auditor's desk ask alike. */
import type { About } from '#app/audit/index.ts';
import type { BookChoice, QueryRow } from '#app/audit/index.server.ts';
import { dayInIndia, financialYear, isIsoDate } from '#platform/dates.ts';
import { ask, askIfAllowed, whoIs, type Here } from '../ask.ts';
import { holdsForAll } from '../rail.ts';

/** What she may do at the desk. */
export const mayOf = (here: Here) => ({
  wide: holdsForAll(whoIs(here), 'audit.read'),
  ask: holdsForAll(whoIs(here), 'audit.ask'),
});

export const books = (here: Here) => ask<BookChoice[]>(here, 'audit.books');

/** Queries about one thing, for that thing's own page; nothing for whoever takes no part in them. */
export async function queriesAbout(here: Here, about: About) {
  const rows = await askIfAllowed<QueryRow[]>(here, 'audit.queriesAbout', { about });
  return { rows: rows ?? [], about, mayAsk: mayOf(here).ask };
}
export type QueriesHere = Awaited<ReturnType<typeof queriesAbout>>;

/** `?about=journal:BOOK:7`, `voucher:ID`, `meeting:ID`; anything else is a question in general. */
export function aboutFrom(text: string | null): About {
  const [kind, id = '', seq = ''] = (text ?? '').split(':');
  if (kind === 'journal' && /^\d{1,9}$/.test(seq)) return { kind, bookId: id, seq: Number(seq) };
  if (kind === 'voucher') return { kind, voucherId: id };
  return kind === 'meeting' ? { kind, meetingId: id } : { kind: 'general' };
}
export const aboutText = (about: About): string =>
  about.kind === 'journal'
    ? `journal:${about.bookId}:${about.seq}`
    : about.kind === 'voucher'
      ? `voucher:${about.voucherId}`
      : about.kind === 'meeting'
        ? `meeting:${about.meetingId}`
        : '';

/** From the address bar; left out: the financial year up to today. */
export function periodOf(url: URL): { from: string; to: string } {
  const day = (name: string) => {
    const text = url.searchParams.get(name);
    return isIsoDate(text) ? text : null;
  };
  const to = day('to') ?? dayInIndia(new Date());
  return { from: day('from') ?? financialYear(to).from, to };
}
