/** The reserve for losses of a lender's own loans: rules from a day on, what a month's end asks for, booked once a month and book. */
import { sql } from 'kysely';
import { officeBook, type OfficeBook } from '#domain/accounts/index.server.ts';
import { judgeDate } from '#domain/accounts/index.ts';
import { accountSumsOf, balanceOf, post } from '#domain/ledger/index.server.ts';
import { CHART } from '#domain/ledger/index.ts';
import { addDays, addMonths, monthOf, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import type { Lender } from './office.model.ts';
import { heldWhere } from './portfolio.queries.server.ts';
import {
  bandsOf,
  provisionEntries,
  type Band,
  type Provisioning,
  type ProvisionMonth,
  type ProvisionRates,
  type ProvisionRule,
} from './provision.rules.ts';

export async function setProvisionRule(tx: Tx, who: Actor, rule: ProvisionRule): Promise<Outcome<{ fromOn: string }>> {
  await tx.db
    .insertInto('loan_provision_rule')
    .values({
      org_id: tx.orgId,
      from_on: rule.fromOn,
      rates_bps: JSON.stringify(rule.ratesBps),
      source: rule.source,
      decided_by: rule.decidedBy,
      set_by: who.userId,
      set_at: tx.now,
    })
    .execute();
  return applied({ fromOn: rule.fromOn });
}

export type RuleInForce = Omit<ProvisionRule, 'fromOn'> & { readonly fromOn: IsoDate };
/** The last one set among those whose day has come. */
async function ruleOn(tx: Tx, on: IsoDate): Promise<RuleInForce | null> {
  const { rows } =
    await sql<RuleInForce>`select from_on as "fromOn", rates_bps as "ratesBps", source, decided_by as "decidedBy"
    from loan_provision_rule where org_id = ${tx.orgId} and from_on <= ${on}::date order by from_on desc, set_at desc limit 1`.execute(
      tx.db,
    );
  return rows[0] ?? null;
}

const endOf = (day: IsoDate): IsoDate => addDays(addMonths(monthOf(day), 1), -1);

type Reckoned = { readonly bands: Band[]; readonly neededPaise: number; readonly beforePaise: number };
async function reckon(
  tx: Tx,
  book: OfficeBook,
  { on, rates }: { on: IsoDate; rates: ProvisionRates },
): Promise<Reckoned> {
  const held = await heldWhere(tx, on, sql`p.book_id = ${book.bookId}::uuid`);
  const bands = bandsOf(held.ages, rates);
  const [reserve] = await accountSumsOf(tx, { bookId: book.bookId, asOf: on, accounts: [CHART.loanLossReserve] });
  return {
    bands,
    neededPaise: bands.reduce((sum, one) => sum + one.neededPaise, 0),
    beforePaise: reserve ? 0 - balanceOf(reserve) : 0,
  };
}

export type ProvisionRun = {
  readonly month: IsoDate;
  readonly neededPaise: number;
  readonly beforePaise: number;
  readonly seq: number | null;
  readonly by: string | null;
};
const runsOf = async (tx: Tx, bookId: string): Promise<ProvisionRun[]> =>
  (
    await sql<ProvisionRun>`select r.month, r.needed_paise as "neededPaise", r.before_paise as "beforePaise", r.seq, u.name as by
      from loan_provision_run r left join app_user u on u.org_id = r.org_id and u.user_id = r.made_by
      where r.org_id = ${tx.orgId} and r.book_id = ${bookId} order by r.month desc limit 60`.execute(tx.db)
  ).rows;

export type ProvisionView = {
  /** Last day of the month looked at. */
  readonly on: IsoDate;
  readonly rule: RuleInForce | null;
  /** What it would come to; null without a rule. */
  readonly preview: Reckoned | null;
  readonly runs: readonly ProvisionRun[];
};

/** Null when the lender keeps no book. */
export async function provision(tx: Tx, _who: Actor, ask: ProvisionMonth): Promise<ProvisionView | null> {
  const book = await officeBook(tx, ask.lender);
  if (!book) return null;
  const on = endOf(ask.month);
  const rule = await ruleOn(tx, on);
  const preview = rule && (await reckon(tx, book, { on, rates: rule.ratesBps }));
  return { on, rule, preview, runs: await runsOf(tx, book.bookId) };
}

export type Provided = { readonly month: IsoDate; readonly movedPaise: number; readonly seq: number | null };

/**
 * Books the change of the reserve on the month's last day. Refuses `loans.month_not_over` {on}, `loans.no_provision_rule`,
 * `loans.provided_already` {month} for that month or a later one, `loans.provision_differs` {neededPaise} when something came in between.
 */
export async function provide(tx: Tx, who: Actor, ask: Provisioning): Promise<Outcome<Provided>> {
  const lender: Lender = ask.lender;
  const book = await officeBook(tx, lender);
  if (!book) return refused('loans.no_book');
  const [month, on] = [monthOf(ask.month), endOf(ask.month)];
  if (on >= tx.today) return refused('loans.month_not_over', { on });
  const dated = judgeDate(on, { ...book, today: tx.today });
  if (!dated.ok) return refused(dated.code, dated.params);
  // two at once come one after the other
  await sql`select pg_advisory_xact_lock(hashtextextended(${`provision ${book.bookId}`}, 0))`.execute(tx.db);
  const last = (await runsOf(tx, book.bookId))[0];
  if (last && last.month >= month) return refused('loans.provided_already', { month: last.month });
  const rule = await ruleOn(tx, on);
  if (!rule) return refused('loans.no_provision_rule');
  const now = await reckon(tx, book, { on, rates: rule.ratesBps });
  if (now.neededPaise !== ask.neededPaise) return refused('loans.provision_differs', { neededPaise: now.neededPaise });
  const postings = provisionEntries(now.neededPaise, now.beforePaise);
  const draft = { eventOn: on, narration: 'loans.provision', postings };
  const done =
    postings.length > 0 ? await post(tx, book.bookId, { draft, source: { kind: 'loan', id: tx.commandId! } }) : null;
  if (done && !done.ok) return done.outcome;
  const seq = done?.posted.seq ?? null;
  await tx.db
    .insertInto('loan_provision_run')
    .values({
      org_id: tx.orgId,
      book_id: book.bookId,
      month,
      bands: JSON.stringify(now.bands),
      needed_paise: now.neededPaise,
      before_paise: now.beforePaise,
      seq,
      made_by: who.userId,
      made_at: tx.now,
    })
    .execute();
  return applied({ month, movedPaise: now.neededPaise - now.beforePaise, seq });
}
