/** Fines that may be paid today: charged at this meeting, owed from earlier ones, or by the rules for what was missed. */
import { dueAt } from '#domain/loans/index.ts';
import { isHere, membersOn, rulesOn, type Fine, type GroupContext, type MeetingSheet } from '#domain/meetings/index.ts';

export type FineRow = { readonly fine: Fine; readonly charged: boolean };

export function fineRows(sheet: MeetingSheet, context: GroupContext): FineRow[] {
  const rules = rulesOn(context, sheet.heldOn).finePaise;
  const rows: FineRow[] = sheet.fines.map((fine) => ({ fine, charged: true }));
  const offer = (fine: Fine): void => {
    const known = rows.some((row) => row.fine.personId === fine.personId && row.fine.reason === fine.reason);
    if (!known && fine.chargedPaise + fine.paidPaise > 0) rows.push({ fine, charged: false });
  };
  for (const { personId, finesOwedPaise } of context.balances)
    offer({ personId, reason: 'earlier', chargedPaise: 0, paidPaise: finesOwedPaise });
  if (sheet.savings.length > 0 && rules.missed_saving > 0) {
    const saved = new Set(sheet.savings.filter((line) => line.compulsoryPaise > 0).map((line) => line.personId));
    for (const { personId } of membersOn(context, sheet.heldOn))
      if (!saved.has(personId))
        offer({ personId, reason: 'missed_saving', chargedPaise: rules.missed_saving, paidPaise: 0 });
  }
  if (sheet.repayments.length > 0 && rules.missed_repayment > 0) {
    const paid = new Set(sheet.repayments.map((line) => line.loanId));
    for (const loan of context.loans)
      if (!paid.has(loan.loanId) && dueAt(loan, sheet.heldOn).totalPaise > 0 && isHere(sheet, loan.personId))
        offer({
          personId: loan.personId,
          reason: 'missed_repayment',
          chargedPaise: rules.missed_repayment,
          paidPaise: 0,
        });
  }
  return rows;
}
