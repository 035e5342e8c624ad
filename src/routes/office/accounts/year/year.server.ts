/** The years of a book, and what closing the next one would carry. */
import type {
  IncomeAndExpenditure,
  MasterLists,
  VoucherPage,
  WearPreview,
  YearRow,
} from '#domain/accounts/index.server.ts';
import { CHART } from '#domain/ledger/index.ts';
import { dayInIndia, financialYear } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { found, whoIs } from '../../ask.ts';
import { holdsAnywhere } from '../../rail.ts';
import { askBook, officeHere } from '../office.server.ts';
import type { PageServerLoadEvent } from './$types';

type Event = PageServerLoadEvent;
/** Funds a surplus may go to. */
const TAKES_SURPLUS: readonly string[] = [CHART.corpus, CHART.retainedSurplus, CHART.socialFund];

export async function yearPage(event: Event) {
  const here = await officeHere(event);
  const years = found(await askBook<YearRow[] | null>(event, here, ['years']));
  const closed = new Set(years.filter((one) => one.closedAt !== null).map((one) => one.year));
  const today = dayInIndia(new Date());
  const firstYear = financialYear(here.card.booksFromOn).year;
  let next = firstYear;
  while (closed.has(next)) next += 1;
  const span = { from: `${next}-04-01`, to: `${next + 1}-03-31` };
  const account = found(await askBook<IncomeAndExpenditure | null>(event, here, ['incomeAndExpenditure', span]));
  const wear = found(await askBook<WearPreview | null>(event, here, ['wearPreview', { year: next }]));
  const waiting = found(
    await askBook<VoucherPage | null>(event, here, [
      'vouchers',
      { state: 'waiting' as const, to: span.to, limit: 100 },
    ]),
  );
  const { heads } = found(await askBook<MasterLists | null>(event, here, ['masters', { on: span.to }]));
  const who = whoIs(event);
  return {
    ...{
      asked: here.asked,
      years: years.filter((one) => one.year >= firstYear).toReversed(),
      closeId: newId(),
      reopenId: newId(),
    },
    next: {
      ...{ year: next, ...span, isOver: span.to < today },
      incomePaise: account.incomePaise,
      expensePaise: account.expensePaise,
      surplusPaise: account.surplusPaise,
      waiting: waiting.rows.length,
      wearPaise: wear.wearPaise,
    },
    funds: heads
      .filter((head) => TAKES_SURPLUS.includes(head.account) && head.closedOn === null)
      .map((head) => ({ id: head.headId, names: { en: head.nameEn, hi: head.nameHi, ur: head.nameUr } })),
    lastClosed: closed.size === 0 ? null : Math.max(...closed),
    mayClose: holdsAnywhere(who, 'accounts.close'),
    mayReopen: holdsAnywhere(who, 'accounts.reopen'),
  };
}
