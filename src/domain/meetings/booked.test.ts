import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { someContext, someSheet, idOf } from '#test/meeting-builder.ts';
import { bookedLines, bookedPart, sameLine } from './booked.rules.ts';
import type { Correction, MeetingSheet } from './model.ts';
import { addLine, everyoneSavedUsual, repayAsDue, setFine, setRepaid } from './taps.rules.ts';

const context = someContext();
const woman = (no: number) => idOf('person', no);
const usual = context.loans.reduce(
  (sheet, loan) => repayAsDue(sheet, context, loan.loanId),
  everyoneSavedUsual(someSheet(context), context),
);
const correction = (of: Partial<Correction>): Correction => ({
  correctionId: idOf('other', 9),
  reversesMeetingId: usual.meetingId,
  part: 'compulsory',
  personId: woman(5),
  loanId: null,
  head: null,
  partyId: null,
  wasPaise: 10_000,
  nowPaise: 5_000,
  reason: 'counted wrong',
  ...of,
});

test('each woman has her saving, each borrower her principal and interest, as they stand booked', () => {
  const lines = bookedLines(usual, []);
  expect(lines.filter((line) => line.part === 'compulsory')).toHaveLength(15);
  expect(lines.filter((line) => line.part === 'loan_principal').map((line) => line.paise)).toEqual(
    Array.from({ length: 6 }, () => 50_000),
  );
  expect(lines.filter((line) => line.part === 'voluntary')).toEqual([]);
});

test('excess she put into her savings is her own saving; money of the bank is not there, no box was touched', () => {
  const paid = { loanId: context.loans[0]!.loanId, paidPaise: 70_000, excessTo: 'savings' } as const;
  const banked = { head: 'bank_interest', amountPaise: 500, partyId: null, to: 'bank', note: '' } as const;
  const sheet = addLine(setRepaid(usual, context, paid), 'otherReceipts', {
    ...banked,
    bankAccountId: idOf('bank', 1),
  });
  const lines = bookedLines(sheet, []);
  expect(lines.find((line) => line.part === 'voluntary')).toMatchObject({ personId: woman(4), paise: 10_000 });
  expect(lines.some((line) => line.part === 'receipt')).toBe(false);
  const fined = setFine(sheet, { personId: woman(2), reason: 'late', chargedPaise: 500, paidPaise: 500 });
  expect(bookedLines(fined, []).find((line) => line.part === 'fine_paid')).toMatchObject({ paise: 500 });
});

test('the last correction of a line holds, and a line put right to nothing is gone', () => {
  const first = correction({});
  const last = correction({ wasPaise: 5_000, nowPaise: 0 });
  const of = (made: Correction[]) => bookedLines(usual, made).find((line) => sameLine(line, first));
  expect(of([first])).toMatchObject({ paise: 5_000 });
  expect(of([first, last])).toBeUndefined();
});

test('whatever was saved, the lines say exactly what a correction of them must name', () => {
  const amounts = fc.array(fc.nat({ max: 100_000 }), { minLength: 15, maxLength: 15 });
  fc.assert(
    fc.property(amounts, fc.nat({ max: 14 }), fc.nat({ max: 100_000 }), (saved, index, nowPaise) => {
      const sheet: MeetingSheet = {
        ...usual,
        savings: saved.map((compulsoryPaise, at) => ({ personId: woman(at + 1), compulsoryPaise, voluntaryPaise: 0 })),
      };
      const made = [correction({ personId: woman(index + 1), wasPaise: saved[index]!, nowPaise })];
      for (const line of bookedLines(sheet, made)) expect(line.paise).toBe(bookedPart(sheet, line, made));
      const total = bookedLines(sheet, made).reduce(
        (sum, line) => sum + (line.part === 'compulsory' ? line.paise : 0),
        0,
      );
      expect(total).toBe(saved.reduce((sum, paise) => sum + paise, 0) - saved[index]! + nowPaise);
    }),
  );
});
