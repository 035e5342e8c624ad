/** What the phone knows after a meeting: the context of the next one, before the server has answered. */
import { isCleared } from '#domain/loans/index.ts';
import { addDays } from '#platform/dates.ts';
import type { GroupContext } from './context.model.ts';
import { isPractice, type Judgement } from './judge.rules.ts';
import type { MeetingSheet } from './model.ts';

/** A practice sheet in a live group leaves everything as it was; in a practice group it counts. */
export function contextAfter(context: GroupContext, sheet: MeetingSheet, judgement: Judgement): GroupContext {
  if (isPractice(sheet, context) && !context.practice) return context;
  const changed = new Map(judgement.loans.map((loan) => [loan.loanId, loan]));
  const fresh = judgement.loans.filter((loan) => !context.loans.some((old) => old.loanId === loan.loanId));
  const exited = new Set(judgement.exitedPersonIds);
  const told = new Set(judgement.told);
  const banks = new Map(judgement.banks.map((bank) => [bank.bankAccountId, bank.balancePaise]));
  return {
    ...context,
    members: context.members.map((member) =>
      // She was at this meeting: the next day is the first on which she is no member.
      exited.has(member.personId) ? { ...member, leftOn: addDays(sheet.heldOn, 1) } : member,
    ),
    balances: [...judgement.balances],
    loans: [...context.loans.map((loan) => changed.get(loan.loanId) ?? loan), ...fresh].filter(
      (loan) => !isCleared(loan),
    ),
    cashPaise: judgement.closingCashPaise,
    banks: context.banks.map((bank) => ({ ...bank, balancePaise: banks.get(bank.bankAccountId) ?? bank.balancePaise })),
    inTransit: [...judgement.inTransit],
    pendingCorrections: [
      ...context.pendingCorrections.filter((pending) => !told.has(pending.correctionId)),
      ...judgement.toTell,
    ],
    lastMeeting: { meetingId: sheet.meetingId, heldOn: sheet.heldOn, kind: sheet.kind },
  };
}
