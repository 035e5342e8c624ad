/** The day of a sheet was wrong: everything recorded so far moves to the right day, dues and due dates reckoned anew. */
import { sumParts } from '#domain/loans/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { GroupContext } from './context.model.ts';
import type { MeetingSheet } from './model.ts';
import { change, grantLoan, newSheet, setAttendance, setRepaid } from './taps.rules.ts';

export function moveToDay(sheet: MeetingSheet, context: GroupContext, heldOn: IsoDate): MeetingSheet {
  const [recorder] = sheet.recorders;
  if (!recorder || heldOn === sheet.heldOn) return sheet;
  const { attendance, nextMeeting } = newSheet(context, { ...sheet, heldOn, recorder });
  const moved = change(sheet, { heldOn, nextMeeting, attendance });
  if (moved === sheet) return sheet;
  const marked = sheet.attendance.reduce(
    (now, mark) =>
      mark.state !== 'present' && attendance.some((member) => member.personId === mark.personId)
        ? setAttendance(now, context, mark)
        : now,
    moved,
  );
  const repaid = sheet.repayments.reduce((now, line) => {
    const paidPaise = sumParts(line) + (line.excess?.amountPaise ?? 0);
    return setRepaid(now, context, { loanId: line.loanId, paidPaise, excessTo: line.excess?.to ?? null });
  }, marked);
  return sheet.loans.reduce((now, loan) => {
    const index = now.demands.findIndex((demand) => demand.loanId === loan.loanId);
    const { instalments, principalPaise: grantedPaise } = loan.terms;
    return grantLoan(now, context, { ...loan, index, instalments, grantedPaise });
  }, repaid);
}
