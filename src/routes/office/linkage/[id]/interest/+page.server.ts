import { redirect } from '@sveltejs/kit';
import type { InterestPage, PlanPage } from '#domain/linkage/index.server.ts';
import { INTEREST_BASES, INTEREST_FROM, SAVINGS_PRODUCTS, type SavingsProduct } from '#domain/linkage/index.ts';
import { addMonths, dayInIndia, financialYear, isIsoDate, monthOf } from '#platform/dates.ts';
import { readDigits } from '#platform/digits.ts';
import { newId } from '#platform/ids.ts';
import { parseRupees } from '#platform/money.ts';
import { ask, found, onlyWithAny } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Percent as typed, in basis points; null for an empty field. */
function rateOf(text: string): number | null {
  const percent = Number(readDigits(text).replace('٫', '.'));
  return text.trim() === '' || !Number.isFinite(percent) ? null : Math.round(percent * 100);
}
const productsOf = (text: string | null): SavingsProduct[] => {
  const one = SAVINGS_PRODUCTS.find((product) => product === text);
  return one ? [one] : [...SAVINGS_PRODUCTS];
};
/** The key as the address says it; left out: this financial year's whole months at four percent. */
function keyOf(given: (name: string) => string | null, today: string) {
  const from = given('from');
  const start = isIsoDate(from) ? monthOf(from) : financialYear(addMonths(today, -1)).from;
  const whole = Math.min(12, monthsBetween(start, monthOf(today)));
  const months = Number(readDigits(given('months') ?? '')) || Math.max(1, whole);
  const sum = parseRupees(given('sum') ?? '') || null;
  const rateBps = rateOf(given('rate') ?? (sum === null ? '4' : ''));
  return {
    ...{ from: start, months: Math.min(24, Math.max(1, Math.trunc(months))), rateBps, totalPaise: sum },
    base: INTEREST_BASES.find((one) => one === given('base')) ?? INTEREST_BASES[0],
    products: productsOf(given('products')),
  };
}
const monthsBetween = (from: string, to: string): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));

export const load: PageServerLoad = async (event) => {
  onlyWithAny(event, 'linkage.share');
  const groupId = event.params.id;
  const today = dayInIndia(new Date());
  const key = keyOf((name) => event.url.searchParams.get(name), today);
  const { names, members, decisions } = found(await ask<PlanPage | null>(event, 'linkage.plan', { groupId }));
  return {
    ...{ groupId, names, members, decisions, key, today, formId: newId(), backId: newId() },
    page: found(await ask<InterestPage | null>(event, 'linkage.interest', { groupId, ...key })),
  };
};

export const actions: Actions = {
  put: async (event) => {
    const sent = await readForm(event);
    const groupId = event.params.id;
    const [meetingId = '', no = ''] = sent.text('decision').split(':');
    const key = keyOf((name) => sent.text(name), sent.text('on'));
    const done = await sent.do('linkage.postInterest', {
      ...{ interestId: sent.id, groupId, ...key, on: sent.text('on'), meetingId, decisionNo: Number(no) },
      paidFrom: INTEREST_FROM.find((one) => one === sent.text('paidFrom')) ?? sent.text('paidFrom'),
      expectedPaise: sent.whole('expected'),
    });
    return done.failed ?? redirect(303, `/office/linkage/${groupId}/interest`);
  },
  back: async (event) => {
    const sent = await readForm(event);
    const groupId = event.params.id;
    const done = await sent.do('linkage.takeBackInterest', {
      ...{ groupId, interestId: sent.text('interestId'), reason: sent.text('reason') },
      on: dayInIndia(new Date()),
    });
    return done.failed ?? redirect(303, `/office/linkage/${groupId}/interest`);
  },
};
