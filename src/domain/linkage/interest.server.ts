/** Interest put to members' savings: reckoned from their passbooks, cited once from the minutes, one journal; taken back by its opposite. */
import { sql } from 'kysely';
import { addDays, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome, type Refused } from '#platform/outcomes.ts';
import { credit, debit } from '#domain/ledger/index.ts';
import { post, postReversal } from '#domain/ledger/index.server.ts';
import { groundOf, type Ground } from './ground.server.ts';
import type { InterestAsked, InterestBack, InterestPosting, SavingsProduct } from './interest.model.ts';
import { checkSpan, reckon, spanOf, type InterestShare, type SavingsFact } from './interest.rules.ts';
import { checkResolution } from './plan.rules.ts';
import { surplusOn } from './share.server.ts';
import { decisionUsed, lockGroup, resolutionOf } from './store.server.ts';

const ACCOUNT: Readonly<Record<SavingsProduct, string>> = { compulsory: '2010', voluntary: '2020' };
const NAME = { compulsory: 'compulsorySavings', voluntary: 'voluntarySavings' } as const;

/** Savings of each member of that day over the span, product by product. */
export async function savingsFacts(
  tx: Tx,
  { context, bookId }: Ground,
  { asked, on }: { asked: InterestAsked; on: IsoDate },
): Promise<SavingsFact[]> {
  const { from, to } = spanOf(asked);
  const products = [...new Set(asked.products)].sort();
  const { rows } = await sql<{ partyId: string; account: string; on: IsoDate | null; paise: number }>`
    select party_id as "partyId", account, case when event_on >= ${from}::date then event_on end as on, -sum(amount_paise)::bigint as paise
    from posting where org_id = ${tx.orgId} and book_id = ${bookId} and account = any(${products.map((one) => ACCOUNT[one])}::text[])
      and event_on <= ${to}::date group by 1, 2, 3 order by 3 nulls first`.execute(tx.db);
  const members = context.members.filter((one) => one.joinedOn <= on && (one.leftOn === null || on < one.leftOn));
  // a woman who came back stands there twice
  const ids = [...new Set(members.map((one) => one.personId))];
  return ids.flatMap((personId) =>
    products.map((product): SavingsFact => {
      const hers = rows.filter((row) => row.partyId === personId && row.account === ACCOUNT[product]);
      return {
        personId,
        product,
        openingPaise: hers.find((row) => row.on === null)?.paise ?? 0,
        moves: hers.flatMap((row) => (row.on === null ? [] : [{ on: row.on, paise: row.paise }])),
      };
    }),
  );
}

/** Months that had their interest already, by this product. */
async function paidTwice(tx: Tx, { groupId, ...asked }: InterestAsked): Promise<Refused | null> {
  const { from, to } = spanOf(asked);
  const { rows } = await sql<{
    from: IsoDate;
    to: IsoDate;
  }>`select span_from as from, span_to as to from savings_interest
    where org_id = ${tx.orgId} and group_id = ${groupId} and back_on is null and products && ${[...asked.products]}::text[]
      and span_from <= ${to}::date and span_to >= ${from}::date limit 1`.execute(tx.db);
  return rows[0] ? refused('linkage.interest_twice', rows[0]) : null;
}

/**
 * Debits interest to members (or the surplus kept), credits the savings it was earned on.
 * @returns refused `linkage.no_group` | `linkage.practice` | `linkage.interest_twice` {from, to} | `linkage.other_total` {totalPaise} |
 *   `linkage.over_surplus` {mostPaise} | `linkage.no_meeting` | `linkage.decision_used` | `linkage.taken` and all of {@link checkSpan},
 *   {@link reckon}, {@link checkResolution}; held by a closed period
 */
export async function postInterest(
  tx: Tx,
  who: Actor,
  input: InterestPosting,
): Promise<Outcome<{ interestId: string; seq: number; totalPaise: number }>> {
  const ground = await groundOf(tx, input.groupId);
  if (!ground) return refused('linkage.no_group');
  if (ground.context.practice) return refused('linkage.practice');
  const { on, groupId, interestId, paidFrom } = input;
  await lockGroup(tx, groupId);
  const span = spanOf(input);
  const dated = checkSpan({ span, on }, { today: tx.today, booksFromOn: ground.context.booksFromOn });
  if (!dated.ok) return dated;
  const { rows: known } =
    await sql`select from savings_interest where org_id = ${tx.orgId} and interest_id = ${interestId}`.execute(tx.db);
  if (known[0]) return refused('linkage.taken');
  const twice = await paidTwice(tx, input);
  if (twice) return twice;
  const reckoned = reckon(input, await savingsFacts(tx, ground, { asked: input, on }));
  if (!reckoned.ok) return reckoned;
  const { totalPaise, shares } = reckoned.value;
  if (totalPaise !== input.expectedPaise) return refused('linkage.other_total', { totalPaise });
  const most = Math.min(await surplusOn(tx, ground.bookId, on), await surplusOn(tx, ground.bookId, tx.today));
  if (totalPaise > most) return refused('linkage.over_surplus', { mostPaise: Math.max(0, most) });
  const resolution = await resolutionOf(tx, ground, input);
  if (!resolution) return refused('linkage.no_meeting');
  const resolved = checkResolution(resolution, { notBefore: span.from });
  if (!resolved.ok) return resolved;
  if (await decisionUsed(tx, { ...input, ...resolution })) return refused('linkage.decision_used');
  const done = await post(tx, ground.bookId, {
    draft: {
      eventOn: on,
      narration: 'linkage.interest',
      postings: [
        debit(paidFrom === 'expense' ? 'interestToMembers' : 'retainedSurplus', totalPaise),
        ...shares
          .filter((one) => one.paise > 0)
          .map((one) => credit(NAME[one.product], one.paise, { partyId: one.personId })),
      ],
    },
    source: { kind: 'interest', id: interestId },
  });
  if (!done.ok) return done.outcome;
  await sql`insert into savings_interest (org_id, interest_id, group_id, posted_on, span_from, span_to, base, products, rate_bps, paid_from,
      total_paise, shares, meeting_id, decision_no, decision, journal_seq, recorded_by, entered_at)
    values (${tx.orgId}, ${interestId}, ${groupId}, ${on}, ${span.from}, ${span.to}, ${input.base}, ${[...new Set(input.products)].sort()}::text[],
      ${input.rateBps}::int, ${paidFrom}, ${totalPaise}, ${JSON.stringify(shares)}::jsonb, ${input.meetingId}, ${input.decisionNo},
      ${JSON.stringify(resolution.decision)}::jsonb, ${done.posted.seq}, ${who.userId}, ${tx.now})`.execute(tx.db);
  tx.changed(groupId, 'group', groupId);
  return applied({ interestId, seq: done.posted.seq, totalPaise });
}

/**
 * The exact opposite, dated on an open day; her savings must still hold it.
 * @returns refused `linkage.no_interest` | `linkage.taken_back` | `linkage.future` | `linkage.interest_spent`; held by a closed period
 */
export async function takeBackInterest(
  tx: Tx,
  who: Actor,
  { groupId, interestId, on, reason }: InterestBack,
): Promise<Outcome<{ interestId: string; seq: number }>> {
  await lockGroup(tx, groupId);
  const ground = await groundOf(tx, groupId);
  const { rows } = await sql<{ seq: number; backOn: IsoDate | null; shares: readonly InterestShare[] }>`
    select journal_seq as seq, back_on as "backOn", shares from savings_interest
    where org_id = ${tx.orgId} and group_id = ${groupId} and interest_id = ${interestId}`.execute(tx.db);
  const found = rows[0];
  if (!ground || !found) return refused('linkage.no_interest');
  if (found.backOn !== null) return refused('linkage.taken_back', { on: found.backOn });
  if (on > tx.today) return refused('linkage.future', { today: tx.today });
  const left = new Map(ground.context.balances.map((one) => [one.personId, one]));
  const spent = found.shares.some(({ personId, product, paise }) => {
    const hers = left.get(personId);
    return ((product === 'compulsory' ? hers?.compulsoryPaise : hers?.voluntaryPaise) ?? 0) < paise;
  });
  if (spent) return refused('linkage.interest_spent');
  const back = await postReversal(tx, ground.bookId, {
    ...{ seq: found.seq, eventOn: on, narration: 'linkage.interest_back' },
    source: { kind: 'interest', id: interestId },
  });
  if (!back.ok) return back.outcome;
  await sql`update savings_interest set back_on = ${on}::date, back_seq = ${back.posted.seq}, back_by = ${who.userId}, back_reason = ${reason}
    where org_id = ${tx.orgId} and interest_id = ${interestId}`.execute(tx.db);
  tx.changed(groupId, 'group', groupId);
  return applied({ interestId, seq: back.posted.seq });
}

export type InterestRow = {
  readonly interestId: string;
  readonly on: IsoDate;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly base: string;
  readonly products: readonly SavingsProduct[];
  readonly rateBps: number | null;
  readonly paidFrom: string;
  readonly totalPaise: number;
  readonly shares: readonly InterestShare[];
  readonly decision: { readonly text: string };
  readonly journalSeq: number;
  readonly backOn: IsoDate | null;
  readonly backReason: string | null;
};
export async function interestsOf(tx: Tx, groupId: string): Promise<InterestRow[]> {
  const { rows } =
    await sql<InterestRow>`select interest_id as "interestId", posted_on as on, span_from as from, span_to as to, base, products,
      rate_bps as "rateBps", paid_from as "paidFrom", total_paise as "totalPaise", shares, decision, journal_seq as "journalSeq",
      back_on as "backOn", back_reason as "backReason"
    from savings_interest where org_id = ${tx.orgId} and group_id = ${groupId} order by posted_on desc, entered_at desc limit 20`.execute(
      tx.db,
    );
  return rows;
}

export type InterestPage = {
  readonly surplusPaise: number;
  readonly totalPaise: number;
  readonly shares: readonly InterestShare[];
  readonly to: IsoDate;
  /** Why nothing can be posted; null when it can. */
  readonly code: string | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly rows: readonly InterestRow[];
};
/** Each woman's interest by this key, before anybody resolves. */
export async function interestPage(tx: Tx, _who: Actor, asked: InterestAsked): Promise<InterestPage | null> {
  const ground = await groundOf(tx, asked.groupId);
  if (!ground || asked.from < addDays(tx.today, -3_660) || asked.from > addDays(tx.today, 3_660)) return null;
  const span = spanOf(asked);
  const rows = await interestsOf(tx, asked.groupId);
  const base = { surplusPaise: await surplusOn(tx, ground.bookId, tx.today), to: span.to, rows };
  const nothing = { ...base, totalPaise: 0, shares: [] };
  const dated = checkSpan({ span, on: tx.today }, { today: tx.today, booksFromOn: ground.context.booksFromOn });
  if (!dated.ok) return { ...nothing, code: dated.code, params: dated.params };
  const ruling = reckon(asked, await savingsFacts(tx, ground, { asked, on: tx.today }));
  if (!ruling.ok) return { ...nothing, code: ruling.code, params: ruling.params };
  const twice = await paidTwice(tx, asked);
  return { ...base, ...ruling.value, code: twice?.code ?? null, params: twice?.params ?? {} };
}
