import type { OnDay, Overdue, Portfolio, Ratios, RatiosBy, Vintage } from '#domain/loans/index.server.ts';
import { addMonths, addDays, dayInIndia, monthOf, type IsoDate } from '#platform/dates.ts';
import { ask } from '../ask.ts';
import { askedOf } from './asked.ts';
import { portfolioOnMap } from './district-map.server.ts';
import type { PageServerLoad } from './$types';

/** Ratios are of whole months: the last twelve that are over by that day, or this one with the eleven before. */
function twelveMonths(on: IsoDate, today: IsoDate): { from: IsoDate; to: IsoDate } {
  const isWhole = on === today || addDays(on, 1) === monthOf(addDays(on, 1));
  const to = isWhole ? on : addDays(monthOf(on), -1);
  return { from: monthOf(addMonths(to, -11)), to };
}

export const load: PageServerLoad = async (event) => {
  const today = dayInIndia(new Date());
  const { filter, by } = askedOf(event.url, today);
  const on = filter['on'] ?? today;
  const { on: _, ...rest } = filter;
  const year = { ...rest, ...twelveMonths(on, today) };
  return {
    on,
    today,
    by,
    isPart: Object.keys(rest).length > 0,
    portfolio: await ask<Portfolio>(event, 'loans.portfolio', { ...filter, by }),
    overdue: await ask<Overdue>(event, 'loans.overdue', filter),
    months: await ask<OnDay[]>(event, 'loans.portfolioOverTime', { ...filter, months: 12 }),
    ratios: await ask<Ratios>(event, 'loans.ratios', year),
    // only when it is asked for: it walks through every loan's days once more
    split: event.url.searchParams.has('rows') ? await ask<RatiosBy>(event, 'loans.ratiosBy', { ...year, by }) : null,
    map: await portfolioOnMap(event, filter),
    vintages: await ask<Vintage[]>(event, 'loans.vintages', { ...filter, months: 18 }),
  };
};
