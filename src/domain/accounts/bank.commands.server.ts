/** Reading bank statements in, and saying which line is which entry. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import type * as ask from './bank.model.ts';
import { brokenLine } from './bank-sheet.rules.ts';
import { isSameMoney } from './bank-match.rules.ts';
import { tillToWrite } from './bank-tills.server.ts';

/** Remembered for the next file of this account. */
export async function saveMapping(tx: Tx, who: Actor, input: ask.MappingSetting): Promise<Outcome<{ headId: string }>> {
  const book = await tillToWrite(tx, input);
  if (!book) return refused('accounts.no_bank_head');
  await tx.db
    .insertInto('read_mapping')
    .values({
      org_id: tx.orgId,
      book_id: book.bookId,
      mapping_for: input.headId,
      kind: 'bank',
      mapping: JSON.stringify(input.mapping),
      set_by: who.userId,
      set_at: tx.now,
    })
    .execute();
  return applied({ headId: input.headId });
}

/** What the bank printed, and how often it printed the same before in this statement: twice Rs 10 for tea are two lines. */
function fingerprints(lines: readonly ask.BankLine[]): string[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const text = JSON.stringify([line.onDate, line.amountPaise, line.balancePaise, line.description, line.reference]);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return createHash('sha256').update(`${text}#${count}`).digest('hex');
  });
}

/** Lines that came before are left out, so the same file twice, or two that overlap, add each line once. */
export async function importLines(
  tx: Tx,
  who: Actor,
  input: ask.BankImport,
): Promise<Outcome<{ added: number; known: number }>> {
  const book = await tillToWrite(tx, input);
  if (!book) return refused('accounts.no_bank_head');
  if (input.lines.some((line) => line.amountPaise === 0)) return refused('accounts.empty_line');
  if (input.lines.some((line) => line.onDate > tx.today))
    return refused('accounts.future_date', { eventOn: input.lines.at(-1)!.onDate, today: tx.today });
  const broken = brokenLine(input.lines);
  if (broken !== null) return refused('accounts.statement_broken', { line: broken + 1 });
  const days = input.lines.map((line) => line.onDate).sort();
  const of = { org_id: tx.orgId, statement_id: input.statementId, head_id: input.headId };
  await tx.db
    .insertInto('bank_statement')
    .values({
      ...of,
      book_id: book.bookId,
      file_name: input.fileName,
      from_on: days[0]!,
      to_on: days.at(-1)!,
      imported_by: who.userId,
      imported_at: tx.now,
    })
    .execute();
  const { rows } = await sql<{ last: number }>`select coalesce(max(line_no), 0) as last from bank_line
    where org_id = ${tx.orgId} and head_id = ${input.headId}`.execute(tx.db);
  const prints = fingerprints(input.lines);
  const records = input.lines.map((line, at) => ({
    line_id: newId(),
    line_no: rows[0]!.last + at + 1,
    on_date: line.onDate,
    description: line.description,
    reference: line.reference,
    amount_paise: line.amountPaise,
    balance_paise: line.balancePaise,
    fingerprint: prints[at]!,
  }));
  const added =
    await sql`insert into bank_line (org_id, line_id, statement_id, head_id, line_no, on_date, description, reference, amount_paise,
      balance_paise, fingerprint)
    select ${tx.orgId}, r.line_id, ${input.statementId}, ${input.headId}, r.line_no, r.on_date, r.description, r.reference, r.amount_paise,
      r.balance_paise, r.fingerprint
    from json_to_recordset(${JSON.stringify(records)}::json) as r(line_id uuid, line_no int, on_date date, description text, reference text,
      amount_paise bigint, balance_paise bigint, fingerprint text)
    on conflict (org_id, head_id, fingerprint) do nothing returning line_id`.execute(tx.db);
  if (added.rows.length === 0) return refused('accounts.statement_known');
  return applied({ added: added.rows.length, known: records.length - added.rows.length });
}

type Match = ask.Matching['matches'][number];

/** Confirmed by a person: both sides must be open and the same money. One that fits ill refuses them all. */
export async function matchLines(tx: Tx, who: Actor, input: ask.Matching): Promise<Outcome<{ matched: number }>> {
  const book = await tillToWrite(tx, input);
  if (!book) return refused('accounts.no_bank_head');
  // two people who match at once meet here
  await sql`select pg_advisory_xact_lock(hashtextextended(${input.headId}, 0))`.execute(tx.db);
  for (const match of input.matches) {
    const wrong = await judgeMatch(tx, { bookId: book.bookId, headId: input.headId, match });
    if (wrong) return wrong;
    const of = { org_id: tx.orgId, match_id: match.matchId };
    await tx.db
      .insertInto('bank_match')
      .values({ ...of, head_id: input.headId, matched_by: who.userId, matched_at: tx.now })
      .execute();
    const parts = [
      ...match.lineIds.map((line_id) => ({ line_id, book_id: null, seq: null, line: null })),
      ...match.entries.map(({ seq, line }) => ({ line_id: null, book_id: book.bookId, seq, line })),
    ];
    await tx.db
      .insertInto('bank_match_part')
      .values(parts.map((part, at) => ({ ...of, ...part, part: at + 1 })))
      .execute();
  }
  return applied({ matched: input.matches.length });
}

async function judgeMatch(tx: Tx, { bookId, headId, match }: { bookId: string; headId: string; match: Match }) {
  const { rows: lines } = await sql<{ amountPaise: number; taken: boolean }>`select l.amount_paise as "amountPaise",
      exists (select from bank_match_part q join bank_match m on m.org_id = q.org_id and m.match_id = q.match_id and m.undone_at is null
        where q.org_id = l.org_id and q.line_id = l.line_id) as taken
    from bank_line l where l.org_id = ${tx.orgId} and l.head_id = ${headId} and l.line_id = any(${match.lineIds}::uuid[])`.execute(
    tx.db,
  );
  const { rows: entries } = await sql<{ amountPaise: number; taken: boolean }>`select p.amount_paise as "amountPaise",
      exists (select from bank_match_part q join bank_match m on m.org_id = q.org_id and m.match_id = q.match_id and m.undone_at is null
        where q.org_id = p.org_id and q.book_id = p.book_id and q.seq = p.seq and q.line = p.line) as taken
    from posting p join unnest(${match.entries.map((entry) => entry.seq)}::bigint[], ${match.entries.map((entry) => entry.line)}::int[]) as e(seq, line)
      on e.seq = p.seq and e.line = p.line
    where p.org_id = ${tx.orgId} and p.book_id = ${bookId} and p.party_id = ${headId}`.execute(tx.db);
  const entriesNamed = new Set(match.entries.map(({ seq, line }) => `${seq}/${line}`)).size;
  if (lines.length !== match.lineIds.length || entries.length !== match.entries.length || entriesNamed < entries.length)
    return refused('accounts.match_unknown');
  if ([...lines, ...entries].some((one) => one.taken)) return refused('accounts.matched_already');
  return isSameMoney(lines, entries) ? null : refused('accounts.match_differs');
}

/** The lines are open again; that they once were matched stays written. */
export async function unmatch(tx: Tx, who: Actor, input: ask.Unmatching): Promise<Outcome<{ matchId: string }>> {
  if (!(await tillToWrite(tx, input))) return refused('accounts.no_bank_head');
  const { rows } = await sql`update bank_match set undone_by = ${who.userId}, undone_at = ${tx.now}
    where org_id = ${tx.orgId} and head_id = ${input.headId} and match_id = ${input.matchId} and undone_at is null returning match_id`.execute(
    tx.db,
  );
  return rows.length > 0 ? applied({ matchId: input.matchId }) : refused('accounts.match_unknown');
}
