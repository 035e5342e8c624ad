import type { PortfolioLoans } from '#domain/loans/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask } from '../../ask.ts';
import { askedOf, PARAMETERS } from '../asked.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const today = dayInIndia(new Date());
  const { filter, age, riskDays } = askedOf(event.url, today);
  const query = readTableQuery(event.url, { sortable: [], sort: '', filters: [...PARAMETERS, 'on', 'age', 'risk'] });
  const list = await ask<PortfolioLoans>(event, 'loans.portfolioLoans', {
    ...filter,
    ...(age && { age }),
    ...(riskDays && { riskDays }),
    limit: query.size,
    offset: (query.page - 1) * query.size,
  });
  return { query, list, on: filter['on'] ?? today, age, riskDays };
};
