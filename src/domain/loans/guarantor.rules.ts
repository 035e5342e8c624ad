/** Who may stand for a loan, when, and when enough have said so. */
import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { AnyGuarantor, GuarantorYes } from './guarantor.model.ts';
import type { LoanStage } from './stages.rules.ts';

/** More names than that make nobody answer for anything. */
export const MOST_GUARANTORS = 5;
/** Once money has left, who stands for it is what was signed. */
export const beforeMoney = (stage: LoanStage): boolean => ['applied', 'appraised', 'approved'].includes(stage);

/** Refuses `loans.guarantor_too_late`, `loans.guarantors_too_many` {most}, `loans.guarantor_is_borrower`, `loans.guarantor_twice`. */
export function judgeGuarantor(
  guarantor: AnyGuarantor,
  of: {
    readonly stage: LoanStage;
    /** The woman who borrows, by what she is known as now; null for a group or an enterprise. */
    readonly borrowerId: string | null;
    readonly standing: readonly { readonly personId: string | null; readonly phone: string | null }[];
    /** As it is kept. */
    readonly phone: string | null;
  },
): Ruling<true> {
  if (!beforeMoney(of.stage)) return ruledOut('loans.guarantor_too_late', {});
  if (of.standing.length >= MOST_GUARANTORS) return ruledOut('loans.guarantors_too_many', { most: MOST_GUARANTORS });
  if (guarantor.kind === 'outside')
    return of.standing.some((one) => one.phone !== null && one.phone === of.phone)
      ? ruledOut('loans.guarantor_twice', {})
      : ruled(true);
  const { personId } = guarantor;
  if (personId === of.borrowerId) return ruledOut('loans.guarantor_is_borrower', {});
  if (of.standing.some((one) => one.personId === personId)) return ruledOut('loans.guarantor_twice', {});
  return ruled(true);
}

/**
 * A yes is to one offer, shown from the day it was made. Refuses `loans.not_approved`, `loans.guarantor_other_offer`,
 * `loans.guarantor_day` {from, to}, `loans.witness_missing`.
 */
export function judgeYes(
  { hash, on, way, witness }: Pick<GuarantorYes, 'hash' | 'on' | 'way' | 'witness'>,
  of: {
    readonly stage: LoanStage;
    readonly offer: { readonly hash: string; readonly madeOn: IsoDate } | null;
    readonly today: IsoDate;
  },
): Ruling<true> {
  if (of.stage !== 'approved' || !of.offer) return ruledOut('loans.not_approved', {});
  if (hash !== of.offer.hash) return ruledOut('loans.guarantor_other_offer', {});
  const { madeOn: from } = of.offer;
  if (on < from || on > of.today) return ruledOut('loans.guarantor_day', { from, to: of.today });
  if (way === 'thumb' && witness === null) return ruledOut('loans.witness_missing', {});
  return ruled(true);
}

/** Refuses `loans.guarantor_missing` {least, count}: fewer said yes to this offer than its product asks for. */
export const judgeEnough = (least: number, count: number): Ruling<true> =>
  count < least ? ruledOut('loans.guarantor_missing', { least, count }) : ruled(true);
