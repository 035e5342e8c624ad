/** A woman's standing in her group and her lines, from what the phone holds. */
import { dueAt, isCleared, outstandingOf, sumParts, type LoanState } from '#domain/loans/index.ts';
import { membersOn, type ContextMember, type GroupContext, type MeetingDoc } from '#domain/meetings/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import { sumPaise } from '#platform/money.ts';
import type { GroupView } from './group-view.ts';
import { today } from './today.ts';

export type Standing = {
  readonly member: ContextMember;
  readonly savingsPaise: number;
  readonly loanPaise: number;
  readonly finesOwedPaise: number;
  readonly nextDue: { readonly on: IsoDate; readonly paise: number } | null;
};

const loansOf = (context: GroupContext, personId: string): LoanState[] =>
  context.loans.filter((loan) => loan.personId === personId && !isCleared(loan));

export function standingOf(context: GroupContext, member: ContextMember): Standing {
  const { personId } = member;
  const balance = context.balances.find((one) => one.personId === personId);
  const loans = loansOf(context, personId);
  return {
    member,
    savingsPaise: sumPaise([balance?.compulsoryPaise ?? 0, balance?.voluntaryPaise ?? 0]),
    loanPaise: sumPaise(loans.map((loan) => outstandingOf(loan).principalPaise)),
    finesOwedPaise: balance?.finesOwedPaise ?? 0,
    nextDue: duesOf(context, personId)[0] ?? null,
  };
}

export const standings = (context: GroupContext): Standing[] =>
  membersOn(context, today()).map((member) => standingOf(context, member));

/** What she has still to pay and by when, the nearest first; what is behind counts to the first day. */
export const duesOf = (context: GroupContext, personId: string): Due[] => duesOfLoans(loansOf(context, personId));

export type Due = { readonly on: IsoDate; readonly paise: number };
export function duesOfLoans(loans: readonly LoanState[]): Due[] {
  const open = loans.flatMap((loan) =>
    loan.rows.filter((row) => sumParts(row.asked) > sumParts(row.paid)).map((row) => row.dueOn),
  );
  const days = [...new Set(open)].sort();
  let before = 0;
  return days.map((on) => {
    const owed = sumPaise(loans.map((loan) => dueAt(loan, on).totalPaise));
    const paise = owed - before;
    before = owed;
    return { on, paise };
  });
}

export type PassbookLine = {
  readonly meetingId: string;
  readonly heldOn: IsoDate;
  readonly savedPaise: number;
  readonly withdrawnPaise: number;
  readonly repaidPaise: number;
  readonly finePaise: number;
  readonly lentPaise: number;
  readonly savingsLeftPaise: number;
  readonly loanLeftPaise: number;
  /** The office has not confirmed it yet. */
  readonly waits: boolean;
};

/** Every meeting of a group, newest first, those not confirmed yet on top. */
export const meetingsOf = (view: GroupView): { doc: MeetingDoc; waits: boolean }[] =>
  [
    ...view.meetings.map((doc) => ({ doc, waits: false })),
    ...view.own
      .filter((one) => !view.meetings.some((doc) => doc.meetingId === one.doc.meetingId))
      .map((one) => ({ doc: one.doc, waits: true })),
  ].reverse();

export function passbookOf(view: GroupView, personId: string): PassbookLine[] {
  return meetingsOf(view).flatMap(({ doc, waits }) => {
    const line = doc.lines.find((one) => one[0] === personId);
    if (!line) return [];
    const [, , compulsory, voluntary, withdrawnPaise, principal, interest, finePaise, lentPaise, savings, loan] = line;
    return [
      {
        meetingId: doc.meetingId,
        heldOn: doc.heldOn,
        savedPaise: compulsory + voluntary,
        withdrawnPaise,
        repaidPaise: principal + interest,
        finePaise,
        lentPaise,
        savingsLeftPaise: savings,
        loanLeftPaise: loan,
        waits,
      },
    ];
  });
}
