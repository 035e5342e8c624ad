/** What a loan would mean, shown before it is granted: the rate in the group's own words, its yearly cost, what is due when. */
import { costOfLoan, groupWords, scheduleOf, type Instalment, type LoanTerms } from '#domain/loans/index.ts';
import { dueDatesFor, rulesOn, usualTerms, type GroupContext, type MeetingSheet } from '#domain/meetings/index.ts';
import { formatBps } from '#ui/index.ts';

export type Meaning = {
  readonly terms: LoanTerms;
  readonly dueDates: readonly string[];
  /** Paise for each hundred rupees and month: how groups say a rate. */
  readonly aHundredPaise: number;
  readonly yearly: string | null;
  readonly first: readonly Instalment[];
  readonly count: number;
  readonly interestPaise: number;
  /** Of it, what rows that wait add to the balance. */
  readonly addedPaise: number;
};

/** Null when the amount and the number of instalments make no schedule. */
export function meaningOf(
  sheet: MeetingSheet,
  context: GroupContext,
  of: { principalPaise: number; instalments?: number },
): Meaning | null {
  const { cycle, loan } = rulesOn(context, sheet.heldOn);
  const terms = usualTerms(context, sheet.heldOn, of);
  if (of.principalPaise <= 0 || terms.instalments > loan.maxInstalments) return null;
  const dueDates = dueDatesFor(cycle, terms.interval, { from: sheet.heldOn, count: terms.instalments });
  const schedule = scheduleOf(terms, sheet.heldOn, dueDates);
  if (!schedule.ok) return null;
  const cost = costOfLoan(terms, schedule.value);
  const { instalments, totals, capitalisedPaise: addedPaise } = schedule.value;
  return {
    terms,
    dueDates,
    aHundredPaise: groupWords(terms.rate).paisePerHundredPerMonth,
    yearly: cost.kind === 'rate' ? formatBps(cost.nominalBps) : null,
    // the first that ask anything
    first: instalments.filter((row) => row.principalPaise + row.interestPaise > 0).slice(0, 3),
    count: instalments.length,
    interestPaise: totals.interestPaise + addedPaise,
    addedPaise,
  };
}
