/** One loan of the office, whole: what was asked, decided, signed, what happened, and how it stands today. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor, Scope } from '#platform/door.ts';
import { consentInForce } from '#domain/people/index.server.ts';
import { ownersOf, type OwnerRow } from '#domain/enterprise-register/index.server.ts';
import { chargeLate } from './allocation.rules.ts';
import { BORROWER_COLUMNS, borrowerJoins } from './borrower.server.ts';
import { guarantorsOf, type GuarantorRow } from './guarantors.server.ts';
import type { LoanContract, LoanEvent, Running, RunStatus } from './life.model.ts';
import type { LoanPurpose, LoanRow } from './model.ts';
import { eventsOf, signedOf } from './office-loan.server.ts';
import type { Lender, MoneyUsed } from './office.model.ts';
import type { Asked, LoanBorrowerKind, ProductNames, ProductRules } from './product.model.ts';
import { payoffQuote } from './quotes.server.ts';
import { replay } from './replay.rules.ts';
import { ofBorrower, ofLoan } from './scopes.ts';
import type { LoanStage } from './stages.rules.ts';
import { standingOn, type Standing } from './standing.rules.ts';

export type LoanStepRow = {
  readonly step: 'appraise' | 'approve' | 'reject' | 'withdraw';
  readonly granted: Asked | null;
  readonly note: string | null;
  readonly by: string;
  readonly at: string;
};
export type LoanEventRow = {
  readonly event: LoanEvent;
  readonly money: MoneyUsed | null;
  readonly by: string;
  readonly at: string;
  readonly finePaise: number;
  readonly feePaise: number;
  readonly interestPaise: number;
  readonly principalPaise: number;
  readonly overPaise: number;
  /** Interest that joined the principal with it. */
  readonly capitalisedPaise: number;
  /** Told anew by something that came later. */
  readonly corrected: boolean;
  readonly undone: { readonly reason: string; readonly on: string; readonly by: string } | null;
};
type Head = {
  readonly loanId: string;
  readonly number: string;
  readonly status: LoanStage;
  readonly productId: string;
  readonly product: ProductNames;
  readonly version: number;
  readonly rules: ProductRules;
  readonly borrowerKind: LoanBorrowerKind;
  readonly borrowerId: string;
  readonly nameEn: string | null;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
  readonly purpose: LoanPurpose;
  readonly asked: Asked;
  readonly note: string | null;
  readonly appliedOn: string;
  readonly madeById: string;
  readonly madeBy: string;
  readonly lender: Lender;
  /** Another loan of hers that is settled out of this one. */
  readonly topsUp: { readonly loanId: string; readonly number: string; readonly isWrittenOff: boolean } | null;
  /** Whom she owes: null for who may not know it. */
  readonly swap: { readonly debtId: string; readonly lenderName: string | null } | null;
};
export type ClaimRow = {
  readonly claimId: string;
  readonly insurer: string;
  readonly lodgedOn: string;
  readonly claimedPaise: number;
  readonly result: 'paid' | 'refused' | null;
  readonly answeredOn: string | null;
  readonly note: string | null;
};
export type RunningView = {
  readonly status: RunStatus;
  readonly rows: readonly LoanRow[];
  readonly lentPaise: number;
  readonly prepaidPaise: number;
  readonly overPaise: number;
  readonly rescheduledOn: string | null;
  readonly closedOn: string | null;
  readonly stoppedOn: string | null;
  /** No further part of the plan leaves. */
  readonly undrawnOn: string | null;
  readonly isForgiven: boolean;
  readonly standing: Standing;
};
export type LoanCard = Head & {
  /** Of an enterprise, who owns it now; empty for every other borrower. */
  readonly owners: readonly OwnerRow[];
  readonly today: string;
  readonly steps: readonly LoanStepRow[];
  readonly contract: LoanContract | null;
  readonly hash: string | null;
  readonly keyFactsRead: boolean;
  /** Who stands for it, in the order they were named. */
  readonly guarantors: readonly GuarantorRow[];
  readonly events: readonly LoanEventRow[];
  readonly running: RunningView | null;
  readonly claims: readonly ClaimRow[];
  /** What the older loan costs on the day of paying out, before it is; then what it took. Null for one written off: it cannot be settled. */
  readonly topUpPaise: number | null;
};

/** Null when there is no such loan. Late charges are reckoned to today. */
export async function loanCard(tx: Tx, _who: Actor, { loanId }: { loanId: string }): Promise<LoanCard | null> {
  const head = await headOf(tx, loanId);
  if (!head) return null;
  const signed = await signedOf(tx, loanId);
  const { rows: read } = await sql`select from loan_key_facts where org_id = ${tx.orgId} and loan_id = ${loanId}
    and hash = ${signed?.hash ?? ''}`.execute(tx.db);
  const standing = (await eventsOf(tx, loanId)).map((one) => one.event);
  const replayed = signed && standing.length > 0 ? replay(signed.contract, standing) : null;
  const isNamed = await mayName(tx, head);
  const events = (await eventRows(tx, loanId)).map((row) => (isNamed ? row : withoutLender(row)));
  return {
    ...head,
    swap: head.swap && { ...head.swap, lenderName: isNamed ? head.swap.lenderName : null },
    owners: head.borrowerKind === 'enterprise' ? await ownersOf(tx, head.borrowerId) : [],
    today: tx.today,
    steps: await stepsOf(tx, loanId),
    contract: signed?.contract ?? null,
    hash: signed?.hash ?? null,
    keyFactsRead: read.length > 0,
    guarantors: await guarantorsOf(tx, loanId),
    events,
    running: replayed?.ok ? viewOf(replayed.value.loan, tx.today) : null,
    claims: await claimsOf(tx, loanId),
    topUpPaise: await topUpOf(tx, head, { events, disburseOn: signed?.contract.disburseOn ?? null }),
  };
}

/**
 * Whom she owed is told to who may read the register of debts, and to who is to pay him out of this loan as long as he waits for it; of a
 * woman only while her consent stands.
 */
async function mayName(tx: Tx, { loanId, borrowerKind, borrowerId, status, swap }: Head): Promise<boolean> {
  if (borrowerKind === 'person' && (await consentInForce(tx, 'income_and_debts', borrowerId)) !== 'stands')
    return false;
  const holds = async (right: string, scope: Scope) => (await tx.rolesFor(right, scope)).length > 0;
  if (await holds('debts.read', ofBorrower({ borrowerKind, borrowerId }))) return true;
  return swap !== null && status === 'approved' && holds('loans.disburse', ofLoan({ loanId }));
}

function withoutLender(row: LoanEventRow): LoanEventRow {
  if (row.money?.payee?.kind !== 'moneylender') return row;
  return { ...row, money: { ...row.money, payee: { kind: 'moneylender', name: null } } };
}

async function headOf(tx: Tx, loanId: string): Promise<Head | null> {
  const { rows } =
    await sql<Head>`select l.loan_id as "loanId", l.number, s.status, l.product_id as "productId", json_build_object('en', v.name_en, 'hi', v.name_hi, 'ur', v.name_ur) as product,
      l.version, v.rules, l.borrower_kind as "borrowerKind", l.borrower_id as "borrowerId",
      ${BORROWER_COLUMNS}, l.purpose, l.asked, l.note, l.applied_on as "appliedOn",
      l.made_by as "madeById", coalesce(u.name, '') as "madeBy",
      json_build_object('bodyKind', b.body_kind, 'bodyId', b.body_id) as lender,
      (select json_build_object('loanId', o.loan_id, 'number', o.number, 'isWrittenOff', os.status = 'written_off') from office_loan o
        join loan_standing os on os.org_id = o.org_id and os.loan_id = o.loan_id
        where o.org_id = l.org_id and o.loan_id = l.tops_up_loan_id) as "topsUp",
      (select json_build_object('debtId', d.debt_id, 'lenderName', d.lender_name) from outside_debt d
        where d.org_id = l.org_id and d.debt_id = l.swap_debt_id) as swap
    from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    join loan_product_version v on v.org_id = l.org_id and v.product_id = l.product_id and v.version = l.version
    join book b on b.org_id = l.org_id and b.book_id = l.book_id
    left join app_user u on u.org_id = l.org_id and u.user_id = l.made_by
    ${borrowerJoins()}
    where l.org_id = ${tx.orgId} and l.loan_id = ${loanId}`.execute(tx.db);
  return rows[0] ?? null;
}

function viewOf(running: Running, today: string): RunningView {
  const loan = chargeLate(running, today);
  return {
    status: loan.status,
    rows: loan.rows.map(({ no, dueOn, asked, paid }) => ({ no, dueOn, asked, paid })),
    lentPaise: loan.lentPaise,
    prepaidPaise: loan.prepaidPaise,
    overPaise: loan.overPaise,
    rescheduledOn: loan.rescheduledOn,
    closedOn: loan.closedOn,
    stoppedOn: loan.stoppedOn,
    undrawnOn: loan.undrawnOn,
    isForgiven: loan.writtenOff?.isForgiven ?? false,
    standing: standingOn(loan, today),
  };
}

async function topUpOf(
  tx: Tx,
  { topsUp }: Head,
  { events, disburseOn }: { events: readonly LoanEventRow[]; disburseOn: string | null },
): Promise<number | null> {
  if (!topsUp) return null;
  const done = events.find((one) => one.event.kind === 'disbursed' && !one.undone);
  if (done) return done.money?.settled?.paise ?? 0;
  if (topsUp.isWrittenOff) return null;
  return disburseOn ? ((await payoffQuote(tx, topsUp.loanId, disburseOn))?.totalPaise ?? 0) : null;
}

async function claimsOf(tx: Tx, loanId: string): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`select c.claim_id as "claimId", c.insurer, c.lodged_on as "lodgedOn",
      c.claimed_paise as "claimedPaise", a.result, a.answered_on as "answeredOn", a.note
    from loan_claim c left join loan_claim_answer a on a.org_id = c.org_id and a.loan_id = c.loan_id and a.claim_id = c.claim_id
    where c.org_id = ${tx.orgId} and c.loan_id = ${loanId} order by c.lodged_on, c.made_at`.execute(tx.db);
  return rows;
}

async function stepsOf(tx: Tx, loanId: string): Promise<LoanStepRow[]> {
  const { rows } = await sql<LoanStepRow>`select s.step, s.granted, s.note, coalesce(u.name, '') as by, s.done_at as at
    from loan_step s left join app_user u on u.org_id = s.org_id and u.user_id = s.done_by
    where s.org_id = ${tx.orgId} and s.loan_id = ${loanId} order by s.done_at`.execute(tx.db);
  return rows;
}

async function eventRows(tx: Tx, loanId: string): Promise<LoanEventRow[]> {
  const { rows } = await sql<LoanEventRow>`select e.event, e.money, coalesce(u.name, '') as by, e.made_at as at,
      f.fine_paise as "finePaise", f.fee_paise as "feePaise", f.interest_paise as "interestPaise", f.principal_paise as "principalPaise",
      f.over_paise as "overPaise", f.capitalised_paise as "capitalisedPaise", f.effect_no > 1 and n.event_id is null as corrected,
      case when n.event_id is not null then json_build_object('reason', n.reason, 'on', n.undone_on, 'by', coalesce(w.name, '')) end as undone
    from loan_event e
    join lateral (select * from loan_effect f where f.org_id = e.org_id and f.loan_id = e.loan_id and f.event_id = e.event_id
      order by f.effect_no desc limit 1) f on true
    left join loan_event_undone n on n.org_id = e.org_id and n.loan_id = e.loan_id and n.event_id = e.event_id
    left join app_user u on u.org_id = e.org_id and u.user_id = e.made_by
    left join app_user w on w.org_id = n.org_id and w.user_id = n.undone_by
    where e.org_id = ${tx.orgId} and e.loan_id = ${loanId} order by e.on_date, e.entry_no`.execute(tx.db);
  return rows;
}
