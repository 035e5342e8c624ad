import { expect, test } from 'vitest';
import { closeAsExpected, HELD_ON, idOf, someContext, someSheet } from '#test/meeting-builder.ts';
import { judge } from './judge.rules.ts';
import { moveToDay } from './move.rules.ts';
import { addDemand, everyoneSavedUsual, grantLoan, repayAsDue, setAttendance } from './taps.rules.ts';

const context = someContext();

test('a sheet moved a month on keeps who was there, splits repayments by the dues of that day and still closes', () => {
  const absent = setAttendance(someSheet(context), context, { personId: idOf('person', 15), state: 'absent' });
  const saved = repayAsDue(everyoneSavedUsual(absent, context), context, idOf('loan', 1));
  const asked = addDemand(saved, { personId: idOf('person', 9), amountPaise: 50_000, purpose: 'trade' });
  const granted = grantLoan(asked, context, {
    index: 0,
    loanId: idOf('loan', 50),
    grantedPaise: 50_000,
    paidFrom: 'cash',
    bankAccountId: null,
    acknowledged: 'thumb',
  });
  const moved = moveToDay(granted, context, '2026-06-12');
  expect(moved.heldOn).toBe('2026-06-12');
  expect(moved.attendance.find((mark) => mark.personId === idOf('person', 15))?.state).toBe('absent');
  expect(moved.fines).toEqual(granted.fines);
  expect(moved.loans[0]?.dueDates[0]).toBe('2026-07-12');
  expect(moved.nextMeeting?.on).toBe('2026-07-12');
  expect(judge(closeAsExpected(moved), context).ok).toBe(true);
});

test('the same day, or a day the schema refuses, changes nothing', () => {
  const sheet = someSheet(context);
  expect(moveToDay(sheet, context, HELD_ON)).toBe(sheet);
  expect(moveToDay(sheet, context, 'yesterday')).toBe(sheet);
});
