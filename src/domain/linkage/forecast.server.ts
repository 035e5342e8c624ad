/** A group's own meetings, loans and dues laid out for `forecast.rules.ts`: six statements a group. */
import { sql } from 'kysely';
import { addDays, addMonths, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { isMemberOn, nextMeetingOn, rulesOn, type GroupContext } from '#domain/meetings/index.ts';
import type { LoanState } from '#domain/loans/index.ts';
import type { AgreedRow } from './agreed.rules.ts';
import { agreedLoans, type AgreedLoans } from './agreed.server.ts';
import {
  forecastOf,
  MEETINGS_AHEAD,
  type ComingMeeting,
  type Forecast,
  type ForecastFacts,
  type PastMeeting,
} from './forecast.rules.ts';
import type { GroupRef } from './grading.model.ts';
import { factsOn, groundOf, type Ground } from './ground.server.ts';
import type { Facts, LoanFact } from './measures.rules.ts';
import { openDemands } from './plans.server.ts';

/** A year back; a row due a few days after a meeting belongs to it, since meetings move by days. House's choice. */
const WINDOW = { windowMonths: 12, graceDays: 3, closeDays: 3 };

export type ForecastPage = {
  readonly forecast: Forecast;
  readonly basis: {
    readonly from: IsoDate;
    readonly meetings: number;
    /** What was asked and what came, over all of them. */
    readonly savedPaise: number;
    readonly normPaise: number;
    readonly paidPaise: number;
    readonly duePaise: number;
  };
  /** Lenders whose letter says when they are paid back: what falls due to each until the last of these meetings. */
  readonly agreed: readonly { readonly lineId: string; readonly lender: string; readonly duePaise: number }[];
  /** Owed to lenders whose due days are written nowhere here: counted as such payments were made so far. */
  readonly untermedPaise: number;
  readonly overduePaise: number;
  readonly reservePaise: number;
  /** Asked for at meetings and put off: not in the forecast. */
  readonly waitingPaise: number;
  /** The office has approved and not paid out: not in the forecast. */
  readonly approvedPaise: number;
};

/** Null while the group has no rules, for a group that is over, and for one to practise on. */
export async function forecast(tx: Tx, _who: Actor, { groupId }: GroupRef): Promise<ForecastPage | null> {
  const ground = await groundOf(tx, groupId);
  if (!ground || ground.context.practice || !(await meets(tx, groupId))) return null;
  const facts = await factsOn(tx, ground, { ...WINDOW, on: tx.today });
  const own = await ownLoansOf(tx, groupId);
  const days = await comingDays(tx, ground);
  const agreed = await agreedLoans(tx, groupId, belongsUntil(days.at(-1)!));
  const paidOut = await toLendersOf(tx, ground, { facts, agreed });
  const past = pastOf(facts, paidOut.byMeeting, await putByOf(tx, groupId, facts.from));
  const coming = comingOf(ground, days, [...own.rows, ...agreed.loans.flatMap((loan) => loan.rows)]);
  const { context } = ground;
  const reservePaise = rulesOn(context, tx.today).reservePaise;
  const laidOut: ForecastFacts = {
    startPaise: startOf(context),
    reservePaise,
    overduePaise: unpaid(context.loans, { upTo: belongsUntil(lastHeldOn(context)) }),
    lendersLeftPaise: paidOut.leftPaise,
    past,
    coming,
  };
  const waiting = await openDemands(tx, groupId, tx.today);
  return {
    forecast: forecastOf(laidOut),
    basis: {
      from: facts.from,
      meetings: past.length,
      savedPaise: sum(past.map((one) => one.savedPaise)),
      normPaise: sum(past.map((one) => one.normPaise)),
      paidPaise: sum(past.map((one) => one.paidPaise)),
      duePaise: sum(past.map((one) => one.duePaise)),
    },
    agreed: agreed.loans.map(({ lineId, lender, rows }) => ({
      ...{ lineId, lender },
      duePaise: sum(rows.map((row) => row.paise)),
    })),
    untermedPaise: paidOut.owedPaise,
    overduePaise: laidOut.overduePaise,
    reservePaise,
    waitingPaise: sum(waiting.map((one) => one.amountPaise - one.grantedPaise)),
    approvedPaise: own.approvedPaise,
  };
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

async function meets(tx: Tx, groupId: string): Promise<boolean> {
  const { rows } =
    await sql`select from groups where org_id = ${tx.orgId} and group_id = ${groupId} and state <> 'closed'`.execute(
      tx.db,
    );
  return rows.length > 0;
}

const startOf = (context: GroupContext): number =>
  context.cashPaise +
  sum(context.banks.map((one) => Math.max(0, one.balancePaise))) +
  sum(context.inTransit.map((one) => one.amountPaise));

const lastHeldOn = (context: GroupContext): IsoDate => context.lastMeeting?.heldOn ?? context.booksFromOn;
/** The last due day that belongs to a meeting. */
const belongsUntil = (day: IsoDate): IsoDate => addDays(day, WINDOW.graceDays);

/** What rows of running loans still ask, due after `after` and up to `upTo`. */
function unpaid(loans: readonly LoanState[], { after = '', upTo }: { after?: IsoDate; upTo: IsoDate }): number {
  return sum(
    loans.flatMap((loan) =>
      loan.rows
        .filter((row) => row.dueOn > after && row.dueOn <= upTo)
        .map(
          ({ asked, paid }) =>
            asked.principalPaise -
            paid.principalPaise +
            (asked.interestPaise - paid.interestPaise) +
            (asked.feePaise - paid.feePaise),
        ),
    ),
  );
}

function pastOf(
  facts: Facts,
  toLenders: ReadonlyMap<string, number>,
  putBy: ReadonlyMap<string, number>,
): PastMeeting[] {
  return facts.meetings.map((meeting, at) => {
    const before = facts.meetings[at - 1];
    const paid = { after: before?.heldOn ?? addDays(meeting.heldOn, -1), upTo: meeting.heldOn };
    const span = {
      after: before ? belongsUntil(before.heldOn) : addDays(facts.from, -1),
      upTo: belongsUntil(meeting.heldOn),
    };
    return {
      savedPaise: meeting.savedPaise,
      normPaise: meeting.expectedPaise,
      duePaise: sum(facts.loans.map((loan) => dueIn(loan, span))),
      paidPaise: Math.max(0, sum(facts.loans.map((loan) => paidIn(loan, paid)))),
      toLendersPaise: toLenders.get(meeting.meetingId) ?? 0,
      putByPaise: putBy.get(meeting.meetingId) ?? 0,
    };
  });
}
type Span = { readonly after: IsoDate; readonly upTo: IsoDate };
const within = (day: IsoDate, { after, upTo }: Span): boolean => day > after && day <= upTo;
const dueIn = (loan: LoanFact, span: Span): number =>
  sum(loan.rows.filter((row) => within(row.dueOn, span)).map((row) => row.principalPaise + row.interestPaise));
const paidIn = (loan: LoanFact, span: Span): number =>
  sum(loan.payments.filter((one) => within(one.paidOn, span)).map((one) => one.principalPaise + one.interestPaise));

/** The coming meetings by the group's calendar: the day it set last, then its cycle. */
async function comingDays(tx: Tx, { context }: Ground): Promise<IsoDate[]> {
  const { rows } = await sql<{
    next: IsoDate | null;
    last: IsoDate;
  }>`select next_on as next, held_on as last from meeting
    where org_id = ${tx.orgId} and group_id = ${context.groupId} and kind <> 'cut_off' and state in ('closed', 'skipped', 'cancelled')
    order by held_on desc, entered_at desc limit 1`.execute(tx.db);
  const after = (day: IsoDate) => nextMeetingOn(rulesOn(context, day).cycle, day);
  const last = rows[0]?.last ?? context.booksFromOn;
  let day = rows[0]?.next ?? after(last);
  // a day that passed without a meeting is not to come any more; today's counts until it was held
  for (let turns = 0; (day < tx.today || day <= last) && turns < 600; turns += 1) day = after(day);
  const days = [day];
  while (days.length < MEETINGS_AHEAD) days.push(after(days.at(-1)!));
  return days;
}

type OwnRow = AgreedRow;
type OwnLoans = { readonly rows: readonly OwnRow[]; readonly approvedPaise: number };
/** What the group itself owes the office, row by row, late charges as they stand. */
async function ownLoansOf(tx: Tx, groupId: string): Promise<OwnLoans> {
  const { rows } = await sql<OwnLoans>`
    with own as (select l.org_id, l.loan_id, s.status, l.asked from office_loan l
      join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
      where l.org_id = ${tx.orgId} and l.borrower_kind = 'group' and l.borrower_id = ${groupId})
    select coalesce((select jsonb_agg(jsonb_build_object('dueOn', r.due_on, 'paise',
          r.fine_paise - r.paid_fine_paise + r.fee_paise - r.paid_fee_paise + r.interest_paise - r.paid_interest_paise
          + r.principal_paise - r.paid_principal_paise) order by r.due_on)
        from own o join loan_run_row r on r.org_id = o.org_id and r.loan_id = o.loan_id where o.status = 'active'), '[]') as rows,
      coalesce((select sum(coalesce((select (t.granted ->> 'principalPaise')::bigint from loan_step t where t.org_id = o.org_id
          and t.loan_id = o.loan_id and t.step = 'approve' order by t.done_at desc limit 1), (o.asked ->> 'principalPaise')::bigint))
        from own o where o.status = 'approved'), 0)::bigint as "approvedPaise"`.execute(tx.db);
  return rows[0]!;
}

function comingOf({ context }: Ground, days: readonly IsoDate[], own: readonly OwnRow[]): ComingMeeting[] {
  return days.map((on, at) => {
    const after = belongsUntil(days[at - 1] ?? lastHeldOn(context));
    const mine = own.filter((row) => row.dueOn <= belongsUntil(on) && (at === 0 || row.dueOn > after));
    return {
      on,
      normPaise: normOn(context, on),
      duePaise: unpaid(context.loans, { after, upTo: belongsUntil(on) }),
      ownDuePaise: sum(mine.map((row) => row.paise)),
    };
  });
}

/** What the rules ask of everybody who will belong that day. */
function normOn(context: GroupContext, on: IsoDate): number {
  const rules = rulesOn(context, on);
  const own = new Map(rules.ownAmounts.map((one) => [one.personId, one.compulsoryPaise + one.voluntaryPaise]));
  const usual = rules.usualCompulsoryPaise + rules.usualVoluntaryPaise;
  return sum(context.members.filter((one) => isMemberOn(one, on)).map((one) => own.get(one.personId) ?? usual));
}

/** Savings at the federation: what each meeting put by, less what came back at it. */
async function putByOf(tx: Tx, groupId: string, from: IsoDate): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; paise: number }>`
    select m.meeting_id as id, sum(case when x ->> 'head' = 'kept_savings' then 1 else -1 end * (x ->> 'amountPaise')::bigint)::bigint as paise
    from meeting m cross join lateral jsonb_array_elements(
      coalesce(m.sheet -> 'otherPayments', '[]') || coalesce(m.sheet -> 'otherReceipts', '[]')) x
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.state = 'closed' and m.held_on >= ${from}::date
      and x ->> 'head' in ('kept_savings', 'kept_savings_back') group by 1`.execute(tx.db);
  return new Map(rows.map((row) => [row.id, row.paise]));
}

const LENDER_HEADS = ['bank_loan_principal', 'bank_loan_interest', 'cif_repaid', 'vrf_repaid', 'federation_interest'];
const PRINCIPAL_HEADS = ['bank_loan_principal', 'cif_repaid', 'vrf_repaid'];
/**
 * What meetings paid to lenders, without what the office booked from the group by its own schedules and without loans that have a letter; and the most that can still be paid
 * to them: principal owed, with interest in the measure of the past.
 */
async function toLendersOf(
  tx: Tx,
  { context, bookId }: Ground,
  { facts, agreed }: { facts: Facts; agreed: AgreedLoans },
): Promise<{ byMeeting: Map<string, number>; owedPaise: number; leftPaise: number }> {
  const { groupId } = context;
  const { rows } = await sql<{ id: string; on: IsoDate; paise: number; principal: number }>`
    select m.meeting_id as id, m.held_on as on, coalesce(sum((p ->> 'amountPaise')::bigint), 0)::bigint as paise,
      coalesce(sum((p ->> 'amountPaise')::bigint) filter (where p ->> 'head' = any(${PRINCIPAL_HEADS})), 0)::bigint as principal
    from meeting m cross join lateral jsonb_array_elements(m.sheet -> 'otherPayments') p
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.state = 'closed' and m.held_on >= ${facts.from}::date
      and jsonb_typeof(m.sheet -> 'otherPayments') = 'array' and p ->> 'head' = any(${LENDER_HEADS})
    group by m.meeting_id, m.held_on order by m.held_on`.execute(tx.db);
  const { rows: booked } = await sql<{ on: IsoDate; paise: number }>`select e.on_date as on,
      sum((e.event ->> 'paise')::bigint)::bigint as paise
    from loan_event e join office_loan l on l.org_id = e.org_id and l.loan_id = e.loan_id
    where e.org_id = ${tx.orgId} and l.borrower_kind = 'group' and l.borrower_id = ${groupId} and e.kind = 'repaid'
      and e.on_date >= ${addMonths(facts.from, -1)}::date and not exists (select from loan_event_undone u where u.org_id = e.org_id
        and u.loan_id = e.loan_id and u.event_id = e.event_id)
    group by e.on_date`.execute(tx.db);
  const { rows: owed } = await sql<{ paise: number }>`select
      coalesce((select sum(credit_paise - debit_paise) from account_balance where org_id = ${tx.orgId} and book_id = ${bookId}
        and account in ('2110', '2120', '2130', '2140')), 0)::bigint
      - coalesce((select sum(s.outstanding_paise) from loan_standing s join office_loan l on l.org_id = s.org_id and l.loan_id = s.loan_id
        where l.org_id = ${tx.orgId} and l.borrower_kind = 'group' and l.borrower_id = ${groupId} and s.status = 'active'), 0)::bigint as paise`.execute(
    tx.db,
  );
  // the office enters what it got from a meeting within days of it
  const office = (on: IsoDate) =>
    sum(booked.filter((one) => one.on >= on && one.on <= addDays(on, WINDOW.graceDays)).map((one) => one.paise));
  const byMeeting = new Map(
    rows.map(({ id, on, paise }) => [id, Math.max(0, paise - office(on) - (agreed.paidOn.get(on) ?? 0))]),
  );
  const [paid, principal] = [sum(rows.map((one) => one.paise)), sum(rows.map((one) => one.principal))];
  const left = Math.max(0, owed[0]!.paise - agreed.owedPaise);
  return { byMeeting, owedPaise: left, leftPaise: principal > 0 ? Math.ceil((left / principal) * paid) : left };
}
