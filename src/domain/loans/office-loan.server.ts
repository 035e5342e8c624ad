/** A loan of the office as stored: read as what rules judge, written as what they decided. */
import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { loanOffer, offerBody } from './offer.rules.ts';
import type { Effect, LoanContract, LoanEvent, Running } from './life.model.ts';
import type { Lender, MoneyUsed } from './office.model.ts';
import type { Asked, LoanBorrowerKind, ProductRules } from './product.model.ts';
import type { LoanStage } from './stages.rules.ts';
import { sumParts } from './repayment.rules.ts';
import { owedOf } from './run-state.rules.ts';
import { standingOn } from './standing.rules.ts';

export type OfficeLoan = {
  readonly loanId: string;
  readonly bookId: string;
  readonly number: string;
  readonly productId: string;
  readonly rules: ProductRules;
  readonly borrowerKind: LoanBorrowerKind;
  readonly borrowerId: string;
  readonly asked: Asked;
  readonly appliedOn: IsoDate;
  readonly madeBy: string;
  readonly stage: LoanStage;
  readonly lender: Lender;
  readonly topsUpLoanId: string | null;
  readonly swap: { readonly debtId: string; readonly sourceId: string } | null;
};

/** Its row of standing is taken first: two at one loan come one after the other. Null when there is no such loan. */
export async function lockLoan(tx: Tx, loanId: string): Promise<OfficeLoan | null> {
  await sql`select from loan_standing where org_id = ${tx.orgId} and loan_id = ${loanId} for update`.execute(tx.db);
  const { rows } =
    await sql<OfficeLoan>`select l.loan_id as "loanId", l.book_id as "bookId", l.number, l.product_id as "productId",
      v.rules, l.borrower_kind as "borrowerKind", l.borrower_id as "borrowerId", l.asked, l.applied_on as "appliedOn",
      l.made_by as "madeBy", s.status as stage, json_build_object('bodyKind', b.body_kind, 'bodyId', b.body_id) as lender,
      l.tops_up_loan_id as "topsUpLoanId",
      case when l.swap_debt_id is not null then json_build_object('debtId', l.swap_debt_id, 'sourceId', l.swap_source_id) end as swap
    from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    join loan_product_version v on v.org_id = l.org_id and v.product_id = l.product_id and v.version = l.version
    join book b on b.org_id = l.org_id and b.book_id = l.book_id
    where l.org_id = ${tx.orgId} and l.loan_id = ${loanId}`.execute(tx.db);
  return rows[0] ?? null;
}

export type Signed = {
  readonly offerNo: number;
  readonly contract: LoanContract;
  readonly hash: string;
  readonly madeAt: string;
};

/** The offer that counts: the last one made. */
export async function signedOf(tx: Tx, loanId: string): Promise<Signed | null> {
  const { rows } =
    await sql<Signed>`select offer_no as "offerNo", contract, hash, made_at as "madeAt" from loan_contract
    where org_id = ${tx.orgId} and loan_id = ${loanId} order by offer_no desc limit 1`.execute(tx.db);
  return rows[0] ?? null;
}

/** Stores an offer with its rows and its hash. */
export async function saveContract(tx: Tx, who: Actor, contract: LoanContract): Promise<string> {
  const offer = loanOffer(contract);
  if (!offer.ok) throw new Error(`An offer was saved that has no schedule: ${offer.code}`);
  const hash = createHash('sha256').update(offerBody(offer.value)).digest('hex');
  const offerNo = ((await signedOf(tx, contract.loanId))?.offerNo ?? 0) + 1;
  const of = { org_id: tx.orgId, loan_id: contract.loanId, offer_no: offerNo };
  await tx.db
    .insertInto('loan_contract')
    .values({
      ...of,
      contract: JSON.stringify(contract),
      hash,
      principal_paise: contract.terms.principalPaise,
      made_by: who.userId,
      made_at: tx.now,
    })
    .execute();
  await tx.db
    .insertInto('loan_contract_row')
    .values(
      offer.value.schedule.instalments.map((row) => ({
        ...of,
        no: row.no,
        due_on: row.dueOn,
        principal_paise: row.principalPaise,
        interest_paise: row.interestPaise,
        fee_paise: row.feePaise ?? 0,
      })),
    )
    .execute();
  return hash;
}

export type StoredEvent = {
  readonly event: LoanEvent;
  readonly money: MoneyUsed | null;
  readonly entryNo: number;
  /** Journal of the effect that counts. */
  readonly seq: number | null;
  readonly effectNo: number;
};

/** Events that stand, in the order of their entry, each with its last effect's journal, and the group's bank of one its book was told later. */
export async function eventsOf(tx: Tx, loanId: string): Promise<StoredEvent[]> {
  const { rows } = await sql<StoredEvent>`select e.event, e.entry_no as "entryNo", f.seq, f.effect_no as "effectNo",
      case when t.event_id is null then e.money else e.money || jsonb_build_object('groupBankId', t.group_bank_id) end as money
    from loan_event e
    left join loan_group_told t on t.org_id = e.org_id and t.loan_id = e.loan_id and t.event_id = e.event_id
    join lateral (select seq, effect_no from loan_effect f where f.org_id = e.org_id and f.loan_id = e.loan_id
      and f.event_id = e.event_id order by f.effect_no desc limit 1) f on true
    where e.org_id = ${tx.orgId} and e.loan_id = ${loanId} and not exists (select from loan_event_undone u
      where u.org_id = e.org_id and u.loan_id = e.loan_id and u.event_id = e.event_id)
    order by e.entry_no`.execute(tx.db);
  return rows;
}

type Story = { readonly loanId: string; readonly contract: LoanContract; readonly events: readonly LoanEvent[] };

/** Of many loans at once: what was signed last, and the events that stand in the order of their entry. */
export async function storiesOf(tx: Tx, loanIds: readonly string[]): Promise<Map<string, Story>> {
  const { rows } = await sql<Story>`
    select c.loan_id as "loanId", c.contract, coalesce((select jsonb_agg(e.event order by e.entry_no) from loan_event e
      where e.org_id = c.org_id and e.loan_id = c.loan_id and not exists (select from loan_event_undone u
        where u.org_id = e.org_id and u.loan_id = e.loan_id and u.event_id = e.event_id)), '[]') as events
    from (select distinct on (loan_id) org_id, loan_id, contract from loan_contract
      where org_id = ${tx.orgId} and loan_id = any(${[...loanIds]}::uuid[]) order by loan_id, offer_no desc) c`.execute(
    tx.db,
  );
  return new Map(rows.map((row) => [row.loanId, row]));
}

export async function saveEffect(
  tx: Tx,
  of: {
    readonly loanId: string;
    readonly eventId: string;
    readonly effectNo: number;
    readonly effect: Effect;
    readonly bookId: string;
    readonly seq: number | null;
    readonly because: string | null;
  },
): Promise<void> {
  const { effect } = of;
  await tx.db
    .insertInto('loan_effect')
    .values({
      org_id: tx.orgId,
      loan_id: of.loanId,
      event_id: of.eventId,
      effect_no: of.effectNo,
      fine_paise: effect.parts.finePaise,
      fee_paise: effect.parts.feePaise,
      interest_paise: effect.parts.interestPaise,
      principal_paise: effect.parts.principalPaise,
      over_paise: effect.overPaise,
      third_paise: effect.thirdPaise,
      capitalised_paise: effect.capitalisedPaise,
      written_off_paise: effect.writtenOffPaise,
      book_id: of.bookId,
      seq: of.seq,
      because_event_id: of.because,
      entered_at: tx.now,
    })
    .execute();
}

export const setStage = (tx: Tx, loanId: string, status: LoanStage) =>
  tx.db
    .updateTable('loan_standing')
    .set({ status })
    .where('org_id', '=', tx.orgId)
    .where('loan_id', '=', loanId)
    .execute();

/** What a written-off loan still owes off the books, and what came back of it since. */
function memoOf({ rows, writtenOff }: Running) {
  const leftPaise = writtenOff ? sumParts(owedOf(rows)) : 0;
  return {
    memo_owed_paise: writtenOff?.isForgiven ? 0 : leftPaise,
    memo_recovered_paise: writtenOff ? Math.max(0, sumParts(writtenOff.owed) - leftPaise) : 0,
    memo_forgiven: writtenOff?.isForgiven ?? false,
  };
}

/** The rows and the figures of a running loan, as lists and arrears read them. */
export async function saveRunning(tx: Tx, loan: Running): Promise<void> {
  const { loanId } = loan.contract;
  const of = { org_id: tx.orgId, loan_id: loanId };
  await tx.db.deleteFrom('loan_run_row').where('org_id', '=', tx.orgId).where('loan_id', '=', loanId).execute();
  const rows = loan.rows.map(({ no, dueOn, asked, paid }) => ({
    ...of,
    no,
    due_on: dueOn,
    fine_paise: asked.finePaise,
    fee_paise: asked.feePaise,
    interest_paise: asked.interestPaise,
    principal_paise: asked.principalPaise,
    paid_fine_paise: paid.finePaise,
    paid_fee_paise: paid.feePaise,
    paid_interest_paise: paid.interestPaise,
    paid_principal_paise: paid.principalPaise,
  }));
  if (rows.length > 0) await tx.db.insertInto('loan_run_row').values(rows).execute();
  const now = standingOn(loan, tx.today);
  const gone = loan.status === 'written_off';
  await tx.db
    .updateTable('loan_standing')
    .set({
      status: loan.status === 'waiting' ? 'approved' : loan.status,
      outstanding_paise: gone ? 0 : now.outstandingPrincipalPaise,
      oldest_unpaid_due_on: gone ? null : now.oldestUnpaidDueOn,
      next_due_on: gone ? null : now.nextDueOn,
      next_due_paise: gone ? 0 : now.nextDuePaise,
      over_paise: loan.overPaise,
      disbursed_on: loan.status === 'waiting' ? null : loan.startOn,
      closed_on: loan.closedOn,
      rescheduled_on: loan.rescheduledOn,
      written_off_on: loan.writtenOff?.on ?? null,
      stopped_on: loan.stoppedOn,
      ...memoOf(loan),
    })
    .where('org_id', '=', tx.orgId)
    .where('loan_id', '=', loanId)
    .execute();
}
