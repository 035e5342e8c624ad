/** Any journal of any book with the names an auditor needs; it opens from every list of hers. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { journalOf, type Journal } from '#domain/ledger/index.server.ts';
import { voucherLabel, type VoucherType } from '#domain/accounts/index.ts';
import { BODY_COLUMNS, BODY_JOINS, type BodyName } from './book-names.server.ts';
import type { JournalOf } from './model.ts';
import { queriesAbout, seesAll, type QueryRow } from './query.queries.server.ts';

export type ThreeNames = { readonly en: string; readonly hi: string | null; readonly ur: string | null };
export type AuditJournal = {
  readonly journal: Journal;
  readonly body: BodyName;
  readonly enteredByName: string | null;
  readonly voucher: {
    readonly voucherId: string;
    readonly label: string;
    readonly narration: string;
    readonly payee: string | null;
  } | null;
  readonly accounts: Readonly<Record<string, ThreeNames>>;
  readonly parties: Readonly<Record<string, ThreeNames>>;
  readonly queries: readonly QueryRow[];
};

/** Null when there is no such journal, or she is neither the auditor nor asked about it. */
export async function auditJournal(tx: Tx, who: Actor, { bookId, seq }: JournalOf): Promise<AuditJournal | null> {
  const queries = await queriesAbout(tx, who, { about: { kind: 'journal', bookId, seq } });
  if (!seesAll(who) && queries.length === 0) return null;
  const journal = await journalOf(tx, { bookId, seq });
  const body = await sql<BodyName>`select ${BODY_COLUMNS} from book b ${BODY_JOINS}
    where b.org_id = ${tx.orgId} and b.book_id = ${bookId}`.execute(tx.db);
  if (!journal || !body.rows[0]) return null;
  const by = await sql<{
    name: string;
  }>`select u.name from command c join app_user u on u.org_id = c.org_id and u.user_id = c.user_id
    where c.org_id = ${tx.orgId} and c.command_id = ${journal.commandId}`.execute(tx.db);
  const codes = journal.postings.map((posting) => posting.account);
  const accounts = await sql<
    ThreeNames & { id: string }
  >`select code as id, name_en as en, name_hi as hi, name_ur as ur from account
    where code = any(${codes}::text[])`.execute(tx.db);
  return {
    journal,
    body: body.rows[0],
    enteredByName: by.rows[0]?.name ?? null,
    voucher: await voucherOfJournal(tx, { bookId, seq }),
    accounts: named(accounts.rows),
    parties: await partiesOf(tx, journal),
    queries,
  };
}

const named = (rows: readonly (ThreeNames & { id: string })[]): Record<string, ThreeNames> =>
  Object.fromEntries(rows.map(({ id, ...names }) => [id, names]));

async function voucherOfJournal(tx: Tx, { bookId, seq }: JournalOf): Promise<AuditJournal['voucher']> {
  const { rows } = await sql<{
    voucherId: string;
    type: VoucherType;
    year: number;
    number: number;
    narration: string;
    payee: string | null;
  }>`
    select v.voucher_id as "voucherId", v.type, p.financial_year as year, p.number, v.narration, v.payee
    from voucher_posted p join voucher v on v.org_id = p.org_id and v.voucher_id = p.voucher_id
    where p.org_id = ${tx.orgId} and p.book_id = ${bookId} and p.seq = ${seq}`.execute(tx.db);
  const row = rows[0];
  if (!row) return null;
  const { voucherId, narration, payee } = row;
  return { voucherId, narration, payee, label: voucherLabel(row.type, row.year, row.number) };
}

/** Members, heads of the office as they were called on the day, bank accounts. */
async function partiesOf(tx: Tx, journal: Journal): Promise<Record<string, ThreeNames>> {
  const ids = journal.postings.flatMap((posting) => posting.partyId ?? []);
  const { rows } = await sql<ThreeNames & { id: string }>`
    select p.person_id as id, coalesce(p.name_latin, p.name_devanagari, p.name_urdu, '') as en, p.name_devanagari as hi, p.name_urdu as ur
      from person p where p.org_id = ${tx.orgId} and p.person_id = any(${ids}::uuid[])
    union all select b.bank_account_id, b.bank || ' …' || right(b.number, 4), null, null
      from bank_account b where b.org_id = ${tx.orgId} and b.bank_account_id = any(${ids}::uuid[])
    union all (select distinct on (n.named_id) n.named_id, n.name_en, n.name_hi, n.name_ur
      from account_name n where n.org_id = ${tx.orgId} and n.named_id = any(${ids}::uuid[])
      order by n.named_id, n.from_on > ${journal.eventOn}::date, n.from_on desc, n.entered_at desc)`.execute(tx.db);
  return named(rows);
}
