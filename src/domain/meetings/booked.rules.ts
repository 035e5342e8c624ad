/** What stands booked of a line of a closed meeting: as its sheet said, or as the last correction of that line left it. */
import { sumPaise } from '#platform/money.ts';
import type { Correction, MeetingSheet } from './model.ts';

/** Which line of a closed meeting: its part and whose it is. */
export type LineKey = Pick<Correction, 'part' | 'personId' | 'loanId' | 'head' | 'partyId'>;
export type BookedLine = LineKey & { readonly paise: number };

export const sameLine = (a: LineKey, b: LineKey): boolean =>
  a.part === b.part &&
  a.personId === b.personId &&
  a.loanId === b.loanId &&
  a.head === b.head &&
  a.partyId === b.partyId;

/** @param earlier corrections of this meeting in the order they were made. @returns paise, 0 when nothing was booked there. */
export function bookedPart(sheet: MeetingSheet, line: LineKey, earlier: readonly Correction[]): number {
  return earlier.findLast((one) => sameLine(one, line))?.nowPaise ?? inSheet(sheet, line);
}

function inSheet(sheet: MeetingSheet, { part, personId, loanId, head, partyId }: LineKey): number {
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

const keyOf = (part: LineKey['part'], of: Partial<LineKey>): LineKey => ({
  part,
  personId: null,
  loanId: null,
  head: null,
  partyId: null,
  ...of,
});

/** Lines of the sheet that came or went through the box, the only ones a correction can put right. */
function keysOf(sheet: MeetingSheet): LineKey[] {
  return [
    ...sheet.savings.flatMap(({ personId }) => [keyOf('compulsory', { personId }), keyOf('voluntary', { personId })]),
    ...sheet.repayments.flatMap(({ personId, loanId }) => [
      keyOf('loan_principal', { personId, loanId }),
      keyOf('loan_interest', { personId, loanId }),
      keyOf('voluntary', { personId }),
    ]),
    ...sheet.fines.map(({ personId }) => keyOf('fine_paid', { personId })),
    ...sheet.otherReceipts
      .filter((line) => line.to === 'cash')
      .map(({ head, partyId }) => keyOf('receipt', { head, partyId })),
    ...sheet.otherPayments
      .filter((line) => line.from === 'cash')
      .map(({ head, partyId }) => keyOf('payment', { head, partyId })),
  ];
}

/** What stands booked of each line of a closed meeting, those at zero left out. @param earlier as for {@link bookedPart}. */
export function bookedLines(sheet: MeetingSheet, earlier: readonly Correction[]): BookedLine[] {
  const keys: LineKey[] = [];
  for (const key of [...keysOf(sheet), ...earlier]) {
    const { part, personId, loanId, head, partyId } = key;
    if (!keys.some((known) => sameLine(known, key))) keys.push({ part, personId, loanId, head, partyId });
  }
  return keys.map((key) => ({ ...key, paise: bookedPart(sheet, key, earlier) })).filter((line) => line.paise > 0);
}
