import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { NO_ID } from '#domain/ledger/index.server.ts';
import { mayDo } from '../scopes.server.ts';
import {
  GROUP_FILE_FORMAT,
  type FileBalance,
  type FileCommand,
  type FileJournal,
  type FileRow,
  type GroupFile,
} from './group-file.ts';

/** Null for a group that is not here or keeps no book (a practice group). */
export async function exportGroup(tx: Tx, who: Actor, { groupId }: { groupId: string }): Promise<GroupFile | null> {
  const group = (
    await rowsOf(tx, sql`select * from groups where org_id = ${tx.orgId} and group_id = ${groupId} and not practice`)
  )[0];
  const bookId = group?.bookId;
  if (!group || typeof bookId !== 'string') return null;
  const personalFields = await mayDo(tx.db, who, { right: 'people.read', scope: { kind: 'group', id: groupId } });
  const ofGroup = (table: string, order: string) =>
    rowsOf(
      tx,
      sql`select * from ${sql.table(table)} where org_id = ${tx.orgId} and group_id = ${groupId} order by ${sql.raw(order)}`,
    );
  return {
    format: GROUP_FILE_FORMAT,
    madeAt: tx.now.toISOString(),
    organisation: (
      await rowsOf(tx, sql`select org_id, kind, name, name_hi, name_ur from org where org_id = ${tx.orgId}`)
    )[0]!,
    group,
    personalFields,
    members: await membersOf(tx, { groupId, personalFields }),
    officers: await ofGroup('officer', 'from_on, person_id'),
    rules: await ofGroup('group_rule', 'from_on'),
    bankAccounts: await ofGroup('bank_account', 'bank_account_id'),
    meetings: await meetingsOf(tx, groupId),
    loans: await loansOf(tx, groupId),
    corrections: await ofGroup('correction', 'correction_id'),
    accounts: await rowsOf(
      tx,
      sql`select code, name_en, name_hi, name_ur, kind from account where code in
        (select account from posting where org_id = ${tx.orgId} and book_id = ${bookId}) order by code`,
    ),
    book: await bookOf(tx, bookId),
    journals: await journalsOf(tx, bookId),
    commands: await commandsOf(tx, bookId),
    balances: await balancesOf(tx, bookId),
  };
}

/** Rows of a query without the organisation's id, names in camel case. */
async function rowsOf<Row = FileRow>(tx: Tx, query: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<{
    row: Record<string, unknown>;
  }>`select to_jsonb(q) - 'org_id' as row from (${query}) q`.execute(tx.db);
  return rows.map(({ row }) => camel(row) as Row);
}
const camel = (row: Record<string, unknown>): FileRow =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

const membersOf = (tx: Tx, { groupId, personalFields }: { groupId: string; personalFields: boolean }) =>
  rowsOf(
    tx,
    sql`select m.person_id, p.name_latin, p.name_devanagari, p.name_urdu, m.joined_on, m.left_on, m.leave_reason, m.usual_compulsory_paise,
        m.usual_voluntary_paise, m.fines_owed_paise, p.now_id
        ${personalFields ? sql`, p.relation_kind, p.relation_name, p.birth_year, p.birth_date, p.phone, p.social_category, p.flags` : sql``}
      from membership m join person p on p.org_id = m.org_id and p.person_id = m.person_id
      where m.org_id = ${tx.orgId} and m.group_id = ${groupId} order by m.joined_on, m.person_id`,
  );

const meetingsOf = (tx: Tx, groupId: string) =>
  rowsOf(
    tx,
    sql`select m.meeting_id, m.kind, m.held_on, m.state, m.reason, m.source, m.previous_meeting_id, m.command_id, m.journal_seq,
        m.opening_cash_paise, m.closing_cash_paise, m.present_count, m.member_count, m.confirmed_by_photo, m.next_on, m.entered_at,
        coalesce((select jsonb_agg(to_jsonb(l) - 'org_id' - 'meeting_id' order by l.person_id) from meeting_line l
          where l.org_id = m.org_id and l.meeting_id = m.meeting_id), '[]') as lines
      from meeting m where m.org_id = ${tx.orgId} and m.group_id = ${groupId} order by m.held_on, m.entered_at`,
  );

const loansOf = (tx: Tx, groupId: string) =>
  rowsOf<GroupFile['loans'][number]>(
    tx,
    sql`select l.loan_id, l.borrower_kind, l.borrower_id, l.purpose, l.source, l.terms, l.principal_paise, l.level_paise, l.prepaid_paise,
        l.added_paise, l.disbursed_on, l.state, l.closed_on, l.principal_left_paise,
        coalesce((select jsonb_agg(to_jsonb(r) - 'org_id' - 'loan_id' order by r.no) from loan_row r
          where r.org_id = l.org_id and r.loan_id = l.loan_id), '[]') as rows,
        coalesce((select jsonb_agg(to_jsonb(p) - 'org_id' - 'loan_id' order by p.entered_at, p.payment_id) from loan_payment p
          where p.org_id = l.org_id and p.loan_id = l.loan_id), '[]') as payments
      from loan l where l.org_id = ${tx.orgId} and l.group_id = ${groupId} order by l.disbursed_on, l.loan_id`,
  );

async function bookOf(tx: Tx, bookId: string): Promise<GroupFile['book']> {
  const { rows } = await sql<GroupFile['book']>`
    select book_id as "bookId", opened_on as "openedOn", basis, last_seq as "lastSeq", encode(head_hash, 'hex') as "headHash"
    from book where org_id = ${tx.orgId} and book_id = ${bookId}`.execute(tx.db);
  return rows[0]!;
}

async function journalsOf(tx: Tx, bookId: string): Promise<FileJournal[]> {
  const { rows } = await sql<Omit<FileJournal, 'enteredAt'> & { enteredAt: Date }>`
    select j.seq, j.event_on as "eventOn", j.entered_at as "enteredAt", j.narration, j.reverses_seq as "reversesSeq", j.source_kind as "sourceKind",
      j.source_id as "sourceId", j.command_id as "commandId", encode(j.source_commitment, 'hex') as commitment, encode(j.hash, 'hex') as hash,
      (select jsonb_agg(jsonb_build_array(p.account, p.amount_paise, nullif(p.party_id, ${NO_ID}), nullif(p.item_id, ${NO_ID})) order by p.line)
        from posting p where p.org_id = j.org_id and p.book_id = j.book_id and p.seq = j.seq) as postings
    from journal j where j.org_id = ${tx.orgId} and j.book_id = ${bookId} order by j.seq`.execute(tx.db);
  return rows.map((row) => ({ ...row, enteredAt: row.enteredAt.toISOString() }));
}

async function commandsOf(tx: Tx, bookId: string): Promise<FileCommand[]> {
  const { rows } = await sql<Omit<FileCommand, 'receivedAt'> & { receivedAt: Date }>`
    select c.command_id as "commandId", c.name, c.schema_version as "schemaVersion", c.received_at as "receivedAt", c.payload,
      encode(c.payload_salt, 'hex') as salt
    from command c where c.org_id = ${tx.orgId} and c.command_id in
      (select command_id from journal where org_id = ${tx.orgId} and book_id = ${bookId}) order by c.received_at, c.command_id`.execute(
    tx.db,
  );
  return rows.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() }));
}

/** As the sub-ledgers stand; what is kept by nobody comes from the accounts. */
async function balancesOf(tx: Tx, bookId: string): Promise<FileBalance[]> {
  const { rows } = await sql<FileBalance>`
    with parties as (
      select account, party_id, item_id, sum(debit_paise - credit_paise)::bigint as balance from party_balance
      where org_id = ${tx.orgId} and book_id = ${bookId} group by 1, 2, 3),
    accounts as (
      select account, sum(debit_paise - credit_paise)::bigint as balance from account_balance
      where org_id = ${tx.orgId} and book_id = ${bookId} group by 1)
    select account, nullif(party_id, ${NO_ID}) as "partyId", nullif(item_id, ${NO_ID}) as "itemId", balance as "balancePaise" from parties
    union all
    select a.account, null, null, a.balance - coalesce((select sum(p.balance) from parties p where p.account = a.account), 0)::bigint from accounts a
    order by 1, 2 nulls first, 3`.execute(tx.db);
  return rows.filter((row) => row.balancePaise !== 0);
}
