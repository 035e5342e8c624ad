/** The life of a debt as data, and what of it depends on nothing but itself. */
import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { DebtState, NewDebt } from './model.ts';

export type DebtEvent = 'clear' | 'unclear' | 'keepSlip' | 'strike';
/** `paid`: nothing is owed any more, but there is no paper of it yet. `free`: the lender's paper is kept. `struck`: never was. */
export const DEBT_LIFE: Readonly<Record<DebtState, Readonly<Partial<Record<DebtEvent, DebtState>>>>> = {
  standing: { clear: 'paid', strike: 'struck' },
  paid: { unclear: 'standing', keepSlip: 'free' },
  free: {},
  struck: {},
};
export const nextDebtState = (state: DebtState, event: DebtEvent): DebtState | null => DEBT_LIFE[state][event] ?? null;

/** @returns refused `debts.in_the_future` {today} | `debts.due_before_borrowed` | `debts.kept_back_all` */
export function checkDebt(debt: NewDebt, today: IsoDate): Ruling<NewDebt> {
  if (debt.borrowedOn > today) return ruledOut('debts.in_the_future', { today });
  if ('dueOn' in debt.terms && debt.terms.dueOn !== null && debt.terms.dueOn <= debt.borrowedOn)
    return ruledOut('debts.due_before_borrowed', { borrowedOn: debt.borrowedOn });
  if (debt.keptBackPaise >= debt.principalPaise) return ruledOut('debts.kept_back_all', {});
  return ruled(debt);
}
