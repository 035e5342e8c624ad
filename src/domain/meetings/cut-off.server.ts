/** The books of an old group begin: one journal, its running loans, the fines still owed. Once per group, before any meeting. */
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { post } from '#domain/ledger/index.server.ts';
import { saveNewLoans } from '#domain/loans/index.server.ts';
import { tellPhonesOf } from '#domain/people/index.server.ts';
import type { GroupContext } from './context.model.ts';
import { loadContext } from './context.server.ts';
import type { CutOffSheet } from './cut-off.model.ts';
import { judgeCutOff } from './cut-off.rules.ts';
import { setFinesOwed, type Undo } from './store.server.ts';

export type CutOffReceipt = { readonly cutOffId: string; readonly surplusPaise: number };

export async function cutOff(tx: Tx, who: Actor, sheet: CutOffSheet): Promise<Outcome<CutOffReceipt>> {
  if (sheet.cutOffId !== tx.commandId) return refused('meetings.id_differs', {});
  if (sheet.on > tx.today) return refused('meetings.in_the_future', { on: sheet.on, today: tx.today });
  const stored = await loadContext(tx, sheet.groupId);
  if (!stored) return refused('meetings.no_rules', {});
  const { context, bookId } = stored;
  if (sheet.on < context.booksFromOn)
    return refused('meetings.before_books', { on: sheet.on, booksFromOn: context.booksFromOn });
  const begun = await tx.db
    .selectFrom('meeting')
    .select('meeting_id')
    .where('org_id', '=', tx.orgId)
    .where('group_id', '=', sheet.groupId)
    .where('state', '=', 'closed')
    .executeTakeFirst();
  if (begun) return refused('meetings.cut_off_too_late', {});
  const isThere = (line: { fromOn: string; untilOn: string | null }) =>
    line.fromOn <= sheet.on && (line.untilOn === null || sheet.on < line.untilOn);
  const ruling = judgeCutOff(
    sheet,
    context.officers.filter(isThere).map((officer) => officer.personId),
  );
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  const { journal, loans, surplusPaise } = ruling.value;
  const posted = journal
    ? await post(tx, bookId, { draft: journal, source: { kind: 'cut_off', id: sheet.cutOffId } })
    : null;
  if (posted && !posted.ok) return posted.outcome;
  await saveNewLoans(tx, loans, { bookId, groupId: sheet.groupId, sourceKind: 'cut_off', sourceId: sheet.cutOffId });
  await tellPhonesOf(
    tx,
    loans.map((loan) => loan.personId),
    sheet.groupId,
  );
  const fines = sheet.members.filter((member) => member.finesOwedPaise > 0);
  if (fines.length > 0)
    await setFinesOwed(
      tx,
      sheet.groupId,
      fines.map((m) => ({ personId: m.personId, owedPaise: m.finesOwedPaise })),
    );
  await tx.db
    .insertInto('meeting')
    .values({
      org_id: tx.orgId,
      meeting_id: sheet.cutOffId,
      group_id: sheet.groupId,
      kind: 'cut_off',
      held_on: sheet.on,
      state: 'closed',
      source: 'office',
      command_id: tx.commandId,
      journal_seq: posted?.posted.seq ?? null,
      recorded_by: who.userId,
      sheet: JSON.stringify(sheet),
      undo: JSON.stringify(
        undoOf(
          loans.map((loan) => loan.loanId),
          fines,
          context,
        ),
      ),
      closing_cash_paise: sheet.cashPaise,
      member_count: sheet.members.length,
      confirmed_by_photo: sheet.confirmations.some((confirmation) => confirmation.way === 'photo'),
    })
    .execute();
  tx.changed(sheet.groupId, 'group', sheet.groupId);
  return applied({ cutOffId: sheet.cutOffId, surplusPaise });
}

/** The group as it was: without these loans, owing the fines it owed. */
const undoOf = (
  newLoanIds: readonly string[],
  fines: CutOffSheet['members'],
  { balances }: Pick<GroupContext, 'balances'>,
): Undo => ({
  loans: [],
  newLoanIds,
  fines: fines.map(({ personId }) => ({
    personId,
    owedPaise: balances.find((one) => one.personId === personId)?.finesOwedPaise ?? 0,
  })),
  exitedPersonIds: [],
  told: [],
});
