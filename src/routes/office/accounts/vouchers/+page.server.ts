import type { VoucherPage } from '#domain/accounts/index.server.ts';
import { VoucherType } from '#domain/accounts/index.ts';
import { isIsoDate } from '#platform/dates.ts';
import { isId } from '#platform/ids.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { whoIs } from '../../ask.ts';
import { afterOf } from '../../money/book.ts';
import { holdsForAll } from '../../rail.ts';
import { fundOptions, headOptions, mastersOf, programmeOptions } from '../masters.server.ts';
import { askBook, officeHere } from '../office.server.ts';
import type { PageServerLoad } from './$types';

const FILTERS = ['state', 'type', 'from', 'to', 'head', 'fund', 'programme'];
const STATES = ['posted', 'waiting', 'sent_back', 'reversed'];

export const load: PageServerLoad = async (event) => {
  const office = await officeHere(event);
  const { q, filters } = readTableQuery(event.url, { sortable: [], sort: '', filters: FILTERS });
  const id = (text = '') => (isId(text) ? text : undefined);
  const day = (text = '') => (isIsoDate(text) ? text : undefined);
  const page = await askBook<VoucherPage>(event, office, [
    'vouchers',
    {
      text: q.slice(0, 80) || undefined,
      state: STATES.find((one) => one === filters.state),
      type: VoucherType.options.find((one) => one === filters.type),
      from: day(filters.from),
      to: day(filters.to),
      headId: id(filters.head),
      fundId: id(filters.fund),
      programmeId: id(filters.programme),
      after: afterOf(event.url),
    },
  ]);
  const masters = await mastersOf(event, office);
  const { language } = event.locals;
  return {
    asked: office.asked,
    q,
    filters,
    page,
    waiting: office.card.waiting,
    heads: headOptions(masters.heads, language),
    funds: fundOptions(masters.funds, language),
    programmes: programmeOptions(masters.programmes, language),
    mayWrite: holdsForAll(whoIs(event), 'accounts.write'),
  };
};
