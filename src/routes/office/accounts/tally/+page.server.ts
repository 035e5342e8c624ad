import type { OrgCard } from '#app/users/index.server.ts';
import type { VoucherPage, YearRow } from '#domain/accounts/index.server.ts';
import { found, whoIs, askIfAllowed } from '../../ask.ts';
import { spanOf } from '../../money/book.ts';
import { holdsAnywhere } from '../../rail.ts';
import { askBook, officeHere } from '../office.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const here = await officeHere(event);
  const { from, to } = spanOf(event.url);
  const organisation = await askIfAllowed<OrgCard>(event, 'org.get');
  const years = found(await askBook<YearRow[] | null>(event, here, ['years']));
  // the opening is the one journal before the first day
  const before = { to: here.card.booksFromOn, type: 'journal' as const, state: 'posted' as const, limit: 50 };
  const { rows } = found(await askBook<VoucherPage | null>(event, here, ['vouchers', before]));
  return {
    ...{ asked: here.asked, from, to, company: here.card.name ?? organisation?.name ?? '' },
    vouchers: years.reduce((sum, year) => sum + year.vouchers, 0),
    opening: rows.find((row) => row.purpose === 'opening')?.voucherId ?? null,
    booksFromOn: here.card.booksFromOn,
    maySetUp: holdsAnywhere(whoIs(event), 'accounts.setup'),
    mayLeave: holdsAnywhere(whoIs(event), 'ledger.read'),
  };
};
