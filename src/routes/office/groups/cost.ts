/** What a group's loan rules cost, in the group's own words and as a yearly rate. Pure: the form shows it while she types. */
import { costOfLoan, groupWords, scheduleOf, type LoanTerms } from '#domain/loans/index.ts';
import { addMonths, addDays } from '#platform/dates.ts';
import { formatPaise } from '#platform/money.ts';

type LoanRules = Pick<
  LoanTerms,
  'method' | 'rate' | 'interval' | 'dayCount' | 'rounding' | 'interestRounding' | 'feePaise'
> & {
  readonly usualInstalments: number;
  readonly grace?: LoanTerms['grace'] | null;
};
const FROM = '2026-01-01';
/** A usual loan to compare by: ten thousand rupees. */
const SAMPLE_PAISE = 1_000_000;

export function costOfRules(loan: LoanRules): { readonly rupeesPerHundred: string; readonly yearlyBps: number | null } {
  const { usualInstalments: instalments, grace, ...rest } = loan;
  const terms: LoanTerms = {
    ...rest,
    ...(grace && { grace }),
    principalPaise: SAMPLE_PAISE,
    instalments,
    residue: 'last',
  };
  const step = (k: number) => loan.interval.every * (k + 1);
  const dueDates = Array.from({ length: instalments }, (_, k) =>
    loan.interval.unit === 'week' ? addDays(FROM, 7 * step(k)) : addMonths(FROM, step(k)),
  );
  const schedule = scheduleOf(terms, FROM, dueDates);
  const cost = schedule.ok ? costOfLoan(terms, schedule.value) : null;
  return {
    rupeesPerHundred: formatPaise(groupWords(loan.rate).paisePerHundredPerMonth, { sign: false }),
    yearlyBps: cost?.kind === 'rate' ? cost.nominalBps : null,
  };
}
