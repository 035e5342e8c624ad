import type { Arrears, OfficeLoanList, Products } from '#domain/loans/index.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask, whoIs } from '../ask.ts';
import { placeOptions } from '../places.ts';
import { holdsAnywhere, holdsForAll } from '../rail.ts';
import type { PageServerLoad } from './$types';

const SORTS = ['number', 'borrower', 'outstanding', 'late', 'next'];
const STAGES = ['applied', 'appraised', 'approved', 'rejected', 'withdrawn', 'active', 'closed', 'written_off'];

export const load: PageServerLoad = async (event) => {
  const filters = ['status', 'product', 'place', 'late'];
  const query = readTableQuery(event.url, { sortable: SORTS, sort: '-late', filters });
  const { status, product, place, late } = query.filters;
  const isId = (text: string | undefined) => text !== undefined && /^[0-9a-f-]{36}$/.test(text);
  const list = await ask<OfficeLoanList>(event, 'loans.list', {
    ...(query.q && { q: query.q.slice(0, 80) }),
    ...(status && STAGES.includes(status) && { status }),
    ...(isId(product) && { productId: product }),
    ...(isId(place) && { placeId: place }),
    ...(late && /^[1-9]\d{0,3}$/.test(late) && { lateDays: Number(late) }),
    sort: query.sort,
    descending: query.descending,
    limit: query.size,
    offset: (query.page - 1) * query.size,
  });
  const { rows: products } = await ask<Products>(event, 'loans.products');
  const waiting = await ask<OfficeLoanList>(event, 'loans.list', { status: 'applied', limit: 1 });
  return {
    query,
    list,
    arrears: await ask<Arrears>(event, 'loans.arrears'),
    waiting: waiting.total,
    products: products.map((one) => ({ value: one.productId, label: one.code })),
    places: await placeOptions(event),
    seesAll: holdsForAll(whoIs(event), 'loans.read'),
    seesCash: holdsForAll(whoIs(event), 'collections.read'),
    mayApply: holdsAnywhere(whoIs(event), 'loans.apply'),
  };
};
