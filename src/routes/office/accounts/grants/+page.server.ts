import { redirect } from '@sveltejs/kit';
import type { EarnedShare, FundRow } from '#domain/accounts/index.server.ts';
import { dayInIndia, financialYear } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { found, whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { spanOf } from '../../money/book.ts';
import { holdsAnywhere } from '../../rail.ts';
import { inBook } from '../office-book.ts';
import { askBook, officeHere } from '../office.server.ts';
import { HUB } from '../parts.ts';
import type { Actions, PageServerLoad } from './$types';

/** Years shown beside each other. */
const YEARS = 6;

export const load: PageServerLoad = async (event) => {
  const here = await officeHere(event);
  const span = spanOf(event.url);
  const at = { asOf: span.to, asKnownOn: span.known };
  const toYear = financialYear(span.to).year;
  const fromYear = Math.max(financialYear(here.card.booksFromOn).year, toYear - YEARS + 1);
  const years = { fromYear: Math.min(fromYear, toYear), toYear, asKnownOn: span.known };
  return {
    ...{ asked: here.asked, book: here.book, span },
    funds: found(await askBook<FundRow[] | null>(event, here, ['funds', at])),
    shares: found(await askBook<EarnedShare | null>(event, here, ['earnedShare', years])),
    mayWrite: holdsAnywhere(whoIs(event), 'accounts.write'),
    today: dayInIndia(new Date()),
    formId: newId(),
  };
};

export const actions: Actions = {
  use: async (event) => {
    const here = await officeHere(event);
    const sent = await readForm(event);
    const use = { ...here.body, upTo: sent.text('upTo'), voucherId: sent.id };
    const done = await sent.do('accounts.useGrants', use);
    return done.failed ?? redirect(303, inBook(here, `${HUB}/vouchers/${sent.id}`));
  },
};
