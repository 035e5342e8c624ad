import type { OpenAdvances } from '#domain/accounts/index.server.ts';
import { CHART } from '#domain/ledger/index.ts';
import { dayInIndia, isIsoDate } from '#platform/dates.ts';
import { whoIs } from '../../ask.ts';
import { holdsForAll } from '../../rail.ts';
import { mastersOf, namesOf } from '../masters.server.ts';
import { askBook, officeHere } from '../office.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const office = await officeHere(event);
  const given = event.url.searchParams.get('to');
  const asOf = isIsoDate(given) ? given : dayInIndia(new Date());
  const known = event.url.searchParams.get('known');
  const asKnownOn = isIsoDate(known) ? known : null;
  const { rows, ...advances } = await askBook<OpenAdvances>(event, office, ['openAdvances', { asOf, asKnownOn }]);
  const masters = await mastersOf(event, office);
  return {
    asked: office.asked,
    span: { to: asOf, known: asKnownOn },
    advances: { ...advances, rows: rows.toSorted((a, b) => b.days - a.days) },
    head: masters.heads.find((one) => one.account === CHART.advances && one.closedOn === null)?.headId ?? null,
    names: namesOf(masters),
    mayWrite: holdsForAll(whoIs(event), 'accounts.write'),
  };
};
