import type { OnDay, Overdue, Portfolio, Ratios, Vintage } from '#domain/loans/index.server.ts';
import { addMonths, addDays, dayInIndia } from '#platform/dates.ts';
import { ask } from '../ask.ts';
import { askedOf } from './asked.ts';
import { portfolioOnMap } from './district-map.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const today = dayInIndia(new Date());
  const { filter, by } = askedOf(event.url, today);
  const on = filter['on'] ?? today;
  const { on: _, ...rest } = filter;
  const period = { from: addDays(addMonths(on, -12), 1), to: on };
  return {
    on,
    today,
    by,
    isPart: Object.keys(rest).length > 0,
    portfolio: await ask<Portfolio>(event, 'loans.portfolio', { ...filter, by }),
    overdue: await ask<Overdue>(event, 'loans.overdue', filter),
    months: await ask<OnDay[]>(event, 'loans.portfolioOverTime', { ...filter, months: 12 }),
    ratios: await ask<Ratios>(event, 'loans.ratios', { ...rest, ...period }),
    map: await portfolioOnMap(event, filter),
    vintages: await ask<Vintage[]>(event, 'loans.vintages', { ...filter, months: 18 }),
  };
};
