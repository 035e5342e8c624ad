/**
 * The half of her income at a vote: what is asked of her household each month with this loan added, held against the limit. The same on
 * the phone before the vote and at the office when the meeting arrives. What this meeting's repayments cleared is asked no more.
 */
import type { ClaimOf, GroupSafety, WomanSafety } from '#domain/debts/index.ts';
import {
  instalmentPaise,
  isCleared,
  outstandingOf,
  scheduleOf,
  sumParts,
  type LoanState,
  type LoanTerms,
} from '#domain/loans/index.ts';
import { byHighestPart, testSafety, type Claim, type Obligation, type Safety } from '#domain/obligations/index.ts';
import { rulesOn } from './calendar.rules.ts';
import type { GroupContext } from './context.model.ts';
import { judge } from './judge.rules.ts';
import type { MeetingSheet } from './model.ts';

export type Voted = {
  readonly loanId: string | null;
  readonly personId: string;
  readonly terms: LoanTerms;
  readonly dueDates: readonly string[];
};
export type VotedSafety = {
  readonly verdict: Safety<ClaimOf>['verdict'];
  /** With every part; null where this phone was told only what still fits. */
  readonly parts: Safety<ClaimOf> | null;
  readonly hidden: number;
  readonly askedMonthlyPaise: number;
  readonly roomMonthlyPaise: number | null;
  /** The lender holds itself to the directions and the organisation's setting blocks: no vote for it. */
  readonly isBarred: boolean;
};

/** Highest row of a new loan, in its own rhythm; null where the terms make no schedule. */
function asked({ terms, dueDates }: Voted, on: string): Obligation | null {
  const made = scheduleOf(terms, on, dueDates);
  return made.ok ? byHighestPart(terms.interval, made.value.instalments.map(instalmentPaise)) : null;
}

/** A running loan by its highest part to come; when all is overdue, all of it now (as the office reckons it). */
export function running(loan: LoanState, on: string): Obligation {
  const unpaid = loan.rows.map((row) => ({ dueOn: row.dueOn, paise: sumParts(row.asked) - sumParts(row.paid) }));
  const ahead = unpaid.filter((row) => row.dueOn > on && row.paise > 0).map((row) => row.paise);
  return ahead.length > 0
    ? byHighestPart(loan.terms.interval, ahead)
    : { kind: 'bullet', totalPaise: sumParts(outstandingOf(loan)), monthsLeft: 0 };
}

/** The group's loans once this meeting's repayments are in, its new loans left out. */
function loansNow(sheet: MeetingSheet, context: GroupContext): LoanState[] {
  const paid = judge({ ...sheet, loans: [], demands: [] }, context, 'recorded');
  const after = new Map(paid.ok ? paid.value.loans.map((loan) => [loan.loanId, loan]) : []);
  return context.loans.map((loan) => after.get(loan.loanId) ?? loan);
}

/** @returns null where nothing is to be said: she did not consent, and nobody is bound to ask */
export function safetyOfVote(
  sheet: MeetingSheet,
  context: GroupContext,
  of: { readonly known: GroupSafety | null; readonly voted: Voted },
): VotedSafety | null {
  const { known, voted } = of;
  const { heldOn } = sheet;
  const binds = known?.mode === 'blocks' && rulesOn(context, heldOn).product?.underDirections === true;
  const hers = known?.women[voted.personId];
  const wanted = [voted, ...sheet.loans.filter((loan) => isBeside(loan, voted, known))].flatMap((one) => {
    const obligation = asked(one, heldOn);
    return obligation
      ? [{ label: { kind: 'wanted', id: one.loanId ?? 'new', lender: null }, obligation } as const]
      : [];
  });
  if (!known || !hers) return binds ? { ...NOT_KNOWN, isBarred: true } : null;
  const frame = { limits: known.limits, wanted };
  const said = hers.whole
    ? bothSides(sheet, context, { hers, personId: voted.personId, ...frame })
    : onlyRoom(hers, testSafety<ClaimOf>({ incomeYearlyPaise: null, claims: [], ...frame }).allMonthlyPaise);
  return { ...said, isBarred: binds && said.verdict !== 'within' };
}

type Said = Omit<VotedSafety, 'isBarred'>;
type Whole = Extract<WomanSafety, { whole: true }>;

function onlyRoom(hers: Exclude<WomanSafety, Whole>, askedMonthlyPaise: number): Said {
  const { roomMonthlyPaise, incomeKnown } = hers;
  const verdict = !incomeKnown ? 'no_income' : askedMonthlyPaise <= roomMonthlyPaise ? 'within' : 'over';
  return { parts: null, hidden: 0, askedMonthlyPaise, roomMonthlyPaise, verdict };
}

function bothSides(
  sheet: MeetingSheet,
  context: GroupContext,
  of: { hers: Whole; personId: string; limits: GroupSafety['limits']; wanted: readonly Claim<ClaimOf>[] },
): Said {
  const { hers, personId, limits, wanted } = of;
  const now = new Map(loansNow(sheet, context).map((loan) => [loan.loanId, loan]));
  const claimOf = (loan: LoanState): Claim<ClaimOf> => ({
    label: { kind: 'loan', id: loan.loanId, lender: null },
    obligation: running(loan, sheet.heldOn),
  });
  const fromOffice = hers.claims.flatMap((claim) => {
    const loan = now.get(claim.label.id);
    return !loan ? [claim] : isCleared(loan) ? [] : [claimOf(loan)];
  });
  // lent on this phone since the office last told
  const fresh = [...now.values()].filter(
    (loan) =>
      loan.personId === personId && !isCleared(loan) && !hers.claims.some(({ label }) => label.id === loan.loanId),
  );
  const parts = testSafety<ClaimOf>({
    incomeYearlyPaise: hers.incomeYearlyPaise,
    claims: [...fromOffice, ...fresh.map(claimOf)],
    wanted,
    limits,
  });
  const { verdict, roomMonthlyPaise, allMonthlyPaise: askedMonthlyPaise } = parts;
  return { parts, hidden: hers.hidden, verdict, roomMonthlyPaise, askedMonthlyPaise };
}

/** Another loan of her household on the same sheet. */
const isBeside = (loan: MeetingSheet['loans'][number], voted: Voted, known: GroupSafety | null): boolean =>
  homeOf(known, loan.personId) === homeOf(known, voted.personId) && loan.loanId !== voted.loanId;

/** The same for all women of one household, whichever group tells it. */
export const homeOf = (known: GroupSafety | null, personId: string): string => known?.homes?.[personId] ?? personId;

const NOT_KNOWN = {
  verdict: 'no_income',
  parts: null,
  hidden: 0,
  askedMonthlyPaise: 0,
  roomMonthlyPaise: null,
} as const;
