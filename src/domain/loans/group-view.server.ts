/** Writes an event of a loan in the borrowing group's own book too, in the lender's transaction, with a link between the two journals. */
import { sql } from 'kysely';
import type { OfficeBook } from '#domain/accounts/index.server.ts';
import { draftOf, periods, post, postReversal, type PostingRow } from '#domain/ledger/index.server.ts';
import { CHART, type PostingDraft } from '#domain/ledger/index.ts';
import { addDays, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { refused, type Outcome, type Refused } from '#platform/outcomes.ts';
import { debtPlaceOf, groupSideOf, narrationOf, type DebtPlace, type KeptDebt } from './group-view.rules.ts';
import type { LoanEvent } from './life.model.ts';
import type { OfficeLoan } from './office-loan.server.ts';
import type { MoneyUsed } from './office.model.ts';

type Failed = Exclude<Outcome<never>, { kind: 'applied' | 'already' }>;
type One = {
  readonly event: LoanEvent;
  readonly money: MoneyUsed | null;
  readonly effectNo: number;
  /** Of the lender's journal; null when the event was taken back, or said nothing. */
  readonly seq: number | null;
};

/**
 * Refuses `loans.group_bank_unknown`, `loans.group_needs_bank` (cash is counted at the group's own meetings),
 * `loans.group_bank_short` {balancePaise}.
 */
export async function groupBankWrong(
  tx: Tx,
  { loan, account }: { loan: OfficeLoan; account: string | undefined },
  { event, money }: Pick<One, 'event' | 'money'>,
): Promise<Refused | null> {
  if (!money?.groupBankId) return null;
  if (account !== CHART.bank && !money.toppedUpBy) return refused('loans.group_needs_bank');
  if (loan.borrowerKind !== 'group') return refused('loans.group_bank_unknown');
  const leaves = event.kind === 'repaid' || event.kind === 'recovered' || event.kind === 'settled';
  const leavesPaise = leaves && !money.toppedUpBy && 'paise' in event ? event.paise : 0;
  return groupTillWrong(tx, { groupId: loan.borrowerId, groupBankId: money.groupBankId, on: event.on, leavesPaise });
}

/** A bank account of the group's own book, open that day and with enough in it. Refuses `loans.group_bank_unknown`, `loans.group_bank_short` {balancePaise}. */
export async function groupTillWrong(
  tx: Tx,
  of: { readonly groupId: string; readonly groupBankId: string; readonly on: IsoDate; readonly leavesPaise: number },
): Promise<Refused | null> {
  const { rows } = await sql<{ balancePaise: number; limitPaise: number }>`
    select coalesce((select sum(b.debit_paise - b.credit_paise) from party_balance b where b.org_id = a.org_id and b.book_id = g.book_id
        and b.party_id = a.bank_account_id and b.account = ${CHART.bank}), 0)::bigint as "balancePaise", a.limit_paise as "limitPaise"
    from bank_account a join groups g on g.org_id = a.org_id and g.group_id = a.group_id and g.book_id is not null and not g.practice
    where a.org_id = ${tx.orgId} and a.bank_account_id = ${of.groupBankId} and a.group_id = ${of.groupId}
      and coalesce(a.opened_on, '-infinity') <= ${of.on}::date
      and coalesce(a.closed_on, 'infinity') > ${of.on}::date`.execute(tx.db);
  const bank = rows[0];
  if (!bank) return refused('loans.group_bank_unknown');
  const { balancePaise, limitPaise } = bank;
  return of.leavesPaise > 0 && balancePaise - of.leavesPaise < -limitPaise
    ? refused('loans.group_bank_short', { balancePaise })
    : null;
}

/** Takes back what the group's book said of this event before, and says what the lender's journal says now. */
export async function tellGroup(
  tx: Tx,
  { loan, book }: { loan: OfficeLoan; book: OfficeBook },
  one: One,
): Promise<Failed | null> {
  const groupBankId = one.money?.groupBankId;
  if (!groupBankId) return null;
  const { rows: books } = await sql<{ bookId: string }>`select book_id as "bookId" from groups
    where org_id = ${tx.orgId} and group_id = ${loan.borrowerId}`.execute(tx.db);
  const { bookId } = books[0]!;
  const { closedTo } = await periods(tx, bookId);
  const eventOn: IsoDate = closedTo !== null && one.event.on <= closedTo ? addDays(closedTo, 1) : one.event.on;
  const back = await takeBack(tx, { loan, bookId, eventOn }, one);
  if (back || one.seq === null) return back;
  const { rows } = await sql<PostingRow>`select account, amount_paise, party_id, item_id from posting
    where org_id = ${tx.orgId} and book_id = ${book.bookId} and seq = ${one.seq} order by line`.execute(tx.db);
  const lenders = rows.map(draftOf);
  const debt = await debtOf(tx, { loan, book, bookId }, paidBackIn(lenders));
  const side = groupSideOf(lenders, { loanId: loan.loanId, lenderId: book.bodyId, groupBankId, ...(debt && { debt }) });
  const done = await post(tx, bookId, {
    draft: { eventOn, narration: narrationOf(side), postings: side },
    source: { kind: 'loan', id: one.event.eventId },
  });
  if (!done.ok) return asFailed(done.outcome);
  await link(tx, { loan, one, bookId, seq: done.posted.seq, isBack: false });
  // its phones show another balance at the bank
  tx.changed(loan.borrowerId, 'group', loan.borrowerId);
  return null;
}

const paidBackIn = (lenders: readonly PostingDraft[]): number =>
  lenders.reduce((sum, one) => sum + (one.account === CHART.groupLoans ? Math.max(0, -one.amountPaise) : 0), 0);

/** Null when nothing is paid back. */
async function debtOf(
  tx: Tx,
  { loan, book, bookId }: { loan: OfficeLoan; book: OfficeBook; bookId: string },
  paise: number,
): Promise<DebtPlace | null> {
  if (paise === 0) return null;
  const debts = [CHART.cifLoan, CHART.vrfLoan, CHART.otherLoans];
  const { rows: kept } =
    await sql<KeptDebt>`select account, nullif(party_id, '00000000-0000-0000-0000-000000000000') as "partyId",
      nullif(item_id, '00000000-0000-0000-0000-000000000000') as "itemId", -sum(amount_paise)::bigint as "owedPaise"
    from posting where org_id = ${tx.orgId} and book_id = ${bookId} and account = any(${debts}::text[])
    group by 1, 2, 3 order by 1, 2, 3`.execute(tx.db);
  const { rows: lender } = await sql<{ kind: string }>`select kind from groups
    where org_id = ${tx.orgId} and group_id = ${book.bodyId}`.execute(tx.db);
  const lenderKind = lender[0]?.kind ?? null;
  return debtPlaceOf(kept, { loanId: loan.loanId, lenderId: book.bodyId, lenderKind, paise });
}

async function takeBack(
  tx: Tx,
  { loan, bookId, eventOn }: { loan: OfficeLoan; bookId: string; eventOn: IsoDate },
  one: One,
): Promise<Failed | null> {
  const { rows } = await sql<{ seq: number }>`select v.seq from loan_group_view v
    where v.org_id = ${tx.orgId} and v.loan_id = ${loan.loanId} and v.event_id = ${one.event.eventId} and v.book_id = ${bookId}
      and not v.is_back and not exists (select from journal r where r.org_id = v.org_id and r.book_id = v.book_id and r.reverses_seq = v.seq)
    `.execute(tx.db);
  for (const { seq } of rows) {
    const back = await postReversal(tx, bookId, {
      seq,
      eventOn,
      narration: 'loans.reversed',
      source: { kind: 'loan', id: one.event.eventId },
    });
    if (!back.ok) return asFailed(back.outcome);
    await link(tx, { loan, one, bookId, seq: back.posted.seq, isBack: true });
    tx.changed(loan.borrowerId, 'group', loan.borrowerId);
  }
  return null;
}

const link = (tx: Tx, of: { loan: OfficeLoan; one: One; bookId: string; seq: number; isBack: boolean }) =>
  sql`insert into loan_group_view (org_id, loan_id, event_id, effect_no, is_back, book_id, seq)
  values (${tx.orgId}, ${of.loan.loanId}, ${of.one.event.eventId}, ${of.one.effectNo}, ${of.isBack}, ${of.bookId}, ${of.seq})`.execute(
    tx.db,
  );

const asFailed = (outcome: Outcome<never>): Failed => {
  if (outcome.kind === 'already' || outcome.kind === 'applied') throw new Error('The ledger posts a journal once');
  return outcome.kind === 'held' ? refused(outcome.code, outcome.params) : outcome;
};
