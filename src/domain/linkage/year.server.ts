/**
 * A group's year is closed: every account of income and expense goes to the surplus kept by one journal of its last day, and the period is
 * shut. What earlier years left open comes along, so a group that never closed one begins with any. Opened again by the exact opposite.
 */
import { sql } from 'kysely';
import { addDays, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { sumPaise } from '#platform/money.ts';
import { applied, refused, type Outcome, type Refused } from '#platform/outcomes.ts';
import { CHART, type AccountCode, type PostingDraft } from '#domain/ledger/index.ts';
import {
  accountSumsOf,
  balanceOf,
  openPeriod,
  periods,
  post,
  postReversal,
  shutPeriod,
} from '#domain/ledger/index.server.ts';
import { groundOf, type Ground } from './ground.server.ts';
import { checkResolution } from './plan.rules.ts';
import { decisionUsed, lockGroup, resolutionOf } from './store.server.ts';
import type { GroupYearClosing, GroupYearReopening, YearAsked } from './year.model.ts';

const spanOf = (year: number) => ({ from: `${year}-04-01`, to: `${year + 1}-03-31` });
export type ClosingLine = { readonly account: string; readonly paise: number };

/** Balances of income and expense at the year's end, debit positive. */
async function openLines(tx: Tx, bookId: string, to: IsoDate): Promise<ClosingLine[]> {
  return (await accountSumsOf(tx, { bookId, asOf: to }))
    .filter((sum) => /^[45]/.test(sum.account))
    .map((sum) => ({ account: sum.account, paise: balanceOf(sum) }))
    .filter((line) => line.paise !== 0);
}
const surplusOf = (lines: readonly ClosingLine[]): number => -sumPaise(lines.map((line) => line.paise)) || 0;

async function mayClose(tx: Tx, { context, bookId }: Ground, year: number): Promise<Refused | null> {
  const { to } = spanOf(year);
  if (context.practice) return refused('linkage.practice');
  if (to >= tx.today) return refused('linkage.year_not_over', { to });
  if (to < context.booksFromOn) return refused('linkage.before_books', { on: context.booksFromOn });
  const { closedTo } = await periods(tx, bookId);
  return closedTo !== null && closedTo >= to ? refused('linkage.year_shut', { closedTo }) : null;
}

/**
 * @returns refused `linkage.no_group` | `linkage.practice` | `linkage.year_not_over` {to} | `linkage.before_books` | `linkage.year_shut`
 *   {closedTo} | `linkage.nothing_to_close` | `linkage.other_surplus` {surplusPaise} | `linkage.no_meeting` | `linkage.decision_used` |
 *   `linkage.taken` and all of {@link checkResolution}
 */
export async function closeGroupYear(
  tx: Tx,
  who: Actor,
  input: GroupYearClosing,
): Promise<Outcome<{ closingId: string; seq: number; surplusPaise: number }>> {
  const { groupId, year, closingId } = input;
  const ground = await groundOf(tx, groupId);
  if (!ground) return refused('linkage.no_group');
  const { bookId } = ground;
  await lockGroup(tx, groupId);
  const wrong = await mayClose(tx, ground, year);
  if (wrong) return wrong;
  const { rows: known } =
    await sql`select from group_year_close where org_id = ${tx.orgId} and closing_id = ${closingId}`.execute(tx.db);
  if (known[0]) return refused('linkage.taken');
  const { to } = spanOf(year);
  const lines = await openLines(tx, bookId, to);
  if (lines.length === 0) return refused('linkage.nothing_to_close');
  const surplusPaise = surplusOf(lines);
  if (surplusPaise !== input.expectedPaise) return refused('linkage.other_surplus', { surplusPaise });
  const resolution = await resolutionOf(tx, ground, input);
  if (!resolution) return refused('linkage.no_meeting');
  const resolved = checkResolution(resolution, { notBefore: to });
  if (!resolved.ok) return resolved;
  if (await decisionUsed(tx, { ...input, ...resolution })) return refused('linkage.decision_used');
  const postings: PostingDraft[] = [
    ...lines.map((line) => ({ account: line.account as AccountCode, amountPaise: -line.paise })),
    { account: CHART.retainedSurplus, amountPaise: -surplusPaise },
  ];
  const done = await post(tx, bookId, {
    draft: { eventOn: to, narration: 'linkage.year_close', postings },
    source: { kind: 'year_close', id: closingId },
  });
  if (!done.ok) return done.outcome;
  const shut = await shutPeriod(tx, who, {
    ...{ bodyKind: 'group', bodyId: groupId },
    ...{ closedTo: to, closesYear: year },
  });
  if (shut.kind !== 'applied') return shut.kind === 'already' ? refused('linkage.year_shut', { closedTo: to }) : shut;
  await sql`insert into group_year_close (org_id, closing_id, group_id, book_id, financial_year, surplus_paise, meeting_id, decision_no,
      decision, journal_seq, period_close_id, closed_by, closed_at)
    values (${tx.orgId}, ${closingId}, ${groupId}, ${bookId}, ${year}, ${surplusPaise}, ${input.meetingId}, ${input.decisionNo},
      ${JSON.stringify(resolution.decision)}::jsonb, ${done.posted.seq}, ${shut.receipt.periodCloseId}, ${who.userId}, ${tx.now})`.execute(
    tx.db,
  );
  return applied({ closingId, seq: done.posted.seq, surplusPaise });
}

/**
 * The furthest closing only; both entries stay in the book.
 * @returns refused `linkage.no_year` | `linkage.taken_back` | `linkage.closed_later` {laterClosedTo} and those of reopening a period
 */
export async function reopenGroupYear(
  tx: Tx,
  who: Actor,
  { groupId, closingId, reason }: GroupYearReopening,
): Promise<Outcome<{ closingId: string; seq: number }>> {
  await lockGroup(tx, groupId);
  const { rows } = await sql<{ bookId: string; year: number; seq: number; periodCloseId: string; on: string | null }>`
    select book_id as "bookId", financial_year as year, journal_seq as seq, period_close_id as "periodCloseId",
      (reopened_at at time zone 'Asia/Kolkata')::date as on
    from group_year_close where org_id = ${tx.orgId} and group_id = ${groupId} and closing_id = ${closingId}`.execute(
    tx.db,
  );
  const closing = rows[0];
  if (!closing) return refused('linkage.no_year');
  if (closing.on !== null) return refused('linkage.taken_back', { on: closing.on });
  const { bookId, seq } = closing;
  const { to } = spanOf(closing.year);
  const { closings } = await periods(tx, bookId);
  const later = closings.find((one) => !one.reopenedAt && one.closedTo > to);
  if (later) return refused('linkage.closed_later', { laterClosedTo: later.closedTo });
  // before year ends were guarded, somebody may have opened the period by itself
  if (closings.some((one) => one.periodCloseId === closing.periodCloseId && !one.reopenedAt)) {
    const of = { bodyKind: 'group' as const, bodyId: groupId, periodCloseId: closing.periodCloseId, reason };
    const opened = await openPeriod(tx, who, { ...of, undoesYear: true });
    if (opened.kind !== 'applied') return opened.kind === 'already' ? refused('linkage.no_year') : opened;
  }
  const back = await postReversal(tx, bookId, {
    ...{ seq, eventOn: to, narration: 'linkage.year_reopened' },
    source: { kind: 'year_close', id: closingId },
  });
  if (!back.ok) return back.outcome;
  await sql`update group_year_close set reopened_by = ${who.userId}, reopened_at = ${tx.now}, reopen_reason = ${reason},
      back_seq = ${back.posted.seq} where org_id = ${tx.orgId} and closing_id = ${closingId}`.execute(tx.db);
  return applied({ closingId, seq: back.posted.seq });
}

export type GroupYearRow = {
  readonly closingId: string;
  readonly year: number;
  readonly surplusPaise: number;
  readonly decision: { readonly text: string };
  readonly journalSeq: number;
  readonly closedAt: Date;
  readonly closedBy: string | null;
  readonly reopenedAt: Date | null;
  readonly reopenReason: string | null;
};
export type GroupYearPage = {
  /** What the closing would move, credit positive: income adds, expense takes. */
  readonly lines: readonly ClosingLine[];
  readonly surplusPaise: number;
  /** Of it from years before that nobody closed. */
  readonly earlierPaise: number;
  readonly keptPaise: number;
  readonly booksFromOn: IsoDate;
  readonly code: string | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly rows: readonly GroupYearRow[];
};
/** The year before it is closed, and closings so far. */
export async function groupYear(tx: Tx, _who: Actor, { groupId, year }: YearAsked): Promise<GroupYearPage | null> {
  const ground = await groundOf(tx, groupId);
  if (!ground) return null;
  const { bookId } = ground;
  const { from, to } = spanOf(year);
  const wrong = await mayClose(tx, ground, year);
  const lines = await openLines(tx, bookId, to);
  const kept = (await accountSumsOf(tx, { bookId, asOf: to })).find((sum) => sum.account === CHART.retainedSurplus);
  const { rows } =
    await sql<GroupYearRow>`select c.closing_id as "closingId", c.financial_year as year, c.surplus_paise as "surplusPaise",
      c.decision, c.journal_seq as "journalSeq", c.closed_at as "closedAt", u.name as "closedBy", c.reopened_at as "reopenedAt",
      c.reopen_reason as "reopenReason"
    from group_year_close c left join app_user u on u.org_id = c.org_id and u.user_id = c.closed_by
    where c.org_id = ${tx.orgId} and c.group_id = ${groupId} order by c.financial_year desc, c.closed_at desc`.execute(
      tx.db,
    );
  return {
    lines: lines.map(({ account, paise }) => ({ account, paise: -paise })),
    surplusPaise: surplusOf(lines),
    earlierPaise: surplusOf(await openLines(tx, bookId, addDays(from, -1))),
    keptPaise: kept ? -balanceOf(kept) : 0,
    booksFromOn: ground.context.booksFromOn,
    code: wrong?.code ?? (lines.length === 0 ? 'linkage.nothing_to_close' : null),
    params: wrong?.params ?? {},
    rows,
  };
}
