/** Words of the portfolio: bands of ageing, what loans are seen by, ratios with their definitions. */
import type { Dimension, Ratio } from '#domain/loans/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import { formatCount, formatMoney, formatMonth, moneyInSentence } from '#ui/format.ts';
import type { Language } from '#ui/languages.ts';
import { nameIn, type Named } from '#ui/office/names.ts';
import { wordFor, type Words } from '#ui/office/words.ts';
import { m } from '#ui/sentences/messages.js';

export const AGE_WORDS: Words = {
  current: m.portfolio_age_current,
  d30: m.portfolio_age_d30,
  d60: m.portfolio_age_d60,
  d90: m.portfolio_age_d90,
  d180: m.portfolio_age_d180,
  d365: m.portfolio_age_d365,
  older: m.portfolio_age_older,
};
export const BY_WORDS: Words = {
  lender: m.portfolio_by_lender,
  product: m.portfolio_by_product,
  place: m.portfolio_by_place,
  group: m.portfolio_by_group,
  officer: m.portfolio_by_officer,
  cohort: m.portfolio_by_cohort,
};
export const LENDER_WORDS: Words = { office: m.portfolio_lender_office, group: m.portfolio_lender_group };
export const RATIO_WORDS: Words = {
  on_time: m.portfolio_ratio_on_time,
  current_collection: m.portfolio_ratio_current_collection,
  write_off: m.portfolio_ratio_write_off,
  yield: m.portfolio_ratio_yield,
  provision_expense: m.portfolio_ratio_provision_expense,
  risk_coverage: m.portfolio_ratio_risk_coverage,
  reserve: m.portfolio_ratio_reserve,
  operating_expense: m.portfolio_ratio_operating_expense,
  cost_per_loan: m.portfolio_ratio_cost_per_loan,
  self_sufficiency: m.portfolio_ratio_self_sufficiency,
  rotation: m.portfolio_ratio_rotation,
  idle_cash: m.portfolio_ratio_idle_cash,
};
export const RATIO_DEFINITIONS: Words = {
  on_time: m.portfolio_ratio_on_time_definition,
  current_collection: m.portfolio_ratio_current_collection_definition,
  write_off: m.portfolio_ratio_write_off_definition,
  yield: m.portfolio_ratio_yield_definition,
  provision_expense: m.portfolio_ratio_provision_expense_definition,
  risk_coverage: m.portfolio_ratio_risk_coverage_definition,
  reserve: m.portfolio_ratio_reserve_definition,
  operating_expense: m.portfolio_ratio_operating_expense_definition,
  cost_per_loan: m.portfolio_ratio_cost_per_loan_definition,
  self_sufficiency: m.portfolio_ratio_self_sufficiency_definition,
  rotation: m.portfolio_ratio_rotation_definition,
  idle_cash: m.portfolio_ratio_idle_cash_definition,
};

export const DASH = '–';
/** One digit behind the point; what is undefined is a dash, never 0. */
export const percentOf = (part: number, whole: number): string =>
  whole > 0 ? `${((part / whole) * 100).toFixed(1)} %` : DASH;

export function ratioText({ code, value }: Ratio): string {
  if (value === null) return DASH;
  if (code === 'cost_per_loan') return formatMoney(Math.round(value / 100) * 100);
  return code === 'rotation' ? m.portfolio_times({ count: value.toFixed(2) }) : `${(value * 100).toFixed(1)} %`;
}
export const madeOf = ({ code, partPaise, whole }: Ratio, language: Language): string =>
  m.common_part_of_whole({
    part: moneyInSentence(partPaise, language),
    whole: code === 'cost_per_loan' ? formatCount(whole) : moneyInSentence(whole, language),
  });

/** A quarter by its first and last month. */
export const quarterName = (first: IsoDate, language: Language): string => {
  const last = `${first.slice(0, 5)}${String(Number(first.slice(5, 7)) + 2).padStart(2, '0')}-01`;
  return `${formatMonth(first, language).split(' ')[0]}–${formatMonth(last, language)}`;
};

type Row = { readonly key: string | null; readonly names: Named };
/** What a row of a breakdown is called. */
export const rowName = (by: Dimension, { key, names }: Row, language: Language): string =>
  key === null
    ? m.portfolio_key_none()
    : by === 'lender'
      ? wordFor(LENDER_WORDS, key)
      : by === 'cohort'
        ? quarterName(key, language)
        : nameIn(language, names).text;
