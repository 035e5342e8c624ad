/** What the reading of Tally's balances needs to know of our books. */
import type { MasterLists } from '#domain/accounts/index.server.ts';
import { addDays } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { found, type Here } from '../../../ask.ts';
import { askBook, officeHere, type OfficeHere } from '../../office.server.ts';

type Event = Here & { readonly url: URL };
export const mastersOf = async (event: Event, here: OfficeHere) =>
  found(await askBook<MasterLists | null>(event, here, ['masters']));
export const namesOf = async (event: Event, here: OfficeHere) =>
  found(await askBook<Record<string, string> | null>(event, here, ['tallyNames']));

export async function openingPage(event: Event) {
  const here = await officeHere(event);
  const { heads, funds } = await mastersOf(event, here);
  return {
    ...{ asked: here.asked, formId: newId(), openingOn: addDays(here.card.booksFromOn, -1) },
    heads: heads
      .filter((head) => head.closedOn === null)
      .map((head) => ({ id: head.headId, names: { en: head.nameEn, hi: head.nameHi, ur: head.nameUr } })),
    funds: funds.map((fund) => ({ id: fund.fundId, code: fund.code })),
  };
}
