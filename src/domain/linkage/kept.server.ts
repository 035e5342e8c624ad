/** Savings of a group at its federation: one event in both books, in one transaction; taken back in both. */
import { sql } from 'kysely';
import { cashShortfall, headsOf, officeBook, type OfficeBook } from '#domain/accounts/index.server.ts';
import { isMoney, judgeDate } from '#domain/accounts/index.ts';
import { bookOf, partySums, periods, post, postReversal } from '#domain/ledger/index.server.ts';
import { CHART } from '#domain/ledger/index.ts';
import { groupTillWrong } from '#domain/loans/index.server.ts';
import { addDays, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Already, type Outcome } from '#platform/outcomes.ts';
import type { KeepSavings, KeptBack } from './kept.model.ts';
import { federationSide, groupSide } from './kept.rules.ts';
import { lockGroup } from './store.server.ts';

type Done<T> = Exclude<Outcome<T>, Already<unknown>>;
type Till = { readonly account: 'cash' | 'bank'; readonly partyId: string };

/** The federation must be one above the group, with a book of its own here. */
async function federationBook(tx: Tx, groupId: string, federationId: string): Promise<OfficeBook | null> {
  const { rows } = await sql`with recursive up as (
      select parent_group_id as id, 1 as depth from groups where org_id = ${tx.orgId} and group_id = ${groupId} and not practice
      union all select g.parent_group_id, up.depth + 1 from up join groups g on g.org_id = ${tx.orgId} and g.group_id = up.id where up.depth < 6)
    select from up where id = ${federationId}`.execute(tx.db);
  return rows.length === 0 ? null : officeBook(tx, { bodyKind: 'federation', bodyId: federationId });
}

/** What a federation's book holds for the group on the day and at the end of all entries, whichever is less: nothing later may be lacking. */
export async function keptOf(
  tx: Tx,
  { bookId, groupId, on }: { bookId: string; groupId: string; on: IsoDate },
): Promise<number> {
  const at = async (asOf: IsoDate) =>
    (await partySums(tx, { partyIds: [groupId], asOf }))
      .filter((sum) => sum.bookId === bookId && sum.account === CHART.groupSavings)
      .reduce((all, sum) => all + sum.creditPaise - sum.debitPaise, 0);
  return Math.min(await at(on), await at(tx.today));
}

async function tillOf(tx: Tx, book: OfficeBook, input: KeepSavings): Promise<Done<Till | null>> {
  if (input.kind === 'interest') return applied(null);
  const head = (await headsOf(tx, book.bookId, input.on)).find((one) => one.headId === input.headId);
  const isOpen = head && head.openedOn <= input.on && (head.closedOn === null || input.on < head.closedOn);
  if (!isOpen || !isMoney(head.account)) return refused('linkage.kept_head_unknown', { field: 'headId' });
  if (head.officerId !== null) return refused('accounts.officers_cash');
  const isCash = head.account === CHART.cash;
  if (input.groupBankId !== null && isCash) return refused('loans.group_needs_bank');
  if (isCash && input.kind === 'withdrawn') {
    const of = { book, headId: head.headId, eventOn: input.on, neededPaise: input.paise };
    const short = await cashShortfall(tx, of);
    if (short) return short;
  }
  return applied({ account: isCash ? 'cash' : 'bank', partyId: head.headId });
}

/**
 * @returns refused `linkage.no_group` | `linkage.no_federation_book` | `linkage.kept_head_unknown` | `linkage.kept_short` {balancePaise} | `linkage.taken`,
 *   `loans.group_*` of the group's bank, and `accounts.*` of days and cash
 */
export async function keepSavings(tx: Tx, who: Actor, input: KeepSavings): Promise<Outcome<{ entryId: string }>> {
  const { entryId, groupId, federationId, kind, on, paise, groupBankId } = input;
  await lockGroup(tx, groupId);
  const groupBookId = await bookOf(tx, { bodyKind: 'group', bodyId: groupId });
  if (!groupBookId) return refused('linkage.no_group');
  const book = await federationBook(tx, groupId, federationId);
  if (!book) return refused('linkage.no_federation_book');
  const dated = judgeDate(on, { ...book, today: tx.today });
  if (!dated.ok) return refused(dated.code, dated.params);
  if (kind === 'withdrawn') {
    const balancePaise = await keptOf(tx, { bookId: book.bookId, groupId, on });
    if (balancePaise < paise) return refused('linkage.kept_short', { balancePaise });
  }
  const till = await tillOf(tx, book, input);
  if (till.kind !== 'applied') return till;
  const isTold = kind === 'interest' || groupBankId !== null;
  if (groupBankId !== null && kind !== 'interest') {
    const leavesPaise = kind === 'paid_in' ? paise : 0;
    const wrong = await groupTillWrong(tx, { groupId, groupBankId, on, leavesPaise });
    if (wrong) return wrong;
  }
  const source = { kind: 'kept_saving', id: entryId } as const;
  const narration = `linkage.kept_${kind}`;
  const theirs = { eventOn: on, narration, postings: federationSide(input, { groupId, till: till.receipt }) };
  const first = await post(tx, book.bookId, { draft: theirs, source });
  if (!first.ok) return first.outcome;
  const own = groupSide(input, { federationId, bankId: groupBankId });
  const eventOn = await openDay(tx, groupBookId, on);
  const second = isTold ? await post(tx, groupBookId, { draft: { eventOn, narration, postings: own }, source }) : null;
  if (second && !second.ok) return second.outcome;
  const seq = second?.posted.seq ?? null;
  const { rows } =
    await sql`insert into kept_saving (org_id, entry_id, group_id, federation_id, kind, on_date, paise, reference, book_id, seq,
      group_book_id, group_seq, recorded_by, entered_at)
    values (${tx.orgId}, ${entryId}, ${groupId}, ${federationId}, ${kind}, ${on}, ${paise}, ${input.reference}, ${book.bookId},
      ${first.posted.seq}, ${seq === null ? null : groupBookId}, ${seq}, ${who.userId}, ${tx.now})
    on conflict (org_id, entry_id) do nothing returning entry_id`.execute(tx.db);
  if (rows.length === 0) return refused('linkage.taken');
  // its phones show another balance at the bank
  tx.changed(groupId, 'group', groupId);
  return applied({ entryId });
}

/** Its own day, or the first one open. */
async function openDay(tx: Tx, bookId: string, on: IsoDate): Promise<IsoDate> {
  const { closedTo } = await periods(tx, bookId);
  return closedTo !== null && on <= closedTo ? addDays(closedTo, 1) : on;
}

type Stored = {
  readonly kind: string;
  readonly paise: number;
  readonly bookId: string;
  readonly seq: number;
  readonly groupBookId: string | null;
  readonly groupSeq: number | null;
  readonly on: IsoDate;
  readonly backOn: IsoDate | null;
};
/**
 * The exact opposite in both books.
 * @returns refused `linkage.no_kept_entry` | `linkage.taken_back` | `linkage.future` | `linkage.step_before` | `linkage.kept_short`
 */
export async function takeBackKept(
  tx: Tx,
  who: Actor,
  { groupId, entryId, on, reason }: KeptBack,
): Promise<Outcome<{ entryId: string }>> {
  await lockGroup(tx, groupId);
  const { rows } =
    await sql<Stored>`select kind, paise, book_id as "bookId", seq, group_book_id as "groupBookId", group_seq as "groupSeq",
      on_date as on, back_on as "backOn"
    from kept_saving where org_id = ${tx.orgId} and group_id = ${groupId} and entry_id = ${entryId}`.execute(tx.db);
  const found = rows[0];
  if (!found) return refused('linkage.no_kept_entry');
  if (found.backOn !== null) return refused('linkage.taken_back', { on: found.backOn });
  if (on > tx.today) return refused('linkage.future', { today: tx.today });
  if (on < found.on) return refused('linkage.step_before', { on: found.on });
  const { bookId, groupBookId, groupSeq } = found;
  const balancePaise = await keptOf(tx, { bookId, groupId, on });
  if (found.kind !== 'withdrawn' && balancePaise < found.paise) return refused('linkage.kept_short', { balancePaise });
  const of = { narration: 'linkage.kept_back', source: { kind: 'kept_saving', id: entryId } } as const;
  const back = await postReversal(tx, bookId, { ...of, seq: found.seq, eventOn: await openDay(tx, bookId, on) });
  if (!back.ok) return back.outcome;
  const own =
    groupBookId === null || groupSeq === null
      ? null
      : await postReversal(tx, groupBookId, { ...of, seq: groupSeq, eventOn: await openDay(tx, groupBookId, on) });
  if (own && !own.ok) return own.outcome;
  await sql`update kept_saving set back_on = ${on}::date, back_seq = ${back.posted.seq}, group_back_seq = ${own?.posted.seq ?? null},
      back_by = ${who.userId}, back_reason = ${reason}
    where org_id = ${tx.orgId} and entry_id = ${entryId}`.execute(tx.db);
  tx.changed(groupId, 'group', groupId);
  return applied({ entryId });
}
