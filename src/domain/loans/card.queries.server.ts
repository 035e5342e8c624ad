/** One loan of the office, whole: what was asked, decided, signed, what happened, and how it stands today. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { chargeLate } from './allocation.rules.ts';
import type { LoanContract, LoanEvent, Running, RunStatus } from './life.model.ts';
import type { LoanPurpose, LoanRow } from './model.ts';
import { eventsOf, signedOf } from './office-loan.server.ts';
import type { Lender, MoneyUsed } from './office.model.ts';
import type { Asked, LoanBorrowerKind, ProductNames, ProductRules } from './product.model.ts';
import { replay } from './replay.rules.ts';
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
};
export type RunningView = {
  readonly status: RunStatus;
  readonly rows: readonly LoanRow[];
  readonly lentPaise: number;
  readonly prepaidPaise: number;
  readonly overPaise: number;
  readonly rescheduledOn: string | null;
  readonly closedOn: string | null;
  readonly standing: Standing;
};
export type LoanCard = Head & {
  readonly today: string;
  readonly steps: readonly LoanStepRow[];
  readonly contract: LoanContract | null;
  readonly hash: string | null;
  readonly keyFactsRead: boolean;
  readonly events: readonly LoanEventRow[];
  readonly running: RunningView | null;
};

/** Null when there is no such loan. Late charges are reckoned to today. */
export async function loanCard(tx: Tx, _who: Actor, { loanId }: { loanId: string }): Promise<LoanCard | null> {
  const { rows } =
    await sql<Head>`select l.loan_id as "loanId", l.number, s.status, l.product_id as "productId", json_build_object('en', v.name_en, 'hi', v.name_hi, 'ur', v.name_ur) as product,
      l.version, v.rules, l.borrower_kind as "borrowerKind", l.borrower_id as "borrowerId",
      coalesce(p.name_latin, p.name_devanagari, p.name_urdu, g.name) as "nameEn", coalesce(p.name_devanagari, g.name_hi) as "nameHi",
      coalesce(p.name_urdu, g.name_ur) as "nameUr", l.purpose, l.asked, l.note, l.applied_on as "appliedOn",
      l.made_by as "madeById", coalesce(u.name, '') as "madeBy",
      json_build_object('bodyKind', b.body_kind, 'bodyId', b.body_id) as lender
    from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    join loan_product_version v on v.org_id = l.org_id and v.product_id = l.product_id and v.version = l.version
    join book b on b.org_id = l.org_id and b.book_id = l.book_id
    left join app_user u on u.org_id = l.org_id and u.user_id = l.made_by
    left join person p on p.org_id = l.org_id and p.person_id = l.borrower_id and l.borrower_kind = 'person'
    left join groups g on g.org_id = l.org_id and g.group_id = l.borrower_id and l.borrower_kind = 'group'
    where l.org_id = ${tx.orgId} and l.loan_id = ${loanId}`.execute(tx.db);
  const head = rows[0];
  if (!head) return null;
  const signed = await signedOf(tx, loanId);
  const { rows: read } = await sql`select from loan_key_facts where org_id = ${tx.orgId} and loan_id = ${loanId}
    and hash = ${signed?.hash ?? ''}`.execute(tx.db);
  const standing = (await eventsOf(tx, loanId)).map((one) => one.event);
  const replayed = signed && standing.length > 0 ? replay(signed.contract, standing) : null;
  return {
    ...head,
    today: tx.today,
    steps: await stepsOf(tx, loanId),
    contract: signed?.contract ?? null,
    hash: signed?.hash ?? null,
    keyFactsRead: read.length > 0,
    events: await eventRows(tx, loanId),
    running: replayed?.ok ? viewOf(replayed.value.loan, tx.today) : null,
  };
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
    standing: standingOn(loan, today),
  };
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
      f.over_paise as "overPaise", f.effect_no > 1 and n.event_id is null as corrected,
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
