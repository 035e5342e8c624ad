/** Opening an office's book, and its masters: heads, groups, funds, programmes, limits. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { bookOf, openBook as openLedgerBook } from '#domain/ledger/index.server.ts';
import { groupsOf, headsOf, officeBook } from './books.server.ts';
import type * as ask from './model.ts';
import { standardGroupOf, standardGroups, standardHeads } from './reference.server.ts';
import { KEPT_BY_OTHERS } from './voucher.rules.ts';
import { VoucherType } from './model.ts';

type NameRow = {
  readonly named_id: string;
  readonly from_on: string;
  readonly name_en: string;
  readonly name_hi: string | null;
  readonly name_ur: string | null;
  readonly group_id: string | null;
  readonly tally_name: string | null;
};

async function addNames(tx: Tx, who: Actor, rows: readonly NameRow[]): Promise<void> {
  const named = rows.map((row) => ({ ...row, org_id: tx.orgId, entered_by: who.userId, entered_at: tx.now }));
  await tx.db.insertInto('account_name').values(named).execute();
}

/** A trust's or federation's own book (accrual), with the standard groups and heads and one limit for every type of voucher. */
export async function openBook(tx: Tx, who: Actor, input: ask.BookOpening): Promise<Outcome<{ bookId: string }>> {
  if (!(await isBody(tx, input))) return refused('accounts.no_such_body');
  if (await bookOf(tx, input)) return refused('accounts.book_open_already');
  if (input.booksFromOn > tx.today)
    return refused('accounts.future_date', { eventOn: input.booksFromOn, today: tx.today });
  const { bodyKind, bodyId, booksFromOn: openedOn } = input;
  const bookId = await openLedgerBook(tx, { bodyKind, bodyId, basis: 'accrual', openedOn });
  const of = { org_id: tx.orgId, book_id: bookId };
  const groups = standardGroups().map((group) => ({ ...group, groupId: newId() }));
  const idOf = new Map(groups.map((group) => [group.code, group.groupId]));
  const rows = groups.map(({ groupId, parent, code, kind, nature, schedule }) => ({
    ...of,
    ...{ group_id: groupId, parent_group_id: parent ? idOf.get(parent)! : null, code, kind, nature, schedule },
  }));
  await tx.db.insertInto('account_group').values(rows).execute();
  const heads = standardHeads().map((head) => ({ ...head, headId: newId() }));
  const headRows = heads.map(({ headId, account }) => ({ ...of, head_id: headId, account, opened_on: openedOn }));
  await tx.db.insertInto('account_head').values(headRows).execute();
  const words = (one: (typeof groups)[number] | (typeof heads)[number]) => ({
    from_on: openedOn,
    name_en: one.nameEn,
    name_hi: one.nameHi,
    name_ur: one.nameUr,
    tally_name: one.tallyName,
  });
  await addNames(tx, who, [
    ...groups.map((group) => ({ ...words(group), named_id: group.groupId, group_id: null })),
    ...heads.map((head) => ({
      ...words(head),
      named_id: head.headId,
      group_id: idOf.get(standardGroupOf(head.account) ?? '') ?? null,
    })),
  ]);
  for (const type of VoucherType.options) await addLimit(tx, who, { ...input, type, fromOn: openedOn, bookId });
  return applied({ bookId });
}

async function isBody(tx: Tx, { bodyKind, bodyId }: ask.Body): Promise<boolean> {
  if (bodyId === tx.orgId) return bodyKind !== 'centre';
  const kinds = { trust: [], federation: ['village_organisation', 'cluster_federation'], centre: ['craft_cluster'] };
  const { rows } = await sql`select from groups
    where org_id = ${tx.orgId} and group_id = ${bodyId} and kind = any(${kinds[bodyKind]}::text[])`.execute(tx.db);
  return rows.length > 0;
}

type LimitRow = Pick<ask.LimitSetting, 'type' | 'fromOn' | 'limitPaise' | 'decidedBy'> & { readonly bookId: string };
const addLimit = (tx: Tx, who: Actor, { bookId, type, fromOn, limitPaise, decidedBy }: LimitRow) =>
  tx.db
    .insertInto('voucher_limit')
    .values({
      org_id: tx.orgId,
      book_id: bookId,
      type,
      from_on: fromOn,
      limit_paise: limitPaise,
      decided_by: decidedBy,
      set_by: who.userId,
      set_at: tx.now,
    })
    .execute();

export async function setLimit(tx: Tx, who: Actor, input: ask.LimitSetting): Promise<Outcome<{ fromOn: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  if (input.fromOn < tx.today) return refused('accounts.limit_in_the_past', { today: tx.today });
  await addLimit(tx, who, { ...input, bookId: book.bookId });
  return applied({ fromOn: input.fromOn });
}

/** Refuses accounts that meetings and loans keep member by member, and those that are no money of this office (memo). */
/** @param officerId whose hand the cash of this head is in; no form of the desk says it */
export async function addHead(
  tx: Tx,
  who: Actor,
  { officerId = null, ...input }: ask.NewHead & { officerId?: string | null },
): Promise<Outcome<{ headId: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const kind = await kindOf(tx, input.account);
  if (kind === null || kind === 'memo') return refused('accounts.account_unknown');
  if (KEPT_BY_OTHERS.includes(input.account)) return refused('accounts.kept_by_others');
  const groups = await groupsOf(tx, book.bookId, tx.today);
  const code = standardGroupOf(input.account);
  const group = groups.find((one) => (input.groupId ? one.groupId === input.groupId : one.code === code));
  if (!group) return refused('accounts.group_unknown');
  if (group.kind !== kind) return refused('accounts.group_of_another_kind');
  await tx.db
    .insertInto('account_head')
    .values({
      org_id: tx.orgId,
      book_id: book.bookId,
      head_id: input.headId,
      account: input.account,
      opened_on: input.openedOn,
      person_id: input.personId,
      officer_id: officerId,
      ...input.bank,
    })
    .execute();
  await addNames(tx, who, [nameRow(input, { id: input.headId, fromOn: input.openedOn, groupId: group.groupId })]);
  return applied({ headId: input.headId });
}

async function kindOf(tx: Tx, account: string): Promise<string | null> {
  const { rows } = await sql<{ kind: string }>`select kind from account where code = ${account}`.execute(tx.db);
  return rows[0]?.kind ?? null;
}

const nameRow = (
  input: { nameEn: string; nameHi: string | null; nameUr: string | null; tallyName: string | null },
  { id, fromOn, groupId }: { id: string; fromOn: string; groupId: string | null },
): NameRow => ({
  named_id: id,
  from_on: fromOn,
  name_en: input.nameEn,
  name_hi: input.nameHi,
  name_ur: input.nameUr,
  group_id: groupId,
  tally_name: input.tallyName,
});

/** Another name or group from a day on; never in a closed period, since its statements are signed. */
export async function changeHead(tx: Tx, who: Actor, input: ask.HeadChange): Promise<Outcome<{ headId: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  if (book.closedTo !== null && input.fromOn <= book.closedTo)
    return refused('accounts.names_closed', { closedTo: book.closedTo });
  const head = (await headsOf(tx, book.bookId, input.fromOn)).find((one) => one.headId === input.headId);
  if (!head) return refused('accounts.head_unknown', { line: 0 });
  const group = (await groupsOf(tx, book.bookId, input.fromOn)).find((one) => one.groupId === input.groupId);
  if (!group) return refused('accounts.group_unknown');
  if (group.kind !== head.kind) return refused('accounts.group_of_another_kind');
  await addNames(tx, who, [nameRow(input, { id: input.headId, fromOn: input.fromOn, groupId: input.groupId })]);
  return applied({ headId: input.headId });
}

/** A head is closed when nothing stands on it any more. */
export async function closeHead(tx: Tx, _who: Actor, input: ask.HeadClosing): Promise<Outcome<{ headId: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const { rows } = await sql<{ kind: string; officerId: string | null; paise: number; last: string | null }>`
    select a.kind, h.officer_id as "officerId", (select coalesce(sum(p.debit_paise - p.credit_paise), 0) from party_balance p
        where p.org_id = h.org_id and p.book_id = h.book_id and p.party_id = h.head_id) as paise,
      (select max(p.event_on) from posting p where p.org_id = h.org_id and p.party_id = h.head_id) as last
    from account_head h join account a on a.code = h.account
    where h.org_id = ${tx.orgId} and h.book_id = ${book.bookId} and h.head_id = ${input.headId}`.execute(tx.db);
  const head = rows[0];
  if (!head) return refused('accounts.head_unknown', { line: 0 });
  if (head.officerId !== null) return refused('accounts.officers_cash');
  // income and expense heads carry the year's figures until they are closed with the year
  if (['asset', 'liability', 'equity'].includes(head.kind) && head.paise !== 0)
    return refused('accounts.head_not_empty', { balancePaise: head.paise });
  if (head.last !== null && head.last >= input.closedOn)
    return refused('accounts.head_used_later', { lastOn: head.last });
  await sql`update account_head set closed_on = ${input.closedOn}::date
    where org_id = ${tx.orgId} and head_id = ${input.headId}`.execute(tx.db);
  return applied({ headId: input.headId });
}

export async function addGroup(tx: Tx, who: Actor, input: ask.NewAccountGroup): Promise<Outcome<{ groupId: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const parent = (await groupsOf(tx, book.bookId, tx.today)).find((one) => one.groupId === input.parentGroupId);
  if (!parent) return refused('accounts.group_unknown');
  await tx.db
    .insertInto('account_group')
    .values({
      org_id: tx.orgId,
      book_id: book.bookId,
      group_id: input.groupId,
      parent_group_id: parent.groupId,
      code: input.groupId,
      kind: parent.kind,
      nature: parent.nature,
      schedule: input.schedule,
    })
    .execute();
  await addNames(tx, who, [nameRow(input, { id: input.groupId, fromOn: book.booksFromOn, groupId: null })]);
  return applied({ groupId: input.groupId });
}

const termOf = (tx: Tx, bookId: string, input: ask.NewProgramme | ask.NewFund) => ({
  org_id: tx.orgId,
  book_id: bookId,
  code: input.code,
  name_en: input.nameEn,
  name_hi: input.nameHi,
  name_ur: input.nameUr,
  from_on: input.fromOn,
  until_on: input.untilOn,
});

export async function addFund(tx: Tx, _who: Actor, input: ask.NewFund): Promise<Outcome<{ fundId: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  if (input.untilOn !== null && input.untilOn < input.fromOn) return refused('accounts.ends_before_it_begins');
  const { fundId: fund_id, kind, donor, interestToGrant: interest_to_grant } = input;
  const row = { ...termOf(tx, book.bookId, input), fund_id, kind, donor, interest_to_grant };
  await tx.db.insertInto('fund').values(row).execute();
  return applied({ fundId: fund_id });
}

export async function addProgramme(
  tx: Tx,
  _who: Actor,
  input: ask.NewProgramme,
): Promise<Outcome<{ programmeId: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  if (input.untilOn !== null && input.untilOn < input.fromOn) return refused('accounts.ends_before_it_begins');
  await tx.db
    .insertInto('programme')
    .values({ ...termOf(tx, book.bookId, input), programme_id: input.programmeId })
    .execute();
  return applied({ programmeId: input.programmeId });
}
