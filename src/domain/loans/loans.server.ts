/** Loans as stored: read as the state that rules judge, written as the rows and payments that a judged document made. */
import { sql, type RawBuilder } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import { kept, type Tx } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import type { LoanRow, LoanState, Parts } from './model.ts';
import { outstandingOf } from './repayment.rules.ts';
import { neverStood, stoodFrom } from './stood.server.ts';

/** A row of the schedule, its bracket left open for what most rows have not: stripping nulls would read every row's text again. */
const ROW_SQL = sql.raw(`json_build_object('no', r.no, 'dueOn', r.due_on,
  'asked', json_build_object('finePaise', r.fine_paise, 'feePaise', r.fee_paise, 'interestPaise', r.interest_paise, 'principalPaise', r.principal_paise),
  'paid', json_build_object('finePaise', r.paid_fine_paise, 'feePaise', r.paid_fee_paise, 'interestPaise', r.paid_interest_paise,
    'principalPaise', r.paid_principal_paise)`);

/** A row of the database as {@link LoanState}; used by every query that hands loans to rules. */
export const LOAN_STATE_SQL = sql`json_build_object('loanId', l.loan_id, 'personId', l.borrower_id, 'source', l.source, 'purpose', l.purpose,
  'disbursedOn', l.disbursed_on, 'terms', l.terms, 'levelPaise', l.level_paise, 'prepaidPaise', l.prepaid_paise, 'addedPaise', l.added_paise, 'rows', (
    select json_agg(case when r.grows_paise = 0 then ${ROW_SQL}) else ${ROW_SQL}, 'growsPaise', r.grows_paise) end order by r.no)
    from loan_row r where r.org_id = l.org_id and r.loan_id = l.loan_id))`;

type At = {
  readonly bookId: string;
  readonly groupId: string;
  readonly sourceKind: 'meeting' | 'cut_off' | 'office';
  readonly sourceId: string;
};

export async function saveNewLoans(tx: Tx, loans: readonly LoanState[], at: At): Promise<void> {
  for (const statement of newLoans(tx, loans, at)) await statement.execute(tx.db);
}

/** New loans with their frozen schedules in one statement; none when there are none. */
export function newLoans(tx: Tx, loans: readonly LoanState[], at: At): RawBuilder<unknown>[] {
  if (loans.length === 0) return [];
  const rows = loans.flatMap((loan) => loan.rows.map((row) => ({ loanId: loan.loanId, ...row })));
  const statement = sql`${kept}
    with l as (
      insert into loan (org_id, loan_id, book_id, group_id, borrower_kind, borrower_id, source, purpose, terms, principal_paise, level_paise,
        disbursed_on, source_kind, source_id, state, principal_left_paise, oldest_unpaid_due_on)
      select ${tx.orgId}, x.loan_id, ${at.bookId}, ${at.groupId}, 'person', x.borrower_id, x.source, x.purpose, x.terms, x.principal, x.level,
        x.disbursed_on, ${at.sourceKind}, ${at.sourceId}, 'active', x.principal, x.first_due
      from jsonb_to_recordset(${JSON.stringify(
        loans.map((loan) => ({
          loan_id: loan.loanId,
          borrower_id: loan.personId,
          source: loan.source,
          purpose: loan.purpose,
          terms: loan.terms,
          principal: loan.terms.principalPaise,
          level: loan.levelPaise,
          disbursed_on: loan.disbursedOn,
          // rows that wait ask nothing
          first_due: standing(loan).oldestUnpaidDueOn,
        })),
      )}::jsonb) as x(loan_id uuid, borrower_id uuid, source text, purpose text, terms jsonb, principal bigint, level bigint, disbursed_on date, first_due date)
      returning loan_id, principal_paise, disbursed_on, oldest_unpaid_due_on),
    stood as (
      insert into loan_stood (org_id, loan_id, from_on, outstanding_paise, oldest_unpaid_due_on, is_rescheduled)
      select ${tx.orgId}, loan_id, disbursed_on, principal_paise, oldest_unpaid_due_on, false from l)
    insert into loan_row (org_id, loan_id, no, due_on, principal_paise, interest_paise, grows_paise)
    select ${tx.orgId}, r.loan_id, r.no, r.due_on, r.principal, r.interest, r.grows
    from unnest(${rows.map((r) => r.loanId)}::uuid[], ${rows.map((r) => r.no)}::int[], ${rows.map((r) => r.dueOn)}::date[],
      ${rows.map((r) => r.asked.principalPaise)}::bigint[], ${rows.map((r) => r.asked.interestPaise)}::bigint[],
      ${rows.map((r) => r.growsPaise ?? 0)}::bigint[]) as r(loan_id, no, due_on, principal, interest, grows)
    join l using (loan_id)`;
  return [statement];
}

/** `parts` is what was paid (0 for a correction that only moves rows). */
export type PaidRecord = {
  readonly loanId: string;
  readonly parts: Parts;
  readonly before: LoanState;
  readonly after: LoanState;
};

type PaidAt = { on: IsoDate; sourceId: string };

async function savePayments(tx: Tx, payments: readonly PaidRecord[], at: PaidAt): Promise<void> {
  for (const statement of newPayments(tx, payments, at)) await statement.execute(tx.db);
}

/** Payments and the rows they changed in one statement, none when there are none; a loan whose rows are all paid is closed. */
export function newPayments(tx: Tx, payments: readonly PaidRecord[], at: PaidAt): RawBuilder<unknown>[] {
  if (payments.length === 0) return [];
  const changed = payments.flatMap((payment) =>
    changedRows(payment.before.rows, payment.after.rows).map((row) => ({ loanId: payment.loanId, row })),
  );
  const loans = payments.map(({ loanId, after }) => ({ loanId, ...standing(after) }));
  const stands = loans.map((one) => ({ ...one, outstandingPaise: one.principalLeftPaise }));
  const gone = payments.flatMap(({ loanId, before, after }) => {
    const kept = new Set(after.rows.map((row) => row.no));
    return before.rows.filter((row) => !kept.has(row.no)).map((row) => ({ loanId, no: row.no }));
  });
  const paid = payments.filter(
    ({ parts }) => parts.finePaise + parts.feePaise + parts.interestPaise + parts.principalPaise !== 0,
  );
  const ids = loans.map((l) => l.loanId);
  // seldom any: a correction took an instalment away
  const withoutGone = sql`gone as (
      delete from loan_row r using unnest(${gone.map((g) => g.loanId)}::uuid[], ${gone.map((g) => g.no)}::int[]) as g(loan_id, no)
      where r.org_id = ${tx.orgId} and r.loan_id = any(${ids}::uuid[]) and r.loan_id = g.loan_id and r.no = g.no),`;
  const statement = sql`${kept}
    with ${gone.length > 0 ? withoutGone : sql``}
    rows as (
      insert into loan_row as t (org_id, loan_id, no, due_on, principal_paise, interest_paise, fee_paise, fine_paise,
        paid_principal_paise, paid_interest_paise, paid_fee_paise, paid_fine_paise, grows_paise)
      select ${tx.orgId}, r.* from unnest(${changed.map((c) => c.loanId)}::uuid[], ${changed.map((c) => c.row.no)}::int[],
        ${changed.map((c) => c.row.dueOn)}::date[], ${changed.map((c) => c.row.asked.principalPaise)}::bigint[],
        ${changed.map((c) => c.row.asked.interestPaise)}::bigint[], ${changed.map((c) => c.row.asked.feePaise)}::bigint[],
        ${changed.map((c) => c.row.asked.finePaise)}::bigint[], ${changed.map((c) => c.row.paid.principalPaise)}::bigint[],
        ${changed.map((c) => c.row.paid.interestPaise)}::bigint[], ${changed.map((c) => c.row.paid.feePaise)}::bigint[],
        ${changed.map((c) => c.row.paid.finePaise)}::bigint[], ${changed.map((c) => c.row.growsPaise ?? 0)}::bigint[])
        as r(loan_id, no, due_on, principal, interest, fee, fine, paid_principal, paid_interest, paid_fee, paid_fine, grows)
      on conflict (org_id, loan_id, no) do update set principal_paise = excluded.principal_paise, interest_paise = excluded.interest_paise,
        fee_paise = excluded.fee_paise, fine_paise = excluded.fine_paise, paid_principal_paise = excluded.paid_principal_paise,
        paid_interest_paise = excluded.paid_interest_paise, paid_fee_paise = excluded.paid_fee_paise, paid_fine_paise = excluded.paid_fine_paise,
        grows_paise = excluded.grows_paise),
    heads as (
      update loan set principal_left_paise = x.principal_left, prepaid_paise = x.prepaid, added_paise = x.added, oldest_unpaid_due_on = x.oldest,
        state = case when x.open then 'active' else 'closed' end, closed_on = case when x.open then null else ${at.on}::date end
      from unnest(${ids}::uuid[], ${loans.map((l) => l.principalLeftPaise)}::bigint[], ${loans.map((l) => l.prepaidPaise)}::bigint[],
        ${loans.map((l) => l.oldestUnpaidDueOn)}::date[], ${loans.map((l) => l.open)}::boolean[], ${loans.map((l) => l.addedPaise)}::bigint[])
        as x(loan_id, principal_left, prepaid, oldest, open, added)
      where loan.org_id = ${tx.orgId} and loan.loan_id = any(${ids}::uuid[]) and loan.loan_id = x.loan_id),
    ${stoodFrom(tx, stands, at.on)}
    insert into loan_payment (org_id, loan_id, payment_id, paid_on, source_id, fine_paise, fee_paise, interest_paise, principal_paise)
    select ${tx.orgId}, p.loan_id, p.payment_id, ${at.on}::date, ${at.sourceId}, p.fine, p.fee, p.interest, p.principal
    from unnest(${paid.map((p) => p.loanId)}::uuid[], ${paid.map(() => newId())}::uuid[], ${paid.map((p) => p.parts.finePaise)}::bigint[],
      ${paid.map((p) => p.parts.feePaise)}::bigint[], ${paid.map((p) => p.parts.interestPaise)}::bigint[],
      ${paid.map((p) => p.parts.principalPaise)}::bigint[]) as p(loan_id, payment_id, fine, fee, interest, principal)`;
  return [statement];
}

function changedRows(before: readonly LoanRow[], after: readonly LoanRow[]): LoanRow[] {
  const old = new Map(before.map((row) => [row.no, JSON.stringify(row)]));
  return after.filter((row) => old.get(row.no) !== JSON.stringify(row));
}

/** The running figures a portfolio screen reads instead of scanning rows. */
function standing(loan: LoanState) {
  const unpaid = loan.rows.find((row) => {
    const { asked, paid } = row;
    return (
      asked.finePaise > paid.finePaise ||
      asked.feePaise > paid.feePaise ||
      asked.interestPaise > paid.interestPaise ||
      asked.principalPaise > paid.principalPaise
    );
  });
  return {
    principalLeftPaise: outstandingOf(loan).principalPaise,
    prepaidPaise: loan.prepaidPaise,
    addedPaise: loan.addedPaise ?? 0,
    oldestUnpaidDueOn: unpaid?.dueOn ?? null,
    open: unpaid !== undefined,
  };
}

/** Payments of a document that is undone are answered by opposite rows; nothing is removed. */
export async function undoPayments(tx: Tx, { sourceId, on }: { sourceId: string; on: IsoDate }): Promise<void> {
  await sql`insert into loan_payment (org_id, loan_id, payment_id, paid_on, source_id, fine_paise, fee_paise, interest_paise, principal_paise,
      reverses_payment_id)
    select p.org_id, p.loan_id, gen_random_uuid(), ${on}::date, ${sourceId}, -p.fine_paise, -p.fee_paise, -p.interest_paise, -p.principal_paise,
      p.payment_id
    from loan_payment p where p.org_id = ${tx.orgId} and p.source_id = ${sourceId} and p.reverses_payment_id is null
      and not exists (select from loan_payment r where r.org_id = p.org_id and r.loan_id = p.loan_id and r.reverses_payment_id = p.payment_id)`.execute(
    tx.db,
  );
}

/** How a loan stood, as far as a meeting can move it; `rows` are those it moved. */
export type LoanBefore = Pick<LoanState, 'loanId' | 'prepaidPaise' | 'addedPaise' | 'rows'>;

/**
 * Lays earlier rows over the present ones. `withdrawn` loans are those the undone document had given: they end with nothing left,
 * kept for the record. `on`: the day of the undone document, from which the loans stand as before.
 */
export async function restoreLoans(
  tx: Tx,
  { before, withdrawn, on }: { before: readonly LoanBefore[]; withdrawn: readonly string[]; on: IsoDate },
): Promise<void> {
  for (const loan of before) {
    const now = await loanState(tx, loan.loanId);
    if (!now) continue;
    const kept = new Map([...now.rows, ...loan.rows].map((row) => [row.no, row]));
    const whole: LoanState = {
      ...now,
      prepaidPaise: loan.prepaidPaise,
      addedPaise: loan.addedPaise ?? 0,
      rows: [...kept.values()].sort((a, b) => a.no - b.no),
    };
    const nothing = { finePaise: 0, feePaise: 0, interestPaise: 0, principalPaise: 0 };
    await savePayments(tx, [{ loanId: loan.loanId, before: now, after: whole, parts: nothing }], {
      on,
      sourceId: loan.loanId,
    });
  }
  if (withdrawn.length === 0) return;
  await neverStood(tx, withdrawn);
  await sql`update loan set state = 'withdrawn', principal_left_paise = 0, oldest_unpaid_due_on = null, closed_on = ${tx.today}::date
    where org_id = ${tx.orgId} and loan_id = any(${[...withdrawn]}::uuid[])`.execute(tx.db);
}

/** One loan as rules know it, or null. */
export async function loanState(tx: Tx, loanId: string): Promise<LoanState | null> {
  const { rows } = await sql<{ state: LoanState }>`select ${LOAN_STATE_SQL} as state from loan l
    where l.org_id = ${tx.orgId} and l.loan_id = ${loanId}`.execute(tx.db);
  return rows[0]?.state ?? null;
}
