/** Surplus put to members' names: by an agreed key, by a resolution, to the last paisa; booked at once, paid out at meetings. */
import { sql } from 'kysely';
import { addDays, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { credit, debit } from '#domain/ledger/index.ts';
import { accountSumsOf, post, sumsOnDays } from '#domain/ledger/index.server.ts';
import type { ShareOut } from './funds.model.ts';
import { groundOf, monthEnds, type Ground } from './ground.server.ts';
import { checkResolution, sharesOf, type ShareFact } from './plan.rules.ts';
import { decisionUsed, lockGroup, resolutionOf } from './store.server.ts';

/** Retained surplus and all income less all expense so far: what may be shared at most. */
export async function surplusOn(tx: Tx, bookId: string, on: IsoDate): Promise<number> {
  const sums = await accountSumsOf(tx, { bookId, asOf: on });
  return sums
    .filter((one) => /^(3010|4\d{3}|5\d{3})$/.test(one.account))
    .reduce((all, one) => all + one.creditPaise - one.debitPaise, 0);
}

/** Of each member of that day: her savings at each month's end of the span, and the interest she paid in it. */
export async function shareFacts(
  tx: Tx,
  { context, bookId }: Ground,
  { from, on }: { from: IsoDate; on: IsoDate },
): Promise<ShareFact[]> {
  const sums = await sumsOnDays(tx, { bookId, days: monthEnds({ from, on }) });
  const { rows } = await sql<{
    personId: string;
    paise: number;
  }>`select l.borrower_id as "personId", sum(p.interest_paise)::bigint as paise
    from loan l join loan_payment p on p.org_id = l.org_id and p.loan_id = l.loan_id
    where l.org_id = ${tx.orgId} and l.book_id = ${bookId} and p.paid_on between ${from}::date and ${on}::date group by 1`.execute(
    tx.db,
  );
  const interest = new Map(rows.map((row) => [row.personId, row.paise]));
  return context.members
    .filter((one) => one.joinedOn <= on && (one.leftOn === null || on < one.leftOn))
    .map(({ personId }) => ({
      personId,
      savingsPaise: sums.map(({ parties }) =>
        parties
          .filter((one) => one.partyId === personId && (one.account === '2010' || one.account === '2020'))
          .reduce((all, one) => all + one.creditPaise - one.debitPaise, 0),
      ),
      interestPaidPaise: interest.get(personId) ?? 0,
    }));
}

/**
 * Debits the retained surplus, credits each member's dividend payable.
 * @returns refused `linkage.no_group` | `linkage.practice` | `linkage.future` | `linkage.span` | `linkage.over_surplus` {mostPaise} |
 *   `linkage.no_meeting` | `linkage.decision_used` | `linkage.taken` and all of {@link sharesOf}, {@link checkResolution}; held by a closed period
 */
export async function shareOut(
  tx: Tx,
  who: Actor,
  input: ShareOut,
): Promise<Outcome<{ shareOutId: string; seq: number }>> {
  const ground = await groundOf(tx, input.groupId);
  if (!ground) return refused('linkage.no_group');
  if (ground.context.practice) return refused('linkage.practice');
  const { on, from, key, totalPaise, shareOutId, groupId, meetingId } = input;
  if (on > tx.today) return refused('linkage.future', { today: tx.today });
  if (from > on || from < addDays(on, -3_660)) return refused('linkage.span');
  await lockGroup(tx, groupId);
  const { rows: known } =
    await sql`select from share_out where org_id = ${tx.orgId} and share_out_id = ${shareOutId}`.execute(tx.db);
  if (known[0]) return refused('linkage.taken');
  // of that day, and of today: money shared since is not there to be shared again
  const most = Math.min(await surplusOn(tx, ground.bookId, on), await surplusOn(tx, ground.bookId, tx.today));
  if (totalPaise > most) return refused('linkage.over_surplus', { mostPaise: Math.max(0, most) });
  const resolution = await resolutionOf(tx, ground, input);
  if (!resolution) return refused('linkage.no_meeting');
  const resolved = checkResolution(resolution, { notBefore: from });
  if (!resolved.ok) return resolved;
  if (await decisionUsed(tx, { ...input, ...resolution })) return refused('linkage.decision_used');
  const shares = sharesOf(key, totalPaise, await shareFacts(tx, ground, { from, on }));
  if (!shares.ok) return shares;
  const paid = shares.value.filter((one) => one.paise > 0);
  const done = await post(tx, ground.bookId, {
    draft: {
      eventOn: on,
      narration: 'linkage.share_out',
      postings: [
        debit('retainedSurplus', totalPaise),
        ...paid.map((one) => credit('dividendPayable', one.paise, { partyId: one.personId })),
      ],
    },
    source: { kind: 'share_out', id: shareOutId },
  });
  if (!done.ok) return done.outcome;
  await sql`insert into share_out (org_id, share_out_id, group_id, shared_on, span_from, share_key, total_paise, shares, meeting_id, decision,
      journal_seq, recorded_by)
    values (${tx.orgId}, ${shareOutId}, ${groupId}, ${on}, ${from}, ${key}, ${totalPaise}, ${JSON.stringify(shares.value)}::jsonb,
      ${meetingId}, ${JSON.stringify(resolution.decision)}::jsonb, ${done.posted.seq}, ${who.userId})`.execute(tx.db);
  return applied({ shareOutId, seq: done.posted.seq });
}
