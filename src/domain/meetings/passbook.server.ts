/** One woman, one passbook: her savings, loans and fines, line by line as her meetings recorded them. */
import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { Id } from '#domain/ledger/index.ts';
import type { LoanState } from '#domain/loans/index.ts';
import { LOAN_STATE_SQL } from '#domain/loans/index.server.ts';

export const PassbookOf = z.strictObject({ personId: Id });
export type PassbookOf = z.infer<typeof PassbookOf>;

export type PassbookLine = {
  meetingId: string;
  heldOn: IsoDate;
  attendance: string;
  savedPaise: number;
  withdrawnPaise: number;
  repaidPrincipalPaise: number;
  repaidInterestPaise: number;
  finePaise: number;
  lentPaise: number;
  savingsLeftPaise: number;
  loanLeftPaise: number;
  journalSeq: number | null;
};
export type PassbookGroup = {
  groupId: string;
  bookId: string;
  name: string;
  nameHi: string | null;
  nameUr: string | null;
  joinedOn: IsoDate;
  leftOn: IsoDate | null;
  compulsoryPaise: number;
  voluntaryPaise: number;
  sharesPaise: number;
  finesOwedPaise: number;
  loans: LoanState[];
  lines: PassbookLine[];
  /** Put to her savings by a resolution, between meetings; taken back it is negative. */
  interest: { on: IsoDate; paise: number }[];
};
export type Passbook = {
  readonly person: {
    personId: string;
    nameEn: string;
    nameHi: string | null;
    nameUr: string | null;
    phone: string | null;
    photoId: string | null;
  };
  readonly groups: readonly PassbookGroup[];
};

/** Null for an unknown person. A merged woman's lines come together under the person she is now. */
export async function passbook(tx: Tx, _who: Actor, { personId }: PassbookOf): Promise<Passbook | null> {
  const person = await sql<
    Passbook['person']
  >`select person_id as "personId", coalesce(name_latin, name_devanagari, name_urdu) as "nameEn",
      name_devanagari as "nameHi", name_urdu as "nameUr", phone, photo_id as "photoId"
    from person where org_id = ${tx.orgId} and person_id = ${personId}`.execute(tx.db);
  if (!person.rows[0]) return null;
  const groups = await sql<PassbookGroup>`
    with ids as (select person_id from person where org_id = ${tx.orgId} and (now_id = ${personId} or person_id = ${personId}))
    select g.group_id as "groupId", g.book_id as "bookId", g.name, g.name_hi as "nameHi", g.name_ur as "nameUr",
      m.joined_on as "joinedOn", m.left_on as "leftOn", m.fines_owed_paise as "finesOwedPaise",
      coalesce(b.compulsory, 0)::bigint as "compulsoryPaise", coalesce(b.voluntary, 0)::bigint as "voluntaryPaise",
      coalesce(b.shares, 0)::bigint as "sharesPaise",
      coalesce((select jsonb_agg(${LOAN_STATE_SQL} order by l.disbursed_on desc) from loan l
        where l.org_id = g.org_id and l.group_id = g.group_id and l.borrower_id = m.person_id and l.state <> 'withdrawn'), '[]') as loans,
      coalesce((select jsonb_agg(jsonb_build_object('meetingId', t.meeting_id, 'heldOn', t.held_on, 'attendance', l.attendance,
          'savedPaise', l.compulsory_paise + l.voluntary_paise, 'withdrawnPaise', l.withdrawn_paise,
          'repaidPrincipalPaise', l.repaid_principal_paise, 'repaidInterestPaise', l.repaid_interest_paise, 'finePaise', l.fine_paise,
          'lentPaise', l.loan_given_paise, 'savingsLeftPaise', l.savings_left_paise, 'loanLeftPaise', l.loan_left_paise,
          'journalSeq', t.journal_seq) order by t.held_on desc)
        from meeting_line l join meeting t on t.org_id = l.org_id and t.meeting_id = l.meeting_id
        where l.org_id = g.org_id and l.person_id = m.person_id and t.group_id = g.group_id and t.state = 'closed'), '[]') as lines,
      coalesce((select jsonb_agg(jsonb_build_object('on', i.event_on, 'paise', i.paise) order by i.event_on desc, i.seq desc)
        from (select p.event_on, p.seq, -sum(p.amount_paise)::bigint as paise from posting p
          join journal j on j.org_id = p.org_id and j.book_id = p.book_id and j.seq = p.seq and j.source_kind = 'interest'
          where p.org_id = g.org_id and p.book_id = g.book_id and p.party_id = m.person_id group by 1, 2) i), '[]') as interest
    from membership m join groups g on g.org_id = m.org_id and g.group_id = m.group_id
      left join lateral (
        select sum(credit_paise - debit_paise) filter (where account = '2010') as compulsory,
          sum(credit_paise - debit_paise) filter (where account = '2020') as voluntary,
          sum(credit_paise - debit_paise) filter (where account = '2030') as shares
        from party_balance where org_id = g.org_id and book_id = g.book_id and party_id = m.person_id) b on true
    where m.org_id = ${tx.orgId} and m.person_id in (select person_id from ids) and not g.practice order by m.joined_on`.execute(
    tx.db,
  );
  return { person: person.rows[0], groups: groups.rows };
}

export async function ownPassbook(tx: Tx, who: Actor): Promise<Passbook | null> {
  return who.personId ? passbook(tx, who, { personId: who.personId }) : null;
}
