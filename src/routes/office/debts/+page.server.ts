import type { DebtFigures, RegisterRow } from '#domain/debts/index.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask, whoIs } from '../ask.ts';
import { holdsForAll } from '../rail.ts';
import type { PageServerLoad } from './$types';

const STATES = ['standing', 'paid', 'free', 'struck'];

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, { sortable: [], sort: 'on', filters: ['state'], size: 50 });
  const state = STATES.find((one) => one === query.filters.state);
  const text = query.q.slice(0, 80) || undefined;
  const register = await ask<{ rows: RegisterRow[]; total: number; hidden: number }>(event, 'debts.register', {
    ...(state ? { state } : {}),
    ...(text ? { text } : {}),
    page: Math.min(query.page, 10_000),
  });
  return {
    query,
    ...register,
    figures: await ask<DebtFigures>(event, 'debts.figures'),
    mayOffer: holdsForAll(whoIs(event), 'debts.setup'),
  };
};
