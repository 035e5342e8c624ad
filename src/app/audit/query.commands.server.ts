/** Queries: every word is a row that stays. The auditor asks and closes; whom it is addressed to answers. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { holds } from '../rights.ts';
import { nextNumber } from './book-names.server.ts';
import type { About, Answer, Ask, Close, FollowUp } from './model.ts';
import { mayAnswer, mayBeDue, mayClose, mayFollowUp, type QueryState } from './query.rules.ts';

type Said = { readonly queryId: string; readonly state: QueryState };

/** @returns refused `audit.due_in_the_past` | `audit.about_unknown` | `audit.nobody_to_answer` */
export async function askQuery(tx: Tx, who: Actor, input: Ask): Promise<Outcome<{ queryId: string; number: number }>> {
  const due = mayBeDue(input.dueOn, tx.today);
  if (!due.ok) return due;
  if (!(await isThere(tx, input.about))) return refused('audit.about_unknown');
  if (!(await somebodyMayAnswer(tx, input.to))) return refused('audit.nobody_to_answer');
  const { about, to } = input;
  const number = await nextNumber(tx, 'audit_query');
  await sql`insert into audit_query (org_id, query_id, number, about_kind, book_id, seq, voucher_id, meeting_id, to_user_id, to_role, asked_by, asked_at)
    values (${tx.orgId}, ${input.queryId}, ${number}, ${about.kind}, ${about.kind === 'journal' ? about.bookId : null},
      ${about.kind === 'journal' ? about.seq : null}, ${about.kind === 'voucher' ? about.voucherId : null},
      ${about.kind === 'meeting' ? about.meetingId : null}, ${'userId' in to ? to.userId : null}, ${'role' in to ? to.role : null},
      ${who.userId}, ${tx.now})`.execute(tx.db);
  await say(tx, who, { queryId: input.queryId, kind: 'asked', words: input.words, dueOn: input.dueOn });
  return applied({ queryId: input.queryId, number });
}

/** @returns refused `audit.query_unknown` | `audit.query_closed` | `audit.not_addressed` | `audit.file_unknown` */
export async function answerQuery(tx: Tx, who: Actor, input: Answer): Promise<Outcome<Said>> {
  const query = await standing(tx, input.queryId);
  if (!query) return refused('audit.query_unknown');
  const ruling = mayAnswer(query, { userId: who.userId, roles: who.grants.map((grant) => grant.role) });
  if (!ruling.ok) return ruling;
  if (input.fileId && !(await isHerPhoto(tx, who, input.fileId))) return refused('audit.file_unknown');
  await say(tx, who, { ...input, kind: 'answered' });
  return applied({ queryId: input.queryId, state: 'answered' });
}

/** @returns refused `audit.query_unknown` | `audit.query_closed` | `audit.due_in_the_past` */
export async function followUpQuery(tx: Tx, who: Actor, input: FollowUp): Promise<Outcome<Said>> {
  const query = await standing(tx, input.queryId);
  if (!query) return refused('audit.query_unknown');
  const ruling = mayFollowUp(query.state);
  if (!ruling.ok) return ruling;
  const due = mayBeDue(input.dueOn, tx.today);
  if (!due.ok) return due;
  await say(tx, who, { ...input, kind: 'followed_up' });
  return applied({ queryId: input.queryId, state: 'open' });
}

/** @returns refused `audit.query_unknown` | `audit.query_closed` */
export async function closeQuery(tx: Tx, who: Actor, input: Close): Promise<Outcome<Said>> {
  const query = await standing(tx, input.queryId);
  if (!query) return refused('audit.query_unknown');
  const ruling = mayClose(query.state);
  if (!ruling.ok) return ruling;
  await say(tx, who, { ...input, kind: 'closed' });
  return applied({ queryId: input.queryId, state: 'closed' });
}

type Standing = { readonly state: QueryState; readonly toUserId: string | null; readonly toRole: string | null };

/** Two who speak at once speak one after the other. */
async function standing(tx: Tx, queryId: string): Promise<Standing | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${queryId}, 0))`.execute(tx.db);
  const { rows } = await sql<Standing>`select s.state, q.to_user_id as "toUserId", q.to_role as "toRole"
    from audit_query q join audit_query_state s on s.org_id = q.org_id and s.query_id = q.query_id
    where q.org_id = ${tx.orgId} and q.query_id = ${queryId}`.execute(tx.db);
  return rows[0];
}

async function say(
  tx: Tx,
  who: Actor,
  said: {
    readonly queryId: string;
    readonly kind: 'asked' | 'answered' | 'followed_up' | 'closed';
    readonly words: string;
    readonly dueOn?: string;
    readonly fileId?: string | null;
  },
): Promise<void> {
  await sql`insert into audit_query_event (org_id, query_id, at_no, kind, words, due_on, file_id, by_user, at)
    select ${tx.orgId}, ${said.queryId}, coalesce(max(at_no), 0) + 1, ${said.kind}, ${said.words}, ${said.dueOn ?? null}::date,
      ${said.fileId ?? null}::uuid, ${who.userId}::uuid, ${tx.now}::timestamptz
    from audit_query_event where org_id = ${tx.orgId} and query_id = ${said.queryId}`.execute(tx.db);
}

async function isThere(tx: Tx, about: About): Promise<boolean> {
  if (about.kind === 'general') return true;
  const found =
    about.kind === 'journal'
      ? sql`select from journal where org_id = ${tx.orgId} and book_id = ${about.bookId} and seq = ${about.seq}`
      : about.kind === 'voucher'
        ? sql`select from voucher where org_id = ${tx.orgId} and voucher_id = ${about.voucherId}`
        : sql`select from meeting where org_id = ${tx.orgId} and meeting_id = ${about.meetingId}`;
  return (await found.execute(tx.db)).rows.length > 0;
}

/** A query that nobody could answer would wait for ever. */
async function somebodyMayAnswer(tx: Tx, to: Ask['to']): Promise<boolean> {
  const { rows } = await sql<{ role: string }>`select distinct g.role from app_user u
    join user_grant g on g.org_id = u.org_id and g.user_id = u.user_id
      and g.from_on <= ${tx.today}::date and (g.to_on is null or g.to_on >= ${tx.today}::date)
    where u.org_id = ${tx.orgId} and u.state = 'active'
      and ${'userId' in to ? sql`u.user_id = ${to.userId}` : sql`g.role = ${to.role}`}`.execute(tx.db);
  return rows.some(({ role }) => holds(role, 'audit.answer'));
}

/** Only a picture she stored for an answer: an id alone shows nobody another file. */
async function isHerPhoto(tx: Tx, who: Actor, fileId: string): Promise<boolean> {
  const { rows } = await sql`select from file where org_id = ${tx.orgId} and file_id = ${fileId}
    and purpose = 'audit' and created_by = ${who.userId}`.execute(tx.db);
  return rows.length > 0;
}
