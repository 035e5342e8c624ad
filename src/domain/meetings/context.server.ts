/** What a group's meeting is judged by, read in one round trip: the same document the phone was sent. */
import { sql } from 'kysely';
import { inARow, kept, type Tx } from '#platform/db.server.ts';
import { LOAN_STATE_SQL } from '#domain/loans/index.server.ts';
import type { GroupContext, GroupRules } from './context.model.ts';

export type StoredContext = { readonly context: GroupContext; readonly bookId: string };

/** Null when the group is not of this organisation or has no rules yet. */
export async function loadContext(tx: Tx, groupId: string): Promise<StoredContext | null> {
  const { rows } = await contextOf(tx, groupId).execute(tx.db);
  return storedIn(rows);
}

/** As {@link loadContext}. Two records of one group are judged one after the other: the second waits here and sees the first. */
export async function loadLocked(tx: Tx, groupId: string): Promise<StoredContext | null> {
  const lock = sql`${kept} select pg_advisory_xact_lock(hashtextextended(${groupId}, 0))`;
  const [, rows] = await inARow(tx.db, [lock, contextOf(tx, groupId)]);
  return storedIn(rows as ContextRow[]);
}

type ContextRow = { context: GroupContext; book_id: string };

function storedIn([row]: readonly ContextRow[]): StoredContext | null {
  if (!row || !(row.context.rules as GroupRules[] | null)?.length) return null;
  return { context: row.context, bookId: row.book_id };
}

const contextOf = (tx: Tx, groupId: string) => sql<ContextRow>`${kept}
    select g.book_id, json_build_object(
      'groupId', g.group_id,
      'names', json_build_object('en', g.name, 'hi', g.name_hi, 'ur', g.name_ur),
      'practice', g.practice,
      'members', coalesce((select json_agg(json_build_object('personId', m.person_id,
          'names', json_build_object('en', coalesce(p.name_latin, p.name_devanagari, p.name_urdu), 'hi', p.name_devanagari, 'ur', p.name_urdu),
          'sign', p.picture_sign, 'joinedOn', m.joined_on, 'leftOn', m.left_on) order by coalesce(p.name_latin, p.name_devanagari, p.name_urdu), m.person_id)
        from membership m cross join lateral (
          select * from person q where q.org_id = m.org_id and q.person_id = m.person_id offset 0) p
        where m.org_id = g.org_id and m.group_id = g.group_id), '[]'),
      'officers', coalesce((select json_agg(json_build_object('personId', o.person_id, 'office', o.role, 'fromOn', o.from_on, 'untilOn', o.until_on)
          order by o.from_on, o.person_id) from officer o where o.org_id = g.org_id and o.group_id = g.group_id), '[]'),
      'rules', (select json_agg(r.rules order by r.from_on) from group_rule r where r.org_id = g.org_id and r.group_id = g.group_id),
      'balances', coalesce((select json_agg(json_build_object('personId', m.person_id,
          'compulsoryPaise', coalesce(s.compulsory, 0), 'voluntaryPaise', coalesce(s.voluntary, 0), 'sharesPaise', coalesce(s.shares, 0),
          'unappliedPaise', coalesce(s.unapplied, 0), 'finesOwedPaise', m.fines_owed_paise) order by m.person_id)
        from (select person_id, sum(fines_owed_paise)::bigint as fines_owed_paise from membership
              where org_id = g.org_id and group_id = g.group_id group by person_id) m
        left join lateral (
          select -sum(b.paise) filter (where b.account = '2010') as compulsory, -sum(b.paise) filter (where b.account = '2020') as voluntary,
            -sum(b.paise) filter (where b.account = '2030') as shares, -sum(b.paise) filter (where b.account = '2310') as unapplied
          from party_total b where b.org_id = g.org_id and b.book_id = g.book_id and b.party_id = m.person_id
            and b.account in ('2010', '2020', '2030', '2310')) s on true), '[]'),
      'loans', coalesce((select json_agg(${LOAN_STATE_SQL} order by l.disbursed_on, l.loan_id)
        from loan l where l.org_id = g.org_id and l.group_id = g.group_id and l.state = 'active'), '[]'),
      'cashPaise', coalesce((select sum(b.debit_paise - b.credit_paise) from account_balance b
        where b.org_id = g.org_id and b.book_id = g.book_id and b.account = '1010'), 0),
      'banks', coalesce((select json_agg(json_build_object('bankAccountId', a.bank_account_id, 'label', a.bank || ' …' || right(a.number, 4),
          'balancePaise', coalesce((select b.paise from party_total b where b.org_id = g.org_id
            and b.book_id = g.book_id and b.party_id = a.bank_account_id and b.account = '1020'), 0), 'limitPaise', a.limit_paise) order by a.bank_account_id)
        from bank_account a where a.org_id = g.org_id and a.group_id = g.group_id and a.closed_on is null), '[]'),
      'inTransit', coalesce((select json_agg(json_build_object('personId', t.party_id, 'amountPaise', t.amount) order by t.party_id) from (
          select b.party_id, b.paise as amount from party_total b
          where b.org_id = g.org_id and b.book_id = g.book_id and b.account = '1040') t where t.amount > 0), '[]'),
      'pendingCorrections', coalesce((select json_agg(json_build_object('correctionId', c.correction_id, 'personId', c.person_id,
          'meetingId', c.meeting_id, 'savingsChangePaise', c.savings_change_paise, 'loanChangePaise', c.loan_change_paise,
          'reason', c.reason) order by c.correction_id)
        from correction c where c.org_id = g.org_id and c.group_id = g.group_id and c.to_be_told and c.told_on is null), '[]'),
      'lastMeeting', (select json_build_object('meetingId', m.meeting_id, 'heldOn', m.held_on, 'kind', m.kind) from meeting m
        where m.org_id = g.org_id and m.group_id = g.group_id and m.state = 'closed' and m.kind <> 'cut_off'
        order by m.held_on desc, m.entered_at desc limit 1),
      'booksFromOn', k.opened_on) as context
    from groups g join book k on k.org_id = g.org_id and k.book_id = g.book_id
    where g.org_id = ${tx.orgId} and g.group_id = ${groupId}`;
