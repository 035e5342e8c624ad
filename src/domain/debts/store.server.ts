/** Debts, their payments and the sources of swaps as stored. Every statement names the organisation. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { refused, type Refused } from '#platform/outcomes.ts';
import { consentInForce } from '#domain/people/index.server.ts';
import type { Obligation } from '#domain/obligations/index.ts';
import type { DebtState, DebtTerms, LenderKind, SwapSource } from './model.ts';

export type StoredPayment = {
  readonly paymentId: string;
  readonly paidOn: IsoDate;
  readonly amountPaise: number;
  readonly closes: boolean;
  readonly sourceId: string | null;
  readonly sourceName: string | null;
  readonly payablePaise: number | null;
  readonly asNowPaise: number | null;
  /** It was the paying out of a loan of the office. */
  readonly byLoan: { readonly loanId: string; readonly eventId: string } | null;
};
export type StoredDebt = {
  readonly debtId: string;
  readonly personId: string;
  readonly lenderKind: LenderKind;
  readonly lenderName: string;
  readonly borrowedOn: IsoDate;
  readonly principalPaise: number;
  readonly keptBackPaise: number;
  readonly terms: DebtTerms;
  readonly note: string | null;
  readonly state: DebtState;
  readonly paidOn: IsoDate | null;
  readonly freeOn: IsoDate | null;
  readonly hasSlip: boolean;
  /** Standing ones only, oldest first. */
  readonly payments: readonly StoredPayment[];
};

/** The columns of `outside_debt d` as {@link StoredDebt}. */
export const DEBT = sql`d.debt_id as "debtId", d.person_id as "personId", d.lender_kind as "lenderKind", d.lender_name as "lenderName",
  d.borrowed_on as "borrowedOn", d.principal_paise as "principalPaise", d.kept_back_paise as "keptBackPaise", d.terms, d.note, d.state,
  d.paid_on as "paidOn", d.free_on as "freeOn", d.slip_file_id is not null as "hasSlip",
  (select coalesce(jsonb_agg(jsonb_build_object('paymentId', y.payment_id, 'paidOn', y.paid_on, 'amountPaise', y.amount_paise,
      'closes', y.closes, 'sourceId', y.source_id, 'payablePaise', y.payable_paise, 'asNowPaise', y.as_now_paise,
      'byLoan', case when y.office_loan_id is not null then jsonb_build_object('loanId', y.office_loan_id, 'eventId', y.loan_event_id) end,
      'sourceName', (select s.sheet ->> 'name' from swap_source s where s.org_id = y.org_id and s.source_id = y.source_id))
      order by y.paid_on, y.payment_id), '[]')
    from debt_payment y where y.org_id = d.org_id and y.debt_id = d.debt_id and y.struck_on is null) as payments`;

/** Debts of these persons that were not struck, the oldest first. */
export async function debtsOf(tx: Tx, persons: readonly string[]): Promise<StoredDebt[]> {
  const { rows } = await sql<StoredDebt>`select ${DEBT} from outside_debt d
    where d.org_id = ${tx.orgId} and d.person_id = any(${[...persons]}::uuid[]) and d.state <> 'struck'
    order by d.borrowed_on, d.debt_id`.execute(tx.db);
  return rows;
}

/**
 * One of hers, kept still until the transaction ends; null when there is none. For taking back what was done with her consent, which
 * needs it no more; anything else begins with {@link lockDebt}.
 */
export async function holdDebt(
  tx: Tx,
  { personId, debtId }: { personId: string; debtId: string },
): Promise<StoredDebt | null> {
  await sql`select from outside_debt where org_id = ${tx.orgId} and debt_id = ${debtId} for update`.execute(tx.db);
  const { rows } = await sql<StoredDebt>`select ${DEBT} from outside_debt d
    where d.org_id = ${tx.orgId} and d.debt_id = ${debtId} and d.person_id = ${personId}`.execute(tx.db);
  return rows[0] ?? null;
}

/** @returns refused `debts.not_found` | `debts.no_consent` */
export async function lockDebt(
  tx: Tx,
  { personId, debtId }: { personId: string; debtId: string },
): Promise<StoredDebt | Refused> {
  const debt = await holdDebt(tx, { personId, debtId });
  if (!debt) return refused('debts.not_found');
  const consent = await consentInForce(tx, 'income_and_debts', personId);
  return consent === 'stands' ? debt : refused('debts.no_consent');
}

export async function moveDebt(
  tx: Tx,
  debtId: string,
  to: { state: DebtState; paidOn: IsoDate | null },
): Promise<void> {
  await sql`update outside_debt set state = ${to.state}, paid_on = ${to.paidOn}
    where org_id = ${tx.orgId} and debt_id = ${debtId}`.execute(tx.db);
}

export type StoredSource = { readonly sheet: SwapSource; readonly untilOn: IsoDate | null; readonly lentPaise: number };
/** Sources open on the day to her: everybody's and her groups'; with what her household's woman was lent out of each before. */
export async function sourcesFor(tx: Tx, persons: readonly string[], on: IsoDate): Promise<StoredSource[]> {
  const { rows } =
    await sql<StoredSource>`select s.sheet, s.until_on as "untilOn", coalesce((select sum(y.amount_paise) from debt_payment y
      join outside_debt d on d.org_id = y.org_id and d.debt_id = y.debt_id
      where y.org_id = s.org_id and y.source_id = s.source_id and y.struck_on is null
        and d.person_id = any(${[...persons]}::uuid[])), 0)::bigint as "lentPaise"
    from swap_source s
    where s.org_id = ${tx.orgId} and s.from_on <= ${on} and (s.until_on is null or s.until_on > ${on}) and (s.group_id is null or exists (
      select from membership m where m.org_id = s.org_id and m.group_id = s.group_id and m.person_id = any(${[...persons]}::uuid[])
        and m.joined_on <= ${on} and (m.left_on is null or m.left_on > ${on})))
    order by s.sheet ->> 'rateBps', s.source_id`.execute(tx.db);
  return [...rows].sort((a, b) => a.sheet.rateBps - b.sheet.rateBps);
}

export type OwnLoan = {
  readonly loanId: string;
  readonly personId: string;
  readonly leftPaise: number;
  readonly lastOn: IsoDate;
  readonly obligation: Obligation;
};
type LoanLine = Omit<OwnLoan, 'obligation'> & {
  unit: 'week' | 'month';
  every: number;
  partPaise: number;
  overduePaise: number;
};
/** Running loans of these persons in our own books, the group's and the office's, each by its highest part to come; when all is overdue, all of it now. */
export async function ownLoans(tx: Tx, persons: readonly string[]): Promise<OwnLoan[]> {
  const { rows } = await sql<LoanLine>`
    select l.loan_id as "loanId", l.borrower_id as "personId", l.principal_left_paise as "leftPaise",
      l.terms #>> '{interval,unit}' as unit, (l.terms #>> '{interval,every}')::int as every, r."lastOn", r."partPaise", r."overduePaise"
    from loan l join lateral (
      select max(x.due_on) as "lastOn", coalesce(max(x.owed) filter (where x.due_on > ${tx.today}), 0)::bigint as "partPaise",
        coalesce(sum(x.owed) filter (where x.due_on <= ${tx.today}), 0)::bigint as "overduePaise"
      from (select r.due_on, r.principal_paise + r.interest_paise + r.fee_paise - r.paid_principal_paise - r.paid_interest_paise - r.paid_fee_paise as owed
        from loan_row r where r.org_id = l.org_id and r.loan_id = l.loan_id) x where x.owed > 0) r on r."lastOn" is not null
    where l.org_id = ${tx.orgId} and l.borrower_kind = 'person' and l.borrower_id = any(${[...persons]}::uuid[]) and l.state = 'active'
    union all
    select l.loan_id, l.borrower_id, s.outstanding_paise, c.contract #>> '{terms,interval,unit}',
      (c.contract #>> '{terms,interval,every}')::int, r."lastOn", r."partPaise", r."overduePaise"
    from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id and s.status = 'active'
    join lateral (select contract from loan_contract c where c.org_id = l.org_id and c.loan_id = l.loan_id
      order by c.offer_no desc limit 1) c on true
    join lateral (
      select max(x.due_on) as "lastOn", coalesce(max(x.owed) filter (where x.due_on > ${tx.today}), 0)::bigint as "partPaise",
        coalesce(sum(x.owed) filter (where x.due_on <= ${tx.today}), 0)::bigint as "overduePaise"
      from (select r.due_on, r.principal_paise + r.interest_paise + r.fee_paise - r.paid_principal_paise - r.paid_interest_paise - r.paid_fee_paise as owed
        from loan_run_row r where r.org_id = l.org_id and r.loan_id = l.loan_id) x where x.owed > 0) r on r."lastOn" is not null
    where l.org_id = ${tx.orgId} and l.borrower_kind = 'person' and l.borrower_id = any(${[...persons]}::uuid[])
    order by "lastOn", "loanId"`.execute(tx.db);
  return rows.map(({ unit, every, partPaise, overduePaise, ...loan }) => ({
    ...loan,
    obligation:
      partPaise > 0
        ? { kind: 'instalments', amountPaise: partPaise, unit, every }
        : { kind: 'bullet', totalPaise: overduePaise, monthsLeft: 0 },
  }));
}
