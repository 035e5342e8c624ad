import type { Plan } from '#app/audit-pack/index.server.ts';
import { dayInIndia, financialYear } from '#platform/dates.ts';
import { isId, newId } from '#platform/ids.ts';
import { ask } from '../../ask.ts';
import { books, mayOf } from '../audit.ts';
import type { PageServerLoad } from './$types';

/** The year that ended last stands first: that is the one an auditor comes for. */
export const load: PageServerLoad = async (event) => {
  const asked = Number(event.url.searchParams.get('year'));
  const year = asked >= 1990 && asked <= 2100 ? asked : financialYear(dayInIndia(new Date())).year - 1;
  const bookId = event.url.searchParams.get('book');
  const of = { year, bookId: isId(bookId) ? bookId : null };
  const plan = await ask<Plan>(event, 'pack.plan', of);
  const { from, to } = plan;
  const exceptions = await ask<Record<string, number>>(event, 'audit.exceptionCounts', {
    ...(of.bookId ? { bookId: of.bookId } : {}),
    ...{ from, to },
  });
  const offices = plan.books.filter((book) => book.isOffice).length;
  return {
    ...{ ...of, may: mayOf(event), formId: newId(), from, to, billBytes: plan.billBytes },
    years: plan.years.includes(year) ? plan.years : [year, ...plan.years],
    books: await books(event),
    counts: {
      ...{ office: offices, groups: plan.books.length - offices, vouchers: plan.vouchers, bills: plan.bills },
      minutes: plan.books.reduce((sum, book) => sum + book.meetings, 0),
      exceptions: Object.values(exceptions).reduce((sum, count) => sum + count, 0),
      ...{ samples: plan.sampleIds.length, queries: plan.queryIds.length, confirmations: plan.batchIds.length },
      proof: plan.books.length,
    },
  };
};
