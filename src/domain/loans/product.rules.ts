/** Whether a product may be offered, and the terms of a loan asked under it. */
import { weekdayOf, type IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import { dueDays } from './due-dates.rules.ts';
import { judgeKeyFactsTerms } from './key-facts.rules.ts';
import type { Due, LoanContract } from './life.model.ts';
import type { Charge, ProductTerms } from './model.ts';
import type { Asked, LoanBorrowerKind, ProductRules } from './product.model.ts';
import { scheduleOf } from './schedule.rules.ts';

/** Days of the shortest loan it allows: an instalment falls due at the end of a period. */
const shortestDays = ({ interval, leastInstalments }: ProductRules): number =>
  (interval.unit === 'week' ? 7 : 28) * interval.every * leastInstalments;

/**
 * Refuses `loans.product_limits`, `loans.grace_too_long` {instalments}, `loans.flat_not_capitalised`, `loans.early_fee_forbidden` (RBI directions on microfinance: no penalty on prepayment),
 * `loans.key_facts_terms_missing`, `loans.key_facts_validity` {least}.
 */
export function judgeProduct(rules: ProductRules): Ruling<true> {
  if (rules.leastPaise > rules.mostPaise || rules.leastInstalments > rules.mostInstalments)
    return ruledOut('loans.product_limits', {});
  const { grace, method, mostInstalments: instalments } = rules;
  if (grace && grace.moratoriumRows + grace.interestOnlyRows >= instalments)
    return ruledOut('loans.grace_too_long', { instalments });
  if (grace && grace.moratoriumRows > 0 && grace.moratoriumInterest === 'capitalised' && method === 'FLAT')
    return ruledOut('loans.flat_not_capitalised', {});
  if (rules.underDirections && rules.servicing.prepaymentFeeBps > 0) return ruledOut('loans.early_fee_forbidden', {});
  if (rules.needsKeyFacts && !rules.keyFacts) return ruledOut('loans.key_facts_terms_missing', {});
  if (rules.keyFacts) return judgeKeyFactsTerms(rules.keyFacts, shortestDays(rules));
  return ruled(true);
}

const isSunday = (on: IsoDate): boolean => weekdayOf(on) === 0;

/** The days of a loan: the first as asked, then by the product's interval, its anchor kept. */
export function dueOf(rules: ProductRules, { firstDueOn, instalments }: Asked): Due {
  const plan = {
    firstOn: firstDueOn,
    interval: rules.interval,
    holidayShift: rules.sunday,
    shiftedInterest: false,
  };
  const { shownOn, countedOn } = dueDays(plan, instalments, isSunday);
  return { shownOn: [...shownOn], countedOn: [...countedOn] };
}

const chargesOf = (rules: ProductRules, principalPaise: number): Charge[] =>
  rules.charges.flatMap(({ kind, payee, when, paise, bps }) => {
    const whole = paise + Number((BigInt(principalPaise) * BigInt(bps)) / 10_000n);
    return whole > 0 ? [{ kind, payee, when, paise: whole }] : [];
  });

/** All that a loan of this product would say of itself. */
export const termsOf = (rules: ProductRules, asked: Asked): ProductTerms => ({
  principalPaise: asked.principalPaise,
  method: rules.method,
  rate: rules.rate,
  instalments: asked.instalments,
  interval: rules.interval,
  dayCount: rules.dayCount,
  rounding: rules.rounding,
  interestRounding: rules.interestRounding,
  residue: rules.residue,
  feePaise: 0,
  ...(asked.fixedPaise !== null && { fixedPaise: asked.fixedPaise }),
  ...(rules.bulletInterest !== null && { bulletInterest: rules.bulletInterest }),
  ...(rules.firstPeriod !== null && { firstPeriod: rules.firstPeriod }),
  ...(rules.grace !== null && { grace: rules.grace }),
  charges: chargesOf(rules, asked.principalPaise),
});

/**
 * The contract a loan asked under a product would have. Refuses `loans.borrower_not_for_product`, `loans.amount_outside`
 * {leastPaise, mostPaise}, `loans.instalments_outside` {least, most}, `loans.charges_above_loan` and whatever `scheduleOf` refuses.
 */
export function contractFor(
  rules: ProductRules,
  asked: Asked,
  of: { readonly loanId: string; readonly borrowerKind: LoanBorrowerKind },
): Ruling<LoanContract> {
  const { leastPaise, mostPaise, leastInstalments: least, mostInstalments: most } = rules;
  if (!rules.borrowers.includes(of.borrowerKind)) return ruledOut('loans.borrower_not_for_product', {});
  if (asked.principalPaise < leastPaise || asked.principalPaise > mostPaise)
    return ruledOut('loans.amount_outside', { leastPaise, mostPaise });
  if (asked.instalments < least || asked.instalments > most)
    return ruledOut('loans.instalments_outside', { least, most });
  const terms = termsOf(rules, asked);
  const kept = (terms.charges ?? []).reduce((sum, one) => sum + (one.when === 'spread' ? 0 : one.paise), 0);
  if (kept >= terms.principalPaise) return ruledOut('loans.charges_above_loan', { chargesPaise: kept });
  const due = dueOf(rules, asked);
  const printed = scheduleOf(terms, asked.disburseOn, due);
  if (!printed.ok) return printed;
  return ruled({ loanId: of.loanId, terms, disburseOn: asked.disburseOn, due, servicing: rules.servicing });
}
