import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, OWN, type Actor, type Scope } from '#platform/door.ts';
import { Id } from '#domain/ledger/index.ts';
import type { GroupContext } from './context.model.ts';
import { bookedOf } from './documents.server.ts';
import { loadContext } from './context.server.ts';
import { keyFactsOfMeeting, keyFactsPhoto, MeetingLoanRef } from './key-facts.server.ts';
import type { MeetingSheet } from './model.ts';
import { officerPins } from './officer-pin.server.ts';
import { register, Register, type RegisterRow } from './register.queries.server.ts';
import { ownPassbook, passbook, PassbookOf } from './passbook.server.ts';
import { typing } from './typing.queries.server.ts';

const One = z.strictObject({ groupId: Id, meetingId: Id });
type One = z.infer<typeof One>;
const Held = z.strictObject({ groupId: Id, heldCommandId: Id });
type Held = z.infer<typeof Held>;
const OfGroup = z.strictObject({ groupId: Id });
const Nothing = z.strictObject({});

const inGroup = (input: { groupId: string }): Scope => ({ kind: 'group', id: input.groupId });

export const questions = defineQuestions('meetings', {
  register: {
    input: Register,
    may: 'meetings.read',
    scope: (input: Register) => (input.groupId ? inGroup({ groupId: input.groupId }) : OWN),
    run: register,
  },
  one: { input: One, may: 'meetings.read', scope: inGroup, run: one },
  booked: { input: One, may: 'meetings.read', scope: inGroup, run: bookedOf },
  keyFacts: { input: MeetingLoanRef, may: 'meetings.read', scope: inGroup, run: keyFactsOfMeeting },
  keyFactsPhoto: { input: MeetingLoanRef, may: 'files.read', scope: inGroup, run: keyFactsPhoto },
  typing: { input: One, may: 'meetings.read', scope: inGroup, run: typing },
  compare: { input: Held, may: 'meetings.settle', scope: inGroup, run: compare },
  officerPins: { input: OfGroup, may: 'meetings.read', scope: inGroup, run: officerPins },
  context: { input: OfGroup, may: 'meetings.read', scope: inGroup, run: context },
  passbook: {
    input: PassbookOf,
    may: 'savings.read',
    scope: (input: PassbookOf) => ({ kind: 'person', id: input.personId }),
    run: passbook,
  },
  // every signed-in person may ask for her own book; the answer is empty for a user who is no member
  ownPassbook: { input: Nothing, may: 'own.read', scope: () => OWN, run: ownPassbook },
});

export type MeetingPage = {
  readonly meeting: RegisterRow & {
    bookId: string;
    photoCheckedBy: string | null;
    journalSeq: number | null;
    recordedBy: string | null;
    /** Everyone who held the phone, in order: a meeting that moved to another phone carries both names. */
    recorders: string[];
    commandId: string;
  };
  readonly sheet: MeetingSheet | null;
  readonly lines: readonly MeetingPageLine[];
};
export type MeetingPageLine = {
  personId: string;
  nameEn: string;
  nameHi: string | null;
  nameUr: string | null;
  attendance: string;
  compulsoryPaise: number;
  voluntaryPaise: number;
  withdrawnPaise: number;
  repaidPrincipalPaise: number;
  repaidInterestPaise: number;
  finePaise: number;
  lentPaise: number;
  savingsLeftPaise: number;
  loanLeftPaise: number;
};

async function one(tx: Tx, _who: Actor, { groupId, meetingId }: One): Promise<MeetingPage | null> {
  const head = await sql<MeetingPage['meeting'] & { sheet: MeetingSheet | null }>`
    select m.meeting_id as "meetingId", m.group_id as "groupId", g.name as "groupName", g.name_hi as "groupNameHi", g.name_ur as "groupNameUr",
      m.held_on as "heldOn", m.kind, m.state, m.reason, m.present_count as present, m.member_count as members, m.confirmed_by_photo as "byPhoto",
      m.source, m.closing_cash_paise as "closingCashPaise", m.entered_at as "enteredAt", g.book_id as "bookId", m.journal_seq as "journalSeq",
      (select u.name from app_user u where u.org_id = m.org_id and u.user_id = m.recorded_by) as "recordedBy", m.command_id as "commandId", m.sheet,
      (select u.name from app_user u where u.org_id = m.org_id and u.user_id = m.photo_checked_by) as "photoCheckedBy",
      coalesce((select array_agg(u.name order by r.place) from jsonb_array_elements(m.sheet -> 'recorders') with ordinality r(recorder, place)
        join app_user u on u.org_id = m.org_id and u.user_id::text = r.recorder ->> 'userId'), '{}') as recorders
    from meeting m join groups g on g.org_id = m.org_id and g.group_id = m.group_id
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.meeting_id = ${meetingId}`.execute(tx.db);
  const row = head.rows[0];
  if (!row) return null;
  const lines = await sql<MeetingPageLine>`
    select l.person_id as "personId", coalesce(p.name_latin, p.name_devanagari, p.name_urdu) as "nameEn", p.name_devanagari as "nameHi",
      p.name_urdu as "nameUr", l.attendance, l.compulsory_paise as "compulsoryPaise", l.voluntary_paise as "voluntaryPaise",
      l.withdrawn_paise as "withdrawnPaise", l.repaid_principal_paise as "repaidPrincipalPaise", l.repaid_interest_paise as "repaidInterestPaise",
      l.fine_paise as "finePaise", l.loan_given_paise as "lentPaise", l.savings_left_paise as "savingsLeftPaise", l.loan_left_paise as "loanLeftPaise"
    from meeting_line l join person p on p.org_id = l.org_id and p.person_id = l.person_id
    where l.org_id = ${tx.orgId} and l.meeting_id = ${meetingId} order by 2`.execute(tx.db);
  const sum = (pick: (line: MeetingPageLine) => number) => lines.rows.reduce((total, line) => total + pick(line), 0);
  const { sheet, ...meeting } = row;
  return {
    meeting: {
      ...meeting,
      savedPaise: sum((line) => line.compulsoryPaise + line.voluntaryPaise),
      repaidPaise: sum((line) => line.repaidPrincipalPaise + line.repaidInterestPaise),
      lentPaise: sum((line) => line.lentPaise),
    },
    sheet,
    lines: lines.rows,
  };
}

export type Comparison = {
  readonly held: { commandId: string; sheet: MeetingSheet; code: string; recordedBy: string | null; receivedAt: Date };
  readonly other: MeetingPage | null;
  readonly names: Readonly<Record<string, { en: string; hi: string | null; ur: string | null }>>;
};

/** The held record beside the one that stands for the same group and day (or, when none does, the group's last). */
async function compare(tx: Tx, who: Actor, { groupId, heldCommandId }: Held): Promise<Comparison | null> {
  const held = await sql<{ payload: MeetingSheet; code: string; by: string | null; received_at: Date }>`
    select c.payload, c.outcome ->> 'code' as code, c.received_at, (select u.name from app_user u where u.org_id = c.org_id and u.user_id = c.user_id) as by
    from command c where c.org_id = ${tx.orgId} and c.command_id = ${heldCommandId} and c.name = 'meetings.close'
      and c.status = 'held' and c.scope_id = ${groupId}`.execute(tx.db);
  const row = held.rows[0];
  if (!row) return null;
  const other = await sql<{
    meeting_id: string;
  }>`select meeting_id from meeting where org_id = ${tx.orgId} and group_id = ${groupId}
    and state = 'closed' and kind <> 'cut_off'
    order by (held_on = ${row.payload.heldOn}::date and kind = ${row.payload.kind}) desc, held_on desc limit 1`.execute(
    tx.db,
  );
  const standing = other.rows[0] ? await one(tx, who, { groupId, meetingId: other.rows[0].meeting_id }) : null;
  const stored = await loadContext(tx, groupId);
  return {
    held: {
      commandId: heldCommandId,
      sheet: row.payload,
      code: row.code,
      recordedBy: row.by,
      receivedAt: row.received_at,
    },
    other: standing,
    names: Object.fromEntries((stored?.context.members ?? []).map((member) => [member.personId, member.names])),
  };
}

async function context(tx: Tx, _who: Actor, { groupId }: { groupId: string }): Promise<GroupContext | null> {
  return (await loadContext(tx, groupId))?.context ?? null;
}
