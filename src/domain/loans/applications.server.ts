/** From an application to the first money: who asked, who looked at it, who granted it, what is signed. */
import { sql } from 'kysely';
import { officeBook } from '#domain/accounts/index.server.ts';
import { yearOf } from '#domain/accounts/index.ts';
import { addDays, daysBetween, financialYearName } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { lockLoan, saveContract, setStage, signedOf } from './office-loan.server.ts';
import type * as ask from './office.model.ts';
import { contractFor } from './product.rules.ts';
import type { Asked, ProductRules } from './product.model.ts';
import { ofLoan } from './scopes.ts';
import { judgeApproval, nextStage, type ApprovalLimit, type LoanStage } from './stages.rules.ts';

export type LoanReceipt = {
  readonly loanId: string;
  readonly number: string;
  readonly stage: LoanStage;
  /** Approvals still to come. */
  readonly missing?: number;
};

/** The version of a product on a day; null when it is not offered (yet, or any more). */
async function versionOn(tx: Tx, productId: string, on: string) {
  const { rows } = await sql<{ version: number; rules: ProductRules }>`select v.version, v.rules
    from loan_product_version v join loan_product p on p.org_id = v.org_id and p.product_id = v.product_id
    where v.org_id = ${tx.orgId} and v.product_id = ${productId} and v.from_on <= ${on}::date
      and (p.closed_on is null or p.closed_on > ${on}::date)
    order by v.from_on desc, v.version desc limit 1`.execute(tx.db);
  return rows[0] ?? null;
}

/** Each kind's standing borrower with this id and its place; an enterprise stays open while its application is written. */
const BORROWER_PLACE = {
  person: (tx: Tx, id: string) => sql<{ placeId: string | null }>`select place_id as "placeId" from person
    where org_id = ${tx.orgId} and person_id = ${id} and erased_on is null and now_id = person_id`,
  group: (tx: Tx, id: string) => sql<{ placeId: string | null }>`select place_id as "placeId" from groups
    where org_id = ${tx.orgId} and group_id = ${id} and state <> 'closed' and not practice`,
  enterprise: (tx: Tx, id: string) => sql<{ placeId: string | null }>`select place_id as "placeId" from enterprise
    where org_id = ${tx.orgId} and enterprise_id = ${id} and closed_on is null for update`,
};
/** Where the borrower lives, meets or works; undefined when there is no such person, group or open enterprise. */
async function placeOfBorrower(tx: Tx, { borrowerKind, borrowerId }: ask.LoanApplication) {
  const { rows } = await BORROWER_PLACE[borrowerKind](tx, borrowerId).execute(tx.db);
  return rows[0] ? rows[0].placeId : undefined;
}

async function nextNumber(tx: Tx, on: string): Promise<string> {
  const year = yearOf(on);
  const { rows } = await sql<{ n: number }>`insert into loan_series as s (org_id, financial_year, last_number)
    values (${tx.orgId}, ${year}, 1) on conflict (org_id, financial_year) do update set last_number = s.last_number + 1
    returning last_number as n`.execute(tx.db);
  return `${financialYearName(year)}/${String(rows[0]!.n).padStart(4, '0')}`;
}

/** The loan that is to be settled out of this one: hers, of the same book, running. */
async function mayTopUp(tx: Tx, input: ask.LoanApplication, bookId: string): Promise<boolean> {
  if (!input.topsUpLoanId) return true;
  const { rows } =
    await sql`select from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    where l.org_id = ${tx.orgId} and l.loan_id = ${input.topsUpLoanId} and l.book_id = ${bookId} and s.status = 'active'
      and l.borrower_kind = ${input.borrowerKind} and l.borrower_id = ${input.borrowerId}`.execute(tx.db);
  return rows.length > 0;
}

/** What takes an outside debt's place; the module of debts alone says so. */
export type SwapOf = { readonly debtId: string; readonly sourceId: string };
export const applyHere = (tx: Tx, who: Actor, input: ask.LoanApplication) => apply(tx, who, { input, swap: null });

/** Refuses `loans.top_up_unknown`, `loans.no_book`, `loans.future_date`, `loans.product_unknown`, `loans.borrower_unknown` and what `contractFor` refuses. */
export async function apply(
  tx: Tx,
  who: Actor,
  { input, swap }: { input: ask.LoanApplication; swap: SwapOf | null },
): Promise<Outcome<LoanReceipt>> {
  const { loanId, borrowerKind } = input;
  const book = await officeBook(tx, input.lender);
  if (!book) return refused('loans.no_book');
  if (input.appliedOn > tx.today) return refused('loans.future_date', { on: input.appliedOn, today: tx.today });
  const version = await versionOn(tx, input.productId, input.appliedOn);
  if (!version) return refused('loans.product_unknown');
  const placeId = await placeOfBorrower(tx, input);
  if (placeId === undefined) return refused('loans.borrower_unknown');
  if (!(await mayTopUp(tx, input, book.bookId))) return refused('loans.top_up_unknown');
  const contract = contractFor(version.rules, input.asked, { loanId, borrowerKind });
  if (!contract.ok) return refused(contract.code, contract.params);
  const number = await nextNumber(tx, input.appliedOn);
  await tx.db
    .insertInto('office_loan')
    .values({
      org_id: tx.orgId,
      loan_id: loanId,
      book_id: book.bookId,
      number,
      product_id: input.productId,
      version: version.version,
      borrower_kind: borrowerKind,
      borrower_id: input.borrowerId,
      place_id: placeId,
      purpose: input.purpose,
      asked: JSON.stringify(input.asked),
      note: input.note,
      applied_on: input.appliedOn,
      tops_up_loan_id: input.topsUpLoanId ?? null,
      swap_debt_id: swap?.debtId ?? null,
      swap_source_id: swap?.sourceId ?? null,
      made_by: who.userId,
      made_at: tx.now,
    })
    .execute();
  await tx.db.insertInto('loan_standing').values({ org_id: tx.orgId, loan_id: loanId, status: 'applied' }).execute();
  return applied({ loanId, number, stage: 'applied' });
}

type Step = {
  readonly loanId: string;
  readonly stepId: string;
  readonly step: 'appraise' | 'approve' | 'reject' | 'withdraw';
  readonly note: string | null;
  readonly granted?: Asked | null;
};
const saveStep = (tx: Tx, who: Actor, { loanId, stepId, step, note, granted = null }: Step) =>
  tx.db
    .insertInto('loan_step')
    .values({
      org_id: tx.orgId,
      loan_id: loanId,
      step_id: stepId,
      step,
      granted: granted === null ? null : JSON.stringify(granted),
      note,
      done_by: who.userId,
      done_at: tx.now,
    })
    .execute();

/** What is proposed may differ from what was asked; the application stays as it was written. */
export async function appraise(tx: Tx, who: Actor, input: ask.LoanAppraisal): Promise<Outcome<LoanReceipt>> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) return refused('loans.unknown_loan');
  const stage = nextStage(loan.stage, 'appraise');
  if (!stage.ok) return refused(stage.code, stage.params);
  const granted = input.granted ?? loan.asked;
  const contract = contractFor(loan.rules, granted, loan);
  if (!contract.ok) return refused(contract.code, contract.params);
  await saveStep(tx, who, { ...input, step: 'appraise', granted });
  await setStage(tx, loan.loanId, stage.value);
  return applied({ loanId: loan.loanId, number: loan.number, stage: stage.value });
}

/** The last appraisal is what is granted; approvals before it counted for something else. */
async function proposal(tx: Tx, loanId: string) {
  const { rows } = await sql<{ granted: Asked; approvedBy: string[]; appraisedBy: string }>`
    with last as (select granted, done_by, done_at from loan_step where org_id = ${tx.orgId} and loan_id = ${loanId}
      and step = 'appraise' order by done_at desc limit 1)
    select last.granted, last.done_by as "appraisedBy", coalesce((select array_agg(distinct s.done_by) from loan_step s
      where s.org_id = ${tx.orgId} and s.loan_id = ${loanId} and s.step = 'approve' and s.done_at >= last.done_at), '{}') as "approvedBy"
    from last`.execute(tx.db);
  return rows[0]!;
}

async function limitsOf(tx: Tx): Promise<ApprovalLimit[]> {
  const { rows } =
    await sql<ApprovalLimit>`select from_on as "fromOn", limit_paise as "limitPaise", role from loan_approval_limit
    where org_id = ${tx.orgId} order by from_on, set_at`.execute(tx.db);
  return rows;
}

/** By a second person, above the limit by two; the last one makes the offer that will be signed. */
export async function approve(tx: Tx, who: Actor, input: ask.LoanApproval): Promise<Outcome<LoanReceipt>> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) return refused('loans.unknown_loan');
  const stage = nextStage(loan.stage, 'approve');
  if (!stage.ok) return refused(stage.code, stage.params);
  const { granted, approvedBy } = await proposal(tx, loan.loanId);
  const judged = judgeApproval({
    makerId: loan.madeBy,
    approverId: who.userId,
    // a role she holds elsewhere decides nothing here
    roles: await tx.rolesFor('loans.approve', ofLoan(input)),
    approvedBy,
    paise: granted.principalPaise,
    limits: await limitsOf(tx),
    today: tx.today,
  });
  if (!judged.ok) return refused(judged.code, judged.params);
  await saveStep(tx, who, { ...input, step: 'approve', granted });
  const of = { loanId: loan.loanId, number: loan.number };
  if (!judged.value.isEnough)
    return applied({ ...of, stage: loan.stage, missing: judged.value.needed - approvedBy.length - 1 });
  const contract = contractFor(loan.rules, granted, loan);
  if (!contract.ok) return refused(contract.code, contract.params);
  await saveContract(tx, who, contract.value);
  await setStage(tx, loan.loanId, stage.value);
  return applied({ ...of, stage: stage.value, missing: 0 });
}

const ending = (step: 'reject' | 'withdraw') =>
  async function end(tx: Tx, who: Actor, input: ask.LoanRefusal): Promise<Outcome<LoanReceipt>> {
    const loan = await lockLoan(tx, input.loanId);
    if (!loan) return refused('loans.unknown_loan');
    const stage = nextStage(loan.stage, step);
    if (!stage.ok) return refused(stage.code, stage.params);
    await saveStep(tx, who, { ...input, step });
    await setStage(tx, loan.loanId, stage.value);
    return applied({ loanId: loan.loanId, number: loan.number, stage: stage.value });
  };
export const reject = ending('reject');
export const withdraw = ending('withdraw');

/** The granted loan from another day on: a new schedule and a new hash; what she acknowledged before does not cover it. */
export async function offer(tx: Tx, who: Actor, input: ask.NewOffer): Promise<Outcome<LoanReceipt & { hash: string }>> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) return refused('loans.unknown_loan');
  const stage = nextStage(loan.stage, 'offer');
  if (!stage.ok) return refused(stage.code, stage.params);
  if ((await signedOf(tx, loan.loanId)) === null) throw new Error('An approved loan has its offer');
  const { granted } = await proposal(tx, loan.loanId);
  const { disburseOn, firstDueOn } = input;
  // the whole plan moves with its first part
  const later = daysBetween(granted.disburseOn, disburseOn);
  const parts = granted.parts?.map((one) => ({ ...one, on: addDays(one.on, later) }));
  const contract = contractFor(loan.rules, { ...granted, disburseOn, firstDueOn, ...(parts && { parts }) }, loan);
  if (!contract.ok) return refused(contract.code, contract.params);
  const hash = await saveContract(tx, who, contract.value);
  return applied({ loanId: loan.loanId, number: loan.number, stage: stage.value, hash });
}
