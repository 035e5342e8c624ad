/** A registered debt as the search sees it: month by month, as it goes on now. */
import type { IsoDate } from '#platform/dates.ts';
import { monthlyPaise } from '#domain/obligations/index.ts';
import {
  balanceOn,
  costOfDebt,
  flatPart,
  monthInterest,
  monthsUntil,
  obligationOf,
  type Agreed,
  type Payment,
} from './balance.rules.ts';
import type { StandingDebt } from './path.rules.ts';

export type Registered = Agreed & { readonly debtId: string };

/** @returns null when nothing is owed any more */
export function standingOn(debt: Registered, payments: readonly Payment[], on: IsoDate): StandingDebt | null {
  const owed = balanceOn(debt, payments, on);
  if (owed.owedPaise === 0) return null;
  const { terms } = debt;
  const cost = costOfDebt(debt);
  const same = {
    debtId: debt.debtId,
    principalPaise: owed.principalPaise,
    interestPaise: owed.interestPaise,
    obligationPaise: monthlyPaise(obligationOf(debt, { owed, on })),
    costBps: cost.kind === 'rate' ? cost.nominalBps : null,
    monthlyBps: 0,
    dueMonth: null,
  };
  if (terms.way === 'flat') return { ...same, payPaise: flatPart(debt) };
  if (terms.way === 'collection')
    return {
      ...same,
      payPaise: monthlyPaise({ kind: 'instalments', amountPaise: terms.amountPaise, unit: terms.unit, every: 1 }),
    };
  const dueMonth = terms.dueOn === null ? null : Math.max(1, monthsUntil(terms.dueOn, on));
  const interest = monthInterest(owed.principalPaise, terms.rateBps);
  const payPaise = terms.way === 'pledge' ? 0 : (terms.usualPaise ?? interest);
  return { ...same, monthlyBps: terms.rateBps, dueMonth, payPaise };
}
