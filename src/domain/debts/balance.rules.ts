/**
 * What she owes a lender on a day, by what was agreed and what she paid. Interest of a month falls due at the end of that month, or at
 * its beginning when it is taken first; months keep the day of the first one (31 Jan, 28 Feb, 31 Mar). Interest is simple: what is not
 * paid is owed apart and bears none. A payment goes to interest first, then to the principal. Each month's interest is rounded half up
 * to the paisa. FLAT debts and collections owe the whole agreed sum from the first day on.
 */
import { addMonths, type IsoDate } from '#platform/dates.ts';
import { yearlyCost, type YearlyCost } from '#domain/loans/index.ts';
import type { Obligation } from '#domain/obligations/index.ts';
import type { DebtTerms, NewDebt } from './model.ts';

export type Agreed = Pick<NewDebt, 'borrowedOn' | 'principalPaise' | 'keptBackPaise' | 'terms'>;
export type Payment = { readonly paidOn: IsoDate; readonly amountPaise: number };
export type Balance = {
  readonly principalPaise: number;
  readonly interestPaise: number;
  /** What would clear it on this day. */
  readonly owedPaise: number;
  readonly paidPaise: number;
};

const halfUp = (paise: number, bps: number): number => Number((BigInt(paise) * BigInt(bps) * 2n + 10_000n) / 20_000n);
/** Interest of one month on a standing sum. */
export const monthInterest = (principalPaise: number, rateBps: number): number => halfUp(principalPaise, rateBps);

/** Everything that a debt of fixed parts will ask, from first to last. */
const agreedTotal = ({ principalPaise, terms }: Agreed): number =>
  terms.way === 'collection'
    ? terms.amountPaise * terms.times
    : terms.way === 'flat'
      ? principalPaise + halfUp(principalPaise, terms.rateBps * terms.months)
      : principalPaise;

/** @param payments in any order; those after `on` are left out */
export function balanceOn(agreed: Agreed, payments: readonly Payment[], on: IsoDate): Balance {
  const past = payments.filter((one) => one.paidOn <= on).sort((a, b) => (a.paidOn < b.paidOn ? -1 : 1));
  const paidPaise = past.reduce((sum, one) => sum + one.amountPaise, 0);
  if (agreed.terms.way === 'flat' || agreed.terms.way === 'collection') {
    const owedPaise = Math.max(0, agreedTotal(agreed) - paidPaise);
    return { principalPaise: owedPaise, interestPaise: 0, owedPaise, paidPaise };
  }
  const standing = { principal: agreed.principalPaise, interest: 0 };
  let at = 0;
  for (const due of interestDays(agreed, on)) {
    for (; at < past.length && past[at]!.paidOn < due; at += 1) take(standing, past[at]!.amountPaise);
    standing.interest += monthInterest(standing.principal, agreed.terms.rateBps);
  }
  for (; at < past.length; at += 1) take(standing, past[at]!.amountPaise);
  const { principal, interest } = standing;
  return { principalPaise: principal, interestPaise: interest, owedPaise: principal + interest, paidPaise };
}

function take(standing: { principal: number; interest: number }, paise: number): void {
  const toInterest = Math.min(paise, standing.interest);
  standing.interest -= toInterest;
  standing.principal -= Math.min(paise - toInterest, standing.principal);
}

const takenFirst = (terms: DebtTerms): boolean => terms.way === 'per_hundred' && terms.interestFirst;

/** Days up to `on` on which a month's interest falls due; the one taken when the money was handed over is paid already. */
function* interestDays({ borrowedOn, terms }: Agreed, on: IsoDate): Generator<IsoDate> {
  for (let month = 1; month <= 1200; month += 1) {
    const due = addMonths(borrowedOn, month);
    // taken first: the day a month begins asks nothing of her who pays it all back on that day
    if (takenFirst(terms) ? due >= on : due > on) return;
    yield due;
  }
}

/** Whole months from `on` to a last day, at least 0. */
export function monthsUntil(dueOn: IsoDate, on: IsoDate): number {
  const [y, m, d] = dueOn.split('-').map(Number) as [number, number, number];
  const [y0, m0, d0] = on.split('-').map(Number) as [number, number, number];
  return Math.max(0, (y - y0) * 12 + m - m0 - (d < d0 ? 1 : 0));
}

/** What this lender asks each month, for the repayment test: as agreed, on what stands today. */
export function obligationOf(
  { terms, principalPaise, ...rest }: Agreed,
  { owed, on }: { owed: Balance; on: IsoDate },
): Obligation {
  if (terms.way === 'collection') {
    const amountPaise = Math.min(terms.amountPaise, owed.owedPaise);
    return { kind: 'instalments', amountPaise, unit: terms.unit, every: 1 };
  }
  if (terms.way === 'flat') {
    const amountPaise = Math.min(flatPart({ terms, principalPaise, ...rest }), owed.owedPaise);
    return { kind: 'instalments', amountPaise, unit: 'month', every: 1 };
  }
  const interestPaise = monthInterest(owed.principalPaise, terms.rateBps);
  const monthsLeft = terms.dueOn === null ? null : monthsUntil(terms.dueOn, on);
  if (terms.way === 'pledge') {
    const left = monthsLeft ?? OPEN_MONTHS;
    return { kind: 'bullet', totalPaise: owed.owedPaise + interestPaise * left, monthsLeft: left };
  }
  if (terms.usualPaise !== null && monthsLeft === null)
    return {
      kind: 'instalments',
      amountPaise: Math.min(terms.usualPaise, owed.owedPaise + interestPaise),
      unit: 'month',
      every: 1,
    };
  const { principalPaise: standing } = owed;
  return { kind: 'interest_only', interestPaise, unit: 'month', every: 1, principalPaise: standing, monthsLeft };
}

/** A pledge or loan without a last day is taken to run a year (house): for its monthly share and its yearly cost. */
export const OPEN_MONTHS = 12;

export const flatPart = (agreed: Agreed): number =>
  agreed.terms.way === 'flat' ? Math.ceil(agreedTotal(agreed) / agreed.terms.months) : 0;

/** The true yearly cost, nominal as in the Key Facts Statement, of the debt as it was agreed: on what she really got in her hand. */
export function costOfDebt(agreed: Agreed): YearlyCost {
  const { terms, principalPaise, keptBackPaise, borrowedOn } = agreed;
  const got = principalPaise - keptBackPaise;
  if (terms.way === 'collection') {
    const times = Array.from({ length: terms.times }, () => -terms.amountPaise);
    return yearlyCost([got, ...times], terms.unit === 'day' ? 365 : 52);
  }
  if (terms.way === 'flat') {
    const part = flatPart(agreed);
    const rest = agreedTotal(agreed) - part * (terms.months - 1);
    return yearlyCost(
      [got, ...Array.from({ length: terms.months }, (_, k) => -(k === terms.months - 1 ? rest : part))],
      12,
    );
  }
  const interest = monthInterest(principalPaise, terms.rateBps);
  const months = Math.max(1, terms.dueOn === null ? OPEN_MONTHS : monthsUntil(terms.dueOn, borrowedOn));
  const flows = Array.from({ length: months + 1 }, () => 0);
  flows[0] = got;
  for (let month = 1; month <= months; month += 1) {
    const at = terms.way === 'pledge' ? months : takenFirst(terms) ? month - 1 : month;
    flows[at] = (flows[at] ?? 0) - interest;
  }
  flows[months] = (flows[months] ?? 0) - principalPaise;
  return yearlyCost(flows, 12);
}

/** Lenders that answer to a regulator or to their members. */
const INSTITUTIONS: ReadonlySet<string> = new Set(['microfinance', 'bank', 'cooperative']);
export const isInstitution = (lenderKind: string): boolean => INSTITUTIONS.has(lenderKind);
