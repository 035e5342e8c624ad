/** What stands booked of a line of a closed meeting: as its sheet said, or as the last correction of that line left it. */
import { sumPaise } from '#platform/money.ts';
import type { Correction, MeetingSheet } from './model.ts';

type Line = Pick<Correction, 'part' | 'personId' | 'loanId' | 'head' | 'partyId'>;

const sameLine = (a: Line, b: Line): boolean =>
  a.part === b.part &&
  a.personId === b.personId &&
  a.loanId === b.loanId &&
  a.head === b.head &&
  a.partyId === b.partyId;

/** @param earlier corrections of this meeting in the order they were made. @returns paise, 0 when nothing was booked there. */
export function bookedPart(sheet: MeetingSheet, line: Line, earlier: readonly Correction[]): number {
  return earlier.findLast((one) => sameLine(one, line))?.nowPaise ?? inSheet(sheet, line);
}

function inSheet(sheet: MeetingSheet, { part, personId, loanId, head, partyId }: Line): number {
  const hers = <T extends { personId: string }>(lines: readonly T[]) =>
    lines.filter((line) => line.personId === personId);
  const paid = hers(sheet.repayments).filter((line) => line.loanId === loanId);
  switch (part) {
    case 'compulsory':
      return sumPaise(hers(sheet.savings).map((line) => line.compulsoryPaise));
    case 'voluntary':
      return sumPaise(hers(sheet.savings).map((line) => line.voluntaryPaise)) + excessToSavings(sheet, personId);
    case 'loan_principal':
      return sumPaise(paid.map((line) => line.principalPaise));
    case 'loan_interest':
      return sumPaise(paid.map((line) => line.interestPaise));
    case 'fine_paid':
      return sumPaise(hers(sheet.fines).map((line) => line.paidPaise));
    case 'receipt':
      return sumPaise(
        sheet.otherReceipts.filter((l) => l.head === head && l.partyId === partyId).map((l) => l.amountPaise),
      );
    case 'payment':
      return sumPaise(
        sheet.otherPayments.filter((l) => l.head === head && l.partyId === partyId).map((l) => l.amountPaise),
      );
  }
}

const excessToSavings = (sheet: MeetingSheet, personId: string | null): number =>
  sumPaise(
    sheet.repayments
      .filter((line) => line.personId === personId && line.excess?.to === 'savings')
      .map((line) => line.excess?.amountPaise ?? 0),
  );
