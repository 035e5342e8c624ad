/**
 * The cheapest way out of debt (README, "The model"): which debt is paid off first, out of which money, in which month, beside what going
 * on as now costs and what the two orders that people try would cost. Pure: a phone finds it without a network.
 */
import { choicesOf, type Choice, type Question, type Quote, type Source } from './choices.rules.ts';
import { pathOf, SWAP_MONTHS, type StandingDebt } from './path.rules.ts';
import { cheapestPlan, costOf, planInOrder } from './search.rules.ts';

/** More than any woman of ours was found to have; the search is proved exact up to here. */
export const MOST_DEBTS = 8;
export const MOST_SOURCES = 4;

export type Step = {
  readonly debtId: string;
  readonly sourceId: string;
  /** 0 = now. */
  readonly month: number;
  /** Paid to the lender: all that is owed at that month's end. */
  readonly amountPaise: number;
  readonly loan: Quote;
};
export type Outlook = {
  /** All rupees from today until everything is paid. */
  readonly totalPaise: number;
  /** The month she owes nobody any more; null = not within five years. */
  readonly freeMonth: number | null;
  readonly ends: readonly { readonly debtId: string; readonly endMonth: number | null }[];
  readonly steps: readonly Step[];
};
export type WayOut =
  | {
      readonly kind: 'plan';
      readonly best: Outlook;
      readonly asNow: Outlook;
      readonly smallestFirst: Outlook;
      readonly dearestFirst: Outlook;
      readonly savedPaise: number;
      /** Null when one of both has no end. */
      readonly savedMonths: number | null;
      readonly states: number;
      readonly proven: boolean;
    }
  | {
      readonly kind: 'cannot';
      /**
       * `no_debts`, `too_many_debts`, `too_many_sources`, `no_income` (nobody looked at it, so no limit is known), `no_sources`,
       * `nothing_cheaper` (no money offered costs less than her debts), `no_money` (cheaper money, but never enough for one debt),
       * `over_limit` (the money is there, the repayment test forbids every swap that would help).
       */
      readonly reason: CannotReason;
      readonly asNow: Outlook;
    };
export type CannotReason =
  | 'no_debts'
  | 'too_many_debts'
  | 'too_many_sources'
  | 'no_income'
  | 'no_sources'
  | 'nothing_cheaper'
  | 'no_money'
  | 'over_limit';

export type WayOutGiven = {
  readonly debts: readonly StandingDebt[];
  readonly sources: readonly Source[];
  /** What all repayments may take each month (half of the income), rounded down; null when the income is not known. */
  readonly limitPaise: number | null;
  /** What her other loans ask at the end of months 0 ... 11, rounded up. */
  readonly otherPaise: readonly number[];
};

export function findWayOut(given: WayOutGiven): WayOut {
  const { debts, sources, limitPaise } = given;
  const told = (plan: readonly Choice[]) => outlookOf(given, plan);
  const question = questionOf(given);
  const staying = question.choices.map((list) => list[0]!);
  const cannot = (reason: CannotReason): WayOut => ({ kind: 'cannot', reason, asNow: told(staying) });
  if (debts.length === 0) return cannot('no_debts');
  if (debts.length > MOST_DEBTS) return cannot('too_many_debts');
  if (sources.length > MOST_SOURCES) return cannot('too_many_sources');
  if (limitPaise === null) return cannot('no_income');
  if (sources.length === 0) return cannot('no_sources');
  const smallest = planInOrder(
    question,
    orderBy(debts, (debt) => debt.principalPaise + debt.interestPaise),
  );
  const dearest = planInOrder(
    question,
    orderBy(debts, (debt) => -(debt.costBps ?? 0)),
  );
  const start = [staying, smallest, dearest].reduce((a, b) => (costOf(b) < costOf(a) ? b : a));
  const found = cheapestPlan(question, start);
  if (found.plan.every((one) => one.sourceAt < 0)) return cannot(whyNot(given));
  const [best, asNow] = [told(found.plan), told(staying)];
  return {
    kind: 'plan',
    best,
    asNow,
    smallestFirst: told(smallest),
    dearestFirst: told(dearest),
    savedPaise: asNow.totalPaise - best.totalPaise,
    savedMonths: asNow.freeMonth === null || best.freeMonth === null ? null : asNow.freeMonth - best.freeMonth,
    states: found.states,
    proven: found.proven,
  };
}

export function questionOf({ debts, sources, limitPaise, otherPaise }: WayOutGiven): Question {
  return {
    choices: debts.map((debt) => choicesOf(debt, sources)),
    moneyPaise: sources.map((source) => source.moneyPaise),
    roomPaise: Array.from({ length: SWAP_MONTHS }, (_, on) => (limitPaise ?? 0) - (otherPaise[on] ?? 0)),
  };
}

const orderBy = (debts: readonly StandingDebt[], key: (debt: StandingDebt) => number): number[] =>
  debts.map((_, at) => at).sort((a, b) => key(debts[a]!) - key(debts[b]!) || a - b);

/** Asked anew as if there were any money, then as if there were no test: what must be lifted for a swap to help is the reason. */
function whyNot(given: WayOutGiven): CannotReason {
  const { debts, sources } = given;
  const helps = debts.some((debt) => choicesOf(debt, sources, { asIf: true }).length > 1);
  if (!helps) return 'nothing_cheaper';
  return questionOf(given).choices.some((list) => list.length > 1) ? 'over_limit' : 'no_money';
}

function outlookOf({ debts, sources }: WayOutGiven, plan: readonly Choice[]): Outlook {
  const ends = plan.map((one, at) => ({ debtId: debts[at]!.debtId, endMonth: one.endMonth }));
  const steps = plan.flatMap((one, at) =>
    one.quote === null
      ? []
      : [
          {
            debtId: debts[at]!.debtId,
            sourceId: sources[one.sourceAt]!.sourceId,
            month: one.month,
            amountPaise: one.amountPaise,
            loan: one.quote,
          },
        ],
  );
  const last = ends.map((one) => one.endMonth);
  return {
    totalPaise: costOf(plan),
    freeMonth: last.some((month) => month === null) ? null : Math.max(0, ...last.map((month) => month ?? 0)),
    ends,
    steps: steps.sort((a, b) => a.month - b.month || b.amountPaise - a.amountPaise),
  };
}

/** What one debt still costs as it goes on now, from today. */
export const costAsNow = (debt: StandingDebt): number => pathOf(debt).totalPaise;
