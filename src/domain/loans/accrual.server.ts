/** The monthly run that brings a lender's book to interest earned; shown before it is posted, and run again it posts only what changed. */
import { sql } from 'kysely';
import { officeBook } from '#domain/accounts/index.server.ts';
import { post } from '#domain/ledger/index.server.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import type { AccrualMonth, AccrualRun, AccrualSetting } from './accrual.model.ts';
import { accrualEntries, interestToReceive, isPerforming, judgeMonth, type AccrualLine } from './accrual.rules.ts';
import type { LoanContract, LoanEvent } from './life.model.ts';
import { replay } from './replay.rules.ts';

export async function setAccrual(tx: Tx, who: Actor, input: AccrualSetting): Promise<Outcome<{ fromOn: string }>> {
  await tx.db
    .insertInto('loan_accrual_rule')
    .values({
      org_id: tx.orgId,
      from_on: input.fromOn,
      non_performing_days: input.nonPerformingDays,
      decided_by: input.decidedBy,
      set_by: who.userId,
      set_at: tx.now,
    })
    .execute();
  return applied({ fromOn: input.fromOn });
}

type Rule = { readonly fromOn: string; readonly nonPerformingDays: number; readonly decidedBy: string };
async function ruleOn(tx: Tx, on: IsoDate): Promise<Rule | null> {
  const { rows } =
    await sql<Rule>`select from_on as "fromOn", non_performing_days as "nonPerformingDays", decided_by as "decidedBy"
    from loan_accrual_rule where org_id = ${tx.orgId} and from_on <= ${on}::date order by from_on desc, set_at desc limit 1`.execute(
      tx.db,
    );
  return rows[0] ?? null;
}

type Row = {
  loanId: string;
  borrowerId: string;
  number: string;
  contract: LoanContract;
  events: LoanEvent[];
  beforePaise: number;
  wasPerforming: boolean;
};
export type AccrualShownLine = AccrualLine & { readonly number: string };

/** Every loan that runs or of which something was counted, as it stood on the day. */
async function linesOf(
  tx: Tx,
  { bookId, on, nonPerformingDays }: { bookId: string; on: IsoDate; nonPerformingDays: number },
): Promise<AccrualShownLine[]> {
  const { rows } = await sql<Row>`
    select l.loan_id as "loanId", l.borrower_id as "borrowerId", l.number, c.contract, e.events,
      coalesce(a.after_paise, 0) as "beforePaise", coalesce(a.is_performing, true) as "wasPerforming"
    from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    join lateral (select contract from loan_contract c where c.org_id = l.org_id and c.loan_id = l.loan_id
      order by c.offer_no desc limit 1) c on true
    join lateral (select coalesce(json_agg(e.event order by e.entry_no), '[]') as events from loan_event e
      where e.org_id = l.org_id and e.loan_id = l.loan_id and e.on_date <= ${on}::date and not exists (select from loan_event_undone u
        where u.org_id = e.org_id and u.loan_id = e.loan_id and u.event_id = e.event_id)) e on true
    left join lateral (select a.after_paise, a.is_performing from loan_accrual a
      join loan_accrual_run r on r.org_id = a.org_id and r.run_id = a.run_id
      where a.org_id = l.org_id and a.loan_id = l.loan_id order by r.until_on desc, r.run_at desc limit 1) a on true
    where l.org_id = ${tx.orgId} and l.book_id = ${bookId}
      and (a.after_paise > 0 or (s.disbursed_on <= ${on}::date and (s.closed_on is null or s.closed_on > ${on}::date)
        and (s.written_off_on is null or s.written_off_on > ${on}::date)))
    order by l.number`.execute(tx.db);
  return rows.map(({ contract, events, wasPerforming, ...row }) => {
    const done = replay(contract, events);
    if (!done.ok) throw new Error(`A loan's own events do not fit: ${done.code}`);
    const { loan } = done.value;
    const isGood = isPerforming(loan, { on, nonPerformingDays, before: wasPerforming });
    return { ...row, afterPaise: isGood ? interestToReceive(loan, on) : 0, isPerforming: isGood };
  });
}

async function lastRun(tx: Tx, bookId: string): Promise<IsoDate | null> {
  const { rows } = await sql<{ on: IsoDate | null }>`select max(until_on) as on from loan_accrual_run
    where org_id = ${tx.orgId} and book_id = ${bookId}`.execute(tx.db);
  return rows[0]?.on ?? null;
}

const changeOf = (lines: readonly AccrualLine[]): number =>
  lines.reduce((sum, line) => sum + line.afterPaise - line.beforePaise, 0);

export type AccrualShown = {
  readonly rule: Rule | null;
  readonly lastOn: IsoDate | null;
  readonly lines: readonly AccrualShownLine[];
  readonly changePaise: number;
  readonly problem: { readonly code: string; readonly params: Readonly<Record<string, unknown>> } | null;
};

/** What a run would post; null when the lender keeps no book. */
export async function accrualShown(tx: Tx, _who: Actor, ask: AccrualMonth): Promise<AccrualShown | null> {
  const book = await officeBook(tx, ask.lender);
  if (!book) return null;
  const [rule, lastOn] = [await ruleOn(tx, ask.untilOn), await lastRun(tx, book.bookId)];
  const judged = judgeMonth(ask.untilOn, { today: tx.today, lastOn });
  const problem = judged.ok ? null : { code: judged.code, params: judged.params };
  if (!rule || problem) return { rule, lastOn, lines: [], changePaise: 0, problem };
  const { nonPerformingDays } = rule;
  const lines = await linesOf(tx, { bookId: book.bookId, on: ask.untilOn, nonPerformingDays });
  return { rule, lastOn, lines, changePaise: changeOf(lines), problem };
}

/** Refuses `loans.no_book`, `loans.accrual_not_set`, `loans.accrual_other` {changePaise}, `loans.nothing_to_accrue`, `loans.month_not_over`. */
export async function accrue(
  tx: Tx,
  who: Actor,
  input: AccrualRun,
): Promise<Outcome<{ runId: string; loans: number; changePaise: number }>> {
  const { runId, untilOn } = input;
  const book = await officeBook(tx, input.lender);
  if (!book) return refused('loans.no_book');
  const { bookId } = book;
  // two runs at once come one after the other
  await sql`select pg_advisory_xact_lock(hashtextextended(${`accrual ${bookId}`}, 0))`.execute(tx.db);
  const judged = judgeMonth(untilOn, { today: tx.today, lastOn: await lastRun(tx, bookId) });
  if (!judged.ok) return refused(judged.code, judged.params);
  const rule = await ruleOn(tx, untilOn);
  if (!rule) return refused('loans.accrual_not_set');
  const lines = await linesOf(tx, { bookId, on: untilOn, nonPerformingDays: rule.nonPerformingDays });
  const postings = accrualEntries(lines);
  if (postings.length === 0) return refused('loans.nothing_to_accrue', { untilOn });
  const changePaise = changeOf(lines);
  if (changePaise !== input.changePaise) return refused('loans.accrual_other', { changePaise });
  const done = await post(tx, bookId, {
    draft: { eventOn: untilOn, narration: 'loans.accrued', postings },
    source: { kind: 'loan', id: runId },
  });
  if (!done.ok) return done.outcome;
  await saveRun(tx, who, { runId, bookId, untilOn, lines, seq: done.posted.seq });
  return applied({ runId, loans: lines.length, changePaise });
}

async function saveRun(
  tx: Tx,
  who: Actor,
  of: { runId: string; bookId: string; untilOn: IsoDate; lines: readonly AccrualLine[]; seq: number },
): Promise<void> {
  const changes = of.lines.map((line) => line.afterPaise - line.beforePaise);
  await tx.db
    .insertInto('loan_accrual_run')
    .values({
      org_id: tx.orgId,
      run_id: of.runId,
      book_id: of.bookId,
      until_on: of.untilOn,
      earned_paise: changes.reduce((sum, change) => sum + Math.max(0, change), 0),
      taken_back_paise: changes.reduce((sum, change) => sum + Math.max(0, -change), 0),
      seq: of.seq,
      run_by: who.userId,
      run_at: tx.now,
    })
    .execute();
  // every loan of the run, changed or not: the next one takes up from here
  await sql`insert into loan_accrual (org_id, run_id, loan_id, before_paise, after_paise, is_performing)
    select ${tx.orgId}, ${of.runId}, r.loan_id, r.before_paise, r.after_paise, r.is_performing
    from unnest(${of.lines.map((l) => l.loanId)}::uuid[], ${of.lines.map((l) => l.beforePaise)}::bigint[],
      ${of.lines.map((l) => l.afterPaise)}::bigint[], ${of.lines.map((l) => l.isPerforming)}::boolean[])
      as r(loan_id, before_paise, after_paise, is_performing)`.execute(tx.db);
}
