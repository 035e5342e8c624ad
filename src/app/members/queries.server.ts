import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, OWN, type Actor } from '#platform/door.ts';
import { face } from './faces.server.ts';
import * as model from './model.ts';
import type { FindLock, FoundLock, MemberLock, MemberLocks, OfLoan, OfPerson } from './model.ts';

/** Whether she chose one, and how: for the office. */
export type SecretState = { readonly way: 'pin' | 'picture'; readonly setAt: Date; readonly waiting: boolean };

export const questions = defineQuestions('members', {
  /** Null when there is none, or when the number on her card is another woman's too. */
  lock: { input: model.FindLock, may: 'sync.use', scope: () => OWN, run: findLock },
  face: {
    input: model.OfPerson,
    may: 'files.read',
    scope: ({ personId }: OfPerson) => ({ kind: 'person', id: personId }),
    run: face,
  },
  /** The same for the borrower of a loan, where she is asked whether she has read its key facts. */
  lockOfBorrower: {
    input: model.OfLoan,
    may: 'loans.apply',
    scope: ({ loanId }: OfLoan) => ({ kind: 'loan', id: loanId }),
    run: lockOfBorrower,
  },
  secretState: {
    input: model.OfPerson,
    may: 'members.set',
    scope: ({ personId }: OfPerson) => ({ kind: 'person', id: personId }),
    run: secretState,
  },
});

async function findLock(tx: Tx, _who: Actor, asked: FindLock): Promise<FoundLock | null> {
  const which =
    'personId' in asked
      ? sql`person_id = (select now_id from person where org_id = ${tx.orgId} and person_id = ${asked.personId})`
      : sql`card_number = ${asked.cardNumber}`;
  const { rows } = await sql<FoundLock>`select person_id as "personId", way, salt, iterations from member_secret
    where org_id = ${tx.orgId} and ${which} limit 2`.execute(tx.db);
  return rows.length === 1 ? rows[0]! : null;
}

async function lockOfBorrower(tx: Tx, who: Actor, { loanId }: OfLoan): Promise<FoundLock | null> {
  const { rows } = await sql<{ personId: string }>`select borrower_id as "personId" from office_loan
    where org_id = ${tx.orgId} and loan_id = ${loanId} and borrower_kind = 'person'`.execute(tx.db);
  return rows[0] ? findLock(tx, who, rows[0]) : null;
}

async function secretState(tx: Tx, _who: Actor, { personId }: OfPerson): Promise<SecretState | null> {
  const { rows } =
    await sql<SecretState>`select way, set_at as "setAt", coalesce(locked_until > now(), false) as waiting
    from member_secret where org_id = ${tx.orgId} and person_id = ${personId}`.execute(tx.db);
  return rows[0] ?? null;
}

/** What the phones of a group keep to open its members' passbooks without signal. */
export async function locksOf(tx: Tx, groupId: string): Promise<MemberLocks> {
  const { rows } = await sql<MemberLock & { personId: string }>`
    select s.person_id as "personId", s.way, s.salt, s.iterations, s.phone_check as "check" from member_secret s
    where s.org_id = ${tx.orgId} and exists (select from membership m
      where m.org_id = s.org_id and m.person_id = s.person_id and m.group_id = ${groupId} and m.left_on is null)`.execute(
    tx.db,
  );
  return Object.fromEntries(rows.map(({ personId, ...lock }) => [personId, lock]));
}
