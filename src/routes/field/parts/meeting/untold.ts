import type { MeetingSheet } from '#domain/meetings/index.ts';

/** Loans that wait for their statement; none where the group's product asks for none. */
export const untold = (sheet: MeetingSheet, isAsked: boolean): number =>
  isAsked ? sheet.loans.filter((loan) => loan.keyFacts?.shownOn !== sheet.heldOn).length : 0;
