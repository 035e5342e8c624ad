import type { WearPreview } from '#domain/accounts/index.server.ts';
import { CHART } from '#domain/ledger/index.ts';
import { dayInIndia, financialYear } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { whoIs } from '../../ask.ts';
import { holdsForAll } from '../../rail.ts';
import { headOptions, mastersOf, namesOf } from '../masters.server.ts';
import { askBook, officeHere } from '../office.server.ts';
import { acts } from './acts.server.ts';
import { registerOf } from './assets.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const office = await officeHere(event);
  const today = dayInIndia(new Date());
  const now = financialYear(today).year;
  const first = financialYear(office.card.booksFromOn).year;
  const given = Number(event.url.searchParams.get('year'));
  const years = Array.from({ length: now - first + 1 }, (_, at) => now - at);
  const year = years.includes(given) ? given : Math.max(first, now - 1);
  const masters = await mastersOf(event, office);
  const register = await registerOf(event, office);
  const classes = masters.heads.filter((head) => head.account === CHART.equipment && head.closedOn === null);
  const who = whoIs(event);
  return {
    ids: { wear: newId(), rate: newId() },
    asked: office.asked,
    today,
    ...register,
    valuePaise: register.rows.reduce((sum, row) => sum + row.bookValuePaise, 0),
    preview: await askBook<WearPreview>(event, office, ['wearPreview', { year }]),
    over: `${year + 1}-03-31` < today,
    years,
    names: namesOf(masters),
    classes: headOptions(classes, event.locals.language),
    mayWrite: holdsForAll(who, 'accounts.write'),
    maySetUp: holdsForAll(who, 'accounts.setup'),
  };
};

export const actions: Actions = acts;
