/**
 * Everything a borrower must be told of a loan before she signs, from its contract alone: what a Key Facts Statement, a loan card and the
 * live figures of an application are made of. Pure, so that a phone without network says the same as the office's paper.
 */
import { canonicalJson } from '#platform/canonical.ts';
import { ruled, type Ruling } from '#platform/outcomes.ts';
import { costOfLoan, costOfParts, groupWords, netDisbursed, type YearlyCost } from './cost.rules.ts';
import type { LoanContract, PlannedPart, Servicing } from './life.model.ts';
import type { Charge, ProductTerms, Schedule } from './model.ts';
import { sumOf } from './run-state.rules.ts';
import { runAsPlanned } from './replay.rules.ts';
import { scheduleOf } from './schedule.rules.ts';

export type LoanOffer = {
  readonly contract: LoanContract;
  readonly terms: ProductTerms;
  readonly schedule: Schedule;
  readonly netPaise: number;
  /** Charges by who receives them; the statement shows them in two columns. */
  readonly lenderCharges: readonly Charge[];
  readonly thirdCharges: readonly Charge[];
  readonly chargesPaise: number;
  /** All she pays: rows, and what she pays in hand or has kept back at paying out. */
  readonly totalCostPaise: number;
  readonly yearlyCost: YearlyCost;
  readonly groupWords: ReturnType<typeof groupWords>;
  /** Charges that come only if something happens; never in the yearly cost. */
  readonly contingent: Pick<Servicing, 'penal' | 'prepaymentFeeBps' | 'payoff' | 'flatRebate' | 'undrawn'>;
  readonly firstDueOn: string;
  readonly lastDueOn: string;
};

/** Refuses what `scheduleOf` refuses. */
export function loanOffer(contract: LoanContract): Ruling<LoanOffer> {
  const { terms, servicing } = contract;
  const made = contract.parts
    ? plannedSchedule(contract, contract.parts)
    : scheduleOf(terms, contract.disburseOn, contract.due);
  if (!made.ok) return made;
  const schedule = made.value;
  const charges = terms.charges ?? [];
  const atPayOut = charges.filter((one) => one.when !== 'spread').reduce((sum, one) => sum + one.paise, terms.feePaise);
  const { penal, prepaymentFeeBps, payoff, flatRebate } = servicing;
  return ruled({
    contract,
    terms,
    schedule,
    netPaise: netDisbursed(terms),
    lenderCharges: charges.filter((one) => one.payee === 'lender'),
    thirdCharges: charges.filter((one) => one.payee === 'third'),
    chargesPaise: charges.reduce((sum, one) => sum + one.paise, terms.feePaise),
    totalCostPaise: schedule.totals.payablePaise + atPayOut,
    yearlyCost: contract.parts
      ? costOfParts(terms, schedule, { parts: contract.parts, due: contract.due })
      : costOfLoan(terms, schedule),
    groupWords: groupWords(terms.rate),
    contingent: {
      ...{ penal, prepaymentFeeBps, payoff, flatRebate },
      ...(contract.parts && { undrawn: servicing.undrawn ?? 'shorten' }),
    },
    firstDueOn: schedule.instalments[0]?.dueOn ?? contract.disburseOn,
    lastDueOn: schedule.instalments.at(-1)?.dueOn ?? contract.disburseOn,
  });
}

/** The rows she is asked when every part leaves as planned: before a part as drawn until then, after it anew. */
function plannedSchedule(contract: LoanContract, parts: readonly PlannedPart[]): Ruling<Schedule> {
  const run = runAsPlanned(contract, parts);
  if (!run.ok) return run;
  const { rows, levelPaise } = run.value;
  const instalments = rows.map(({ no, dueOn, asked: { principalPaise, interestPaise, feePaise } }) => ({
    ...{ no, dueOn, principalPaise, interestPaise },
    ...(feePaise > 0 && { feePaise }),
  }));
  const { principalPaise, interestPaise, feePaise } = sumOf(rows, (row) => row.asked);
  return ruled({
    levelPaise,
    instalments,
    capitalisedPaise: principalPaise - contract.terms.principalPaise,
    totals: { principalPaise, interestPaise, feePaise, payablePaise: principalPaise + interestPaise + feePaise },
  });
}

/** The bytes a signed loan is known by: its contract and every printed row. Their sha256 stands with the loan for good. */
export const offerBody = ({ contract, schedule }: LoanOffer): string =>
  canonicalJson({ contract, rows: schedule.instalments });
