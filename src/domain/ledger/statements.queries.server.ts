/** One account, the general ledger, one party: line by line with the balance after each. */
import { sql, type RawBuilder } from 'kysely';
import { addDays } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { accountSums, balanceOf, partySums, type PartySum } from './buckets.server.ts';
import { NO_ID } from './post.server.ts';
import type { After, Between, LedgerAfter, PartyAfter } from './queries.model.ts';

const PAGE = 100;

/** One posting with the paper behind it. */
export type Line = {
  readonly bookId: string;
  readonly seq: number;
  readonly line: number;
  readonly eventOn: string;
  readonly enteredOn: string;
  readonly account: string;
  readonly partyId: string | null;
  readonly itemId: string | null;
  readonly debitPaise: number;
  readonly creditPaise: number;
  readonly narration: string;
  readonly sourceKind: string;
  readonly sourceId: string;
  readonly reversesSeq: number | null;
  /** The journal that took it back, if that was known on the day asked for. */
  readonly reversedBySeq: number | null;
};

/** @param where a condition on posting `p`, one index range; @param order the columns the page goes on by */
async function linesWhere(
  tx: Tx,
  {
    where,
    order,
    limit,
    asKnownOn,
  }: { where: RawBuilder<unknown>; order: RawBuilder<unknown>; limit: number; asKnownOn?: string | null },
): Promise<Line[]> {
  const knownTo = asKnownOn ?? 'infinity';
  const { rows } = await sql<Omit<Line, 'partyId' | 'itemId'> & { partyId: string; itemId: string }>`
    select p.book_id as "bookId", p.seq, p.line, p.event_on as "eventOn", p.entered_on as "enteredOn", p.account, p.party_id as "partyId",
      p.item_id as "itemId", greatest(p.amount_paise, 0) as "debitPaise", greatest(-p.amount_paise, 0) as "creditPaise",
      j.narration, j.source_kind as "sourceKind", j.source_id as "sourceId", j.reverses_seq as "reversesSeq", r.seq as "reversedBySeq"
    from (select * from posting p where p.org_id = ${tx.orgId} and p.entered_on <= ${knownTo}::date and ${where} order by ${order} limit ${limit}) p
    join journal j on j.org_id = p.org_id and j.book_id = p.book_id and j.seq = p.seq
    left join journal r on r.org_id = p.org_id and r.book_id = p.book_id and r.reverses_seq = p.seq and r.entered_on <= ${knownTo}::date
    order by ${order}`.execute(tx.db);
  return rows.map((row) => ({
    ...row,
    partyId: row.partyId === NO_ID ? null : row.partyId,
    itemId: row.itemId === NO_ID ? null : row.itemId,
  }));
}

/** A page holds `limit` lines; one more was asked for to know whether it goes on. */
const page = (lines: readonly Line[], limit: number) => ({ lines: lines.slice(0, limit), more: lines.length > limit });

export type AccountStatement = {
  /** Balances are debit positive. */
  readonly openingPaise: number;
  readonly lines: readonly (Line & { readonly balancePaise: number })[];
  readonly debitPaise: number;
  readonly creditPaise: number;
  readonly closingPaise: number;
  /** Null on the last page. */
  readonly next: After | null;
};

/** One account of one book, of one party when asked: opening, every line, closing. Totals are those of the whole span. */
export async function accountStatement(
  tx: Tx,
  ask: Between & { bookId: string; account: string; partyId?: string | null; after?: After | null; limit?: number },
): Promise<AccountStatement> {
  const { bookId, account, partyId = null, from, to, asKnownOn = null, after = null, limit = PAGE } = ask;
  const upTo = async (asOf: string) => {
    const sums = partyId
      ? (await partySums(tx, { bookId, partyIds: [partyId], asOf, asKnownOn })).filter((sum) => sum.account === account)
      : await accountSums(tx, { bookId, accounts: [account], asOf, asKnownOn });
    return sums.reduce(
      (all, sum) => ({ debitPaise: all.debitPaise + sum.debitPaise, creditPaise: all.creditPaise + sum.creditPaise }),
      NOTHING,
    );
  };
  const before = await upTo(addDays(from, -1));
  const until = await upTo(to);
  const where = sql`p.book_id = ${bookId} and p.account = ${account} and p.event_on >= ${from}::date and p.event_on <= ${to}::date
    ${partyId ? sql`and p.party_id = ${partyId} and p.party_id <> ${sql.lit(NO_ID)}` : sql``}
    ${after ? sql`and (p.event_on, p.seq, p.line) > (${after.eventOn}::date, ${after.seq}, ${after.line})` : sql``}`;
  const found = page(
    await linesWhere(tx, { where, order: sql`p.event_on, p.seq, p.line`, limit: limit + 1, asKnownOn }),
    limit,
  );
  let balancePaise = after?.balancePaise ?? balanceOf(before);
  const lines = found.lines.map((line) => ({ ...line, balancePaise: (balancePaise += balanceOf(line)) }));
  const last = lines.at(-1);
  return {
    openingPaise: balanceOf(before),
    lines,
    debitPaise: until.debitPaise - before.debitPaise,
    creditPaise: until.creditPaise - before.creditPaise,
    closingPaise: balanceOf(until),
    next:
      found.more && last
        ? { eventOn: last.eventOn, seq: last.seq, line: last.line, balancePaise: last.balancePaise }
        : null,
  };
}

const NOTHING = { debitPaise: 0, creditPaise: 0 };

export type GeneralLedger = {
  readonly accounts: readonly {
    readonly account: string;
    readonly openingPaise: number;
    readonly debitPaise: number;
    readonly creditPaise: number;
    readonly closingPaise: number;
  }[];
  /** By account, then by day. */
  readonly lines: readonly Line[];
  readonly next: LedgerAfter | null;
};

/** Every account of one book: what it stood at, what moved, what it stands at, and the lines of all of them page by page. */
export async function generalLedger(
  tx: Tx,
  ask: Between & { bookId: string; after?: LedgerAfter | null; limit?: number },
): Promise<GeneralLedger> {
  const { bookId, from, to, asKnownOn = null, after = null, limit = PAGE } = ask;
  const before = new Map(
    (await accountSums(tx, { bookId, asOf: addDays(from, -1), asKnownOn })).map((sum) => [sum.account, sum]),
  );
  const until = await accountSums(tx, { bookId, asOf: to, asKnownOn });
  const accounts = until.map((sum) => {
    const opening = before.get(sum.account) ?? NOTHING;
    return {
      account: sum.account,
      openingPaise: balanceOf(opening),
      debitPaise: sum.debitPaise - opening.debitPaise,
      creditPaise: sum.creditPaise - opening.creditPaise,
      closingPaise: balanceOf(sum),
    };
  });
  const where = sql`p.book_id = ${bookId} and p.event_on >= ${from}::date and p.event_on <= ${to}::date
    ${after ? sql`and (p.account, p.event_on, p.seq, p.line) > (${after.account}, ${after.eventOn}::date, ${after.seq}, ${after.line})` : sql``}`;
  const found = page(
    await linesWhere(tx, { where, order: sql`p.account, p.event_on, p.seq, p.line`, limit: limit + 1, asKnownOn }),
    limit,
  );
  const last = found.lines.at(-1);
  return {
    accounts,
    lines: found.lines,
    next: found.more && last ? { account: last.account, eventOn: last.eventOn, seq: last.seq, line: last.line } : null,
  };
}

/** Balance of a party in one account and item, debit positive. */
export type PartyBalance = { bookId: string; account: string; itemId: string | null; balancePaise: number };
export type PartyStatement = {
  readonly opening: readonly PartyBalance[];
  readonly lines: readonly Line[];
  readonly closing: readonly PartyBalance[];
  readonly next: PartyAfter | null;
};

/**
 * The money part of a passbook: every line of a person in every book of the organisation.
 * @param partyIds the person, and who she was before a merge
 */
export async function partyStatement(
  tx: Tx,
  ask: Between & { partyIds: readonly string[]; after?: PartyAfter | null; limit?: number },
): Promise<PartyStatement> {
  const { partyIds, from, to, asKnownOn = null, after = null, limit = PAGE } = ask;
  const where = sql`p.party_id = any(${partyIds}::uuid[]) and p.party_id <> ${sql.lit(NO_ID)} and p.event_on >= ${from}::date and p.event_on <= ${to}::date
    ${after ? sql`and (p.event_on, p.book_id, p.seq, p.line) > (${after.eventOn}::date, ${after.bookId}::uuid, ${after.seq}, ${after.line})` : sql``}`;
  const opening = await partySums(tx, { partyIds, asOf: addDays(from, -1), asKnownOn });
  const closing = await partySums(tx, { partyIds, asOf: to, asKnownOn });
  const order = sql`p.event_on, p.book_id, p.seq, p.line`;
  const found = page(await linesWhere(tx, { where, order, limit: limit + 1, asKnownOn }), limit);
  const last = found.lines.at(-1);
  return {
    opening: opening.map(partyBalance),
    lines: found.lines,
    closing: closing.map(partyBalance),
    next: found.more && last ? { eventOn: last.eventOn, bookId: last.bookId, seq: last.seq, line: last.line } : null,
  };
}

const partyBalance = (sum: PartySum): PartyBalance => ({
  bookId: sum.bookId,
  account: sum.account,
  itemId: sum.itemId === NO_ID ? null : sum.itemId,
  balancePaise: balanceOf(sum),
});
