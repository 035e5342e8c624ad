/** The page of one head in a span of days: a cash box's is the cash book, a bank account's the bank book. */
import { error } from '@sveltejs/kit';
import type { HeadBook } from '#domain/accounts/index.server.ts';
import { isId } from '#platform/ids.ts';
import { found, type Here } from '../ask.ts';
import { afterOf, spanOf } from '../money/book.ts';
import { headOptions, mastersOf, namesOf } from './masters.server.ts';
import { askBook, officeHere, type OfficeHere } from './office.server.ts';

type Event = Here & { readonly url: URL };

export async function headBookOf(event: Event, office: OfficeHere, headId: string) {
  const span = spanOf(event.url);
  const asking = { headId, from: span.from, to: span.to, asKnownOn: span.known, after: afterOf(event.url) };
  const book = found(await askBook<HeadBook | null>(event, office, ['headBook', asking]));
  return { span, book, paged: event.url.searchParams.has('after') };
}

/** @param accounts codes of the chart whose heads may be chosen here; `?head=` names one of them */
export async function tillBook(event: Event, accounts: readonly string[]) {
  const office = await officeHere(event);
  const masters = await mastersOf(event, office);
  const tills = masters.heads.filter((head) => accounts.includes(head.account));
  const wished = event.url.searchParams.get('head');
  const till = wished === null ? tills[0] : tills.find((head) => head.headId === wished);
  // an address with a head of another kind is no page
  if (wished !== null && (!isId(wished) || !till)) error(404);
  return {
    asked: office.asked,
    till: till ?? null,
    tills: headOptions(tills, event.locals.language),
    names: namesOf(masters),
    page: till ? await headBookOf(event, office, till.headId) : null,
  };
}
