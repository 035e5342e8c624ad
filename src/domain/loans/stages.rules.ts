/** The life of a loan of the office as data, and who may decide on it. */
import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';

export type LoanStage =
  | 'applied'
  | 'appraised'
  | 'approved'
  | 'rejected'
  | 'withdrawn'
  | 'active'
  | 'closed'
  | 'written_off';
export type LoanStep = 'appraise' | 'approve' | 'reject' | 'withdraw' | 'offer' | 'disburse' | 'serve' | 'close';

/** From a stage, by a step, to the next. What is not here is not done. */
export const STAGES: Readonly<Record<LoanStage, Partial<Readonly<Record<LoanStep, LoanStage>>>>> = {
  applied: { appraise: 'appraised', reject: 'rejected', withdraw: 'withdrawn' },
  appraised: { appraise: 'appraised', approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' },
  approved: { offer: 'approved', disburse: 'active', withdraw: 'withdrawn' },
  rejected: {},
  withdrawn: {},
  active: { serve: 'active', disburse: 'active', close: 'closed' },
  // a payment taken back, or found later, may open it again
  closed: { serve: 'active' },
  written_off: { serve: 'written_off' },
};

/** Refuses `loans.step_not_now` {stage, step}. */
export function nextStage(stage: LoanStage, step: LoanStep): Ruling<LoanStage> {
  const next = STAGES[stage][step];
  return next ? ruled(next) : ruledOut('loans.step_not_now', { stage, step });
}

/** Above this amount two persons approve. Dated: that of the day of the decision counts. `role` null: for all who have none of their own. */
export type ApprovalLimit = { readonly fromOn: IsoDate; readonly limitPaise: number; readonly role: string | null };

type Ground = { readonly limits: readonly ApprovalLimit[]; readonly today: IsoDate };
const limitOf = (role: string | null, { limits, today }: Ground): number | null =>
  limits
    .filter((limit) => limit.fromOn <= today && limit.role === role)
    .reduce<ApprovalLimit | null>((best, one) => (best === null || one.fromOn >= best.fromOn ? one : best), null)
    ?.limitPaise ?? null;

/** What she may approve alone: the highest limit of her roles, else everybody's; null = no limit. */
export function ownLimit(roles: readonly string[], ground: Ground): number | null {
  const own = roles.flatMap((role) => limitOf(role, ground) ?? []);
  return own.length > 0 ? Math.max(...own) : limitOf(null, ground);
}

const approvalsNeeded = (paise: number, roles: readonly string[], ground: Ground): number => {
  const limitPaise = ownLimit(roles, ground);
  return limitPaise !== null && paise > limitPaise ? 2 : 1;
};

/**
 * Never by the person who wrote the application; above the limit by two different persons. Refuses `loans.own_application`,
 * `loans.approved_already`.
 */
export function judgeApproval(of: {
  readonly makerId: string;
  readonly approverId: string;
  readonly roles: readonly string[];
  readonly approvedBy: readonly string[];
  readonly paise: number;
  readonly limits: readonly ApprovalLimit[];
  readonly today: IsoDate;
}): Ruling<{ readonly isEnough: boolean; readonly needed: number }> {
  if (of.approverId === of.makerId) return ruledOut('loans.own_application', {});
  if (of.approvedBy.includes(of.approverId)) return ruledOut('loans.approved_already', {});
  const needed = approvalsNeeded(of.paise, of.roles, of);
  return ruled({ isEnough: of.approvedBy.length + 1 >= needed, needed });
}
