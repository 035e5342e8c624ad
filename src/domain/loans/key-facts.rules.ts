/**
 * The Key Facts Statement of an offer: Part 1, Part 2, the sheet the yearly cost is reckoned on, the whole schedule. Data without words,
 * so that one hash stands for the same statement in three languages, on a screen, on paper and on a phone without network.
 */
import { canonicalJson } from '#platform/canonical.ts';
import { addDays, daysBetween, weekdayOf, type IsoDate } from '#platform/dates.ts';
import { sumPaise } from '#platform/money.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import { costOfLoan, type YearlyCost } from './cost.rules.ts';
import type { KeyFactsTerms, KeyFactsWay } from './key-facts.model.ts';
import type { Due, PlannedPart } from './life.model.ts';
import {
  instalmentPaise,
  type Charge,
  type Instalment,
  type LoanMethod,
  type ProductTerms,
  type Schedule,
} from './model.ts';
import type { LoanOffer } from './offer.rules.ts';
import { scheduleOf } from './schedule.rules.ts';
import { waitsIn, type Waits } from './waits.rules.ts';

export type InThreeScripts = { readonly en: string; readonly hi: string | null; readonly ur: string | null };
/** Who, what and when beside the figures. */
export type KeyFactsOf = {
  /** Of this offer alone: number of the loan and of the offer. */
  readonly proposal: string;
  readonly madeOn: IsoDate;
  readonly lender: InThreeScripts;
  readonly borrower: InThreeScripts;
  /** Of a borrower that is an enterprise: who owns it that day, with each one's part. */
  readonly owners?: readonly { readonly names: InThreeScripts; readonly shareBps: number }[];
  readonly product: InThreeScripts;
  readonly terms: KeyFactsTerms;
};
/** One way of reckoning interest at the quoted rate, in rupees. */
export type WayOfInterest = {
  readonly method: LoanMethod;
  readonly firstPaise: number;
  readonly interestPaise: number;
  /** Rows alone, without what is kept back at paying out. */
  readonly payablePaise: number;
  readonly yearlyCost: YearlyCost;
};
export type KeyFactsForm = 1 | 2;
export type KeyFacts = KeyFactsOf & {
  /** Of this layout; a change of what is said is another number. 2 says what first rows that wait come to: only loans with such rows have it. */
  readonly form: KeyFactsForm;
  /** Of form 2 alone. */
  readonly waits?: Waits;
  readonly validUntil: IsoDate;
  readonly coolingOffUntil: IsoDate | null;
  readonly loan: Pick<ProductTerms, 'principalPaise' | 'method' | 'rate' | 'interval' | 'instalments' | 'dayCount'> & {
    readonly disburseOn: IsoDate;
    readonly firstDueOn: IsoDate;
    readonly lastDueOn: IsoDate;
    /** From the money to the first and to the last instalment. */
    readonly daysToFirst: number;
    readonly days: number;
    readonly rounding: ProductTerms['rounding'];
    readonly grace: ProductTerms['grace'] | null;
  };
  /** What she pays each time; `isEqual` when all rows but the last ask the same. */
  readonly instalment: {
    readonly count: number;
    readonly firstPaise: number;
    readonly lastPaise: number;
    readonly isEqual: boolean;
  };
  readonly charges: readonly Charge[];
  readonly contingent: LoanOffer['contingent'];
  readonly sheet: {
    readonly principalPaise: number;
    readonly lenderChargesPaise: number;
    readonly thirdChargesPaise: number;
    /** Of both, what is laid on the instalments: it does not lessen what she receives. */
    readonly spreadChargesPaise: number;
    /** What the yearly cost is reckoned on: the loan without charges kept back or paid at once, whoever receives them. */
    readonly netPaise: number;
    readonly inHandPaise: number;
    readonly interestPaise: number;
    readonly payablePaise: number;
    readonly totalCostPaise: number;
    readonly yearlyCost: YearlyCost;
  };
  readonly groupWords: LoanOffer['groupWords'];
  /** Interest on the whole loan to its end, and interest on what is still owed. Null where the terms cannot be reckoned flat. */
  readonly sideBySide: { readonly flat: WayOfInterest; readonly declining: WayOfInterest } | null;
  readonly rows: readonly Instalment[];
  /** When it leaves in parts, which the rows assume; absent when it leaves at once. */
  readonly parts?: readonly PlannedPart[];
};

/** What the offer alone says, without who and without the statement's own days: the agreement that is signed says the same. */
export type LoanFacts = Omit<KeyFacts, keyof KeyFactsOf | 'form' | 'validUntil' | 'coolingOffUntil'>;

/** Saturdays and Sundays do not count against her: some are working days of a bank, none of a household's. */
export function afterWorkingDays(from: IsoDate, count: number): IsoDate {
  let day = from;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (weekdayOf(day) % 6 !== 0) left -= 1;
  }
  return day;
}

/** Least validity of an offer by the circular: 3 working days, 1 for a loan of less than 7 days. */
export const LEAST_VALID_WORKING_DAYS: readonly {
  readonly fromOn: IsoDate;
  readonly tenorDays: number;
  readonly workingDays: number;
}[] = [
  { fromOn: '2024-04-15', tenorDays: 7, workingDays: 3 },
  { fromOn: '2024-04-15', tenorDays: 0, workingDays: 1 },
];

/** Refuses `loans.key_facts_validity` {least}: a product's statement that stands shorter than the circular wants. */
export function judgeKeyFactsTerms(terms: KeyFactsTerms, tenorDays: number): Ruling<true> {
  const least = LEAST_VALID_WORKING_DAYS.find((one) => tenorDays >= one.tenorDays)?.workingDays ?? 1;
  return terms.validWorkingDays < least ? ruledOut('loans.key_facts_validity', { least }) : ruled(true);
}

/**
 * Everything she is told before she signs; the rows are those of the offer, never reckoned anew.
 * @param newest the form of a statement shown before, which stays what it was
 */
export function keyFacts(offer: LoanOffer, of: KeyFactsOf, newest: KeyFactsForm = 2): KeyFacts {
  const facts = loanFacts(offer, newest);
  return {
    ...of,
    form: facts.waits ? 2 : 1,
    ...facts,
    validUntil: afterWorkingDays(of.madeOn, of.terms.validWorkingDays),
    coolingOffUntil: of.terms.coolingOffDays > 0 ? addDays(offer.contract.disburseOn, of.terms.coolingOffDays) : null,
  };
}

/** The figures of an offer, with the rows as they are in it. */
export function loanFacts(offer: LoanOffer, newest: KeyFactsForm = 2): LoanFacts {
  const waits = newest === 2 ? waitsIn(offer) : null;
  const { terms, schedule, contract } = offer;
  const rows = schedule.instalments;
  const charges: Charge[] = [
    ...(terms.feePaise > 0
      ? [{ kind: 'processing', payee: 'lender', when: 'deducted', paise: terms.feePaise } as const]
      : []),
    ...(terms.charges ?? []),
  ];
  const sumOf = (which: (one: Charge) => boolean) => sumPaise(charges.filter(which).map((one) => one.paise));
  const { principalPaise, method, rate, interval, instalments, dayCount, rounding, grace = null } = terms;
  const { disburseOn } = contract;
  const { firstDueOn, lastDueOn } = offer;
  const amounts = rows.map(instalmentPaise);
  return {
    ...(waits && { waits }),
    loan: {
      ...{ principalPaise, method, rate, interval, instalments, dayCount, rounding, grace },
      ...{ disburseOn, firstDueOn, lastDueOn },
      daysToFirst: daysBetween(disburseOn, firstDueOn),
      days: daysBetween(disburseOn, lastDueOn),
    },
    instalment: {
      count: rows.length,
      firstPaise: amounts[0] ?? 0,
      lastPaise: amounts.at(-1) ?? 0,
      isEqual: amounts.slice(0, -1).every((one) => one === amounts[0]),
    },
    charges,
    contingent: offer.contingent,
    sheet: {
      principalPaise,
      lenderChargesPaise: sumOf((one) => one.payee === 'lender'),
      thirdChargesPaise: sumOf((one) => one.payee === 'third'),
      spreadChargesPaise: sumOf((one) => one.when === 'spread'),
      netPaise: principalPaise - sumOf((one) => one.when !== 'spread'),
      inHandPaise: offer.netPaise,
      interestPaise: schedule.totals.interestPaise,
      payablePaise: schedule.totals.payablePaise,
      totalCostPaise: offer.totalCostPaise,
      yearlyCost: offer.yearlyCost,
    },
    groupWords: offer.groupWords,
    // a flat loan leaves at once: of one in parts there is no other way to show
    sideBySide: contract.parts ? null : sideBySide(terms, disburseOn, contract.due),
    rows,
    ...(contract.parts && { parts: contract.parts }),
  };
}

/** The same money at the same quoted rate, both ways: what "flat" costs is seen in rupees, not guessed from a percentage. */
function sideBySide(terms: ProductTerms, disburseOn: IsoDate, due: Due): KeyFacts['sideBySide'] {
  const { fixedPaise: _fixed, bulletInterest: _bullet, ...plain } = terms;
  const by = (wanted: ProductTerms): WayOfInterest | null => {
    const made = scheduleOf(wanted, disburseOn, due);
    return made.ok ? wayOf(wanted, made.value) : null;
  };
  const flat = by({ ...plain, method: 'FLAT' });
  const declining = by(terms.method === 'FLAT' ? { ...plain, method: 'EMI', residue: 'last' } : terms);
  return flat && declining ? { flat, declining } : null;
}

const wayOf = (terms: ProductTerms, schedule: Schedule): WayOfInterest => ({
  method: terms.method,
  firstPaise: schedule.instalments[0] ? instalmentPaise(schedule.instalments[0]) : 0,
  interestPaise: schedule.totals.interestPaise,
  payablePaise: schedule.totals.payablePaise,
  yearlyCost: costOfLoan(terms, schedule),
});

/** The bytes a statement is known by: whoever hashes what was shown (sha256) finds the same in every language. */
export const keyFactsBody = (facts: KeyFacts): string => canonicalJson(facts);

/** Refuses `loans.key_facts_other` (another statement than this was shown), `loans.key_facts_over` {validUntil}, `loans.witness_missing`. */
export function judgeAcknowledgement(of: {
  readonly facts: KeyFacts;
  readonly hash: string;
  readonly shownHash: string;
  readonly way: KeyFactsWay;
  readonly witness: string | null;
  readonly today: IsoDate;
}): Ruling<true> {
  if (of.hash !== of.shownHash) return ruledOut('loans.key_facts_other', {});
  if (of.today > of.facts.validUntil) return ruledOut('loans.key_facts_over', { validUntil: of.facts.validUntil });
  if (of.way === 'thumb' && of.witness === null) return ruledOut('loans.witness_missing', {});
  return ruled(true);
}
