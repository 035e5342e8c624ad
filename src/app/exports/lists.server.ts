/** Lists of the office as tables. */
import type { GroupRow } from '#domain/groups/index.server.ts';
import type { RegisterRow } from '#domain/meetings/index.server.ts';
import { m } from '#ui/sentences/messages.js';
import type { Speech } from '../paper/speech.ts';
import type { AuditListRow } from '../users/index.server.ts';
import { everyNumberedPage, checkedRows, type Asking } from './asking.server.ts';
import type { MemberExportRow } from './questions.server.ts';
import { column, type Table } from './table.ts';

const groups = async (asking: Asking): Promise<Table> => {
  const { speech, given } = asking;
  const { as } = speech;
  const rows = (
    await asking.must<GroupRow[]>('groups.list', { text: given('text') ?? given('q'), state: given('state') })
  ).filter((row) => !row.practice);
  const sum = (pick: 'members' | 'cashPaise' | 'savingsPaise' | 'loansPaise') =>
    rows.reduce((all, row) => all + row[pick], 0);
  return {
    name: 'groups',
    title: m.paper_groups({}, as),
    subtitle: '',
    period: m.paper_as_on({ date: speech.day(asking.today) }, as),
    columns: [
      column(m.paper_group({}, as)),
      column(m.common_place({}, as)),
      column(m.common_status({}, as)),
      column(m.paper_formed_on({}, as), 'day'),
      column(m.paper_member_count({}, as), 'count'),
      column(m.paper_last_meeting({}, as), 'day'),
      column(m.paper_next_meeting({}, as), 'day'),
      column(m.paper_cash_box({}, as), 'money'),
      column(m.paper_savings({}, as), 'money'),
      column(m.paper_loans_out({}, as), 'money'),
    ],
    rows: rows.map((row) => [
      speech.name({ en: row.name, hi: row.nameHi, ur: row.nameUr }),
      row.place === null ? null : speech.name({ en: row.place, hi: row.placeHi, ur: row.placeUr }),
      stateWord(row.state, speech),
      row.formedOn,
      row.members,
      row.lastMeetingOn,
      row.nextMeetingOn,
      row.cashPaise,
      row.savingsPaise,
      row.loansPaise,
    ]),
    totals: [
      [
        m.common_total({}, as),
        null,
        null,
        null,
        sum('members'),
        null,
        null,
        sum('cashPaise'),
        sum('savingsPaise'),
        sum('loansPaise'),
      ],
    ],
  };
};

function stateWord(state: string, { as }: Speech): string {
  if (state === 'active') return m.status_active({}, as);
  if (state === 'dormant') return m.status_silent({}, as);
  if (state === 'skipped') return m.status_skipped({}, as);
  if (state === 'cancelled') return m.status_cancelled({}, as);
  return state === 'reversed' ? m.status_reversed({}, as) : m.status_closed({}, as);
}

const members = async (asking: Asking): Promise<Table> => {
  const { speech, given } = asking;
  const { as } = speech;
  const filters = { groupId: given('groupId'), placeId: given('placeId'), withLeavers: given('withLeavers') === 'yes' };
  const rows = checkedRows(await asking.must<MemberExportRow[]>('exports.members', filters));
  return {
    name: 'members',
    title: m.paper_members({}, as),
    subtitle: '',
    period: m.paper_as_on({ date: speech.day(asking.today) }, as),
    columns: [
      column(m.common_name({}, as)),
      column(m.paper_relation({}, as)),
      column(m.paper_birth_year({}, as)),
      column(m.common_phone({}, as)),
      column(m.paper_group({}, as)),
      column(m.common_place({}, as)),
      column(m.paper_joined_on({}, as), 'day'),
      column(m.paper_left_on({}, as), 'day'),
      column(m.paper_savings({}, as), 'money'),
      column(m.paper_loan_left({}, as), 'money'),
    ],
    rows: rows.map((row) => [
      speech.name({ en: row.nameEn, hi: row.nameHi, ur: row.nameUr }),
      row.relationName,
      row.birthYear === null ? null : String(row.birthYear),
      row.phone,
      row.groupName === null ? null : speech.name({ en: row.groupName, hi: row.groupNameHi, ur: row.groupNameUr }),
      row.place,
      row.joinedOn,
      row.leftOn,
      row.savingsPaise,
      row.loansPaise,
    ]),
    totals: [],
  };
};

const meetings = async (asking: Asking): Promise<Table> => {
  const { speech, given } = asking;
  const { as } = speech;
  const filters = { groupId: given('groupId'), from: given('from'), to: given('to'), state: given('state') };
  const rows = await everyNumberedPage<RegisterRow>(asking, {
    question: 'meetings.register',
    input: filters,
    idOf: (row) => row.meetingId,
  });
  const word = (row: RegisterRow) =>
    row.byPhoto && row.state === 'closed' ? m.paper_by_photo({}, as) : stateWord(row.state, speech);
  const sum = (pick: 'savedPaise' | 'repaidPaise' | 'lentPaise') =>
    rows.reduce((all, row) => all + (row.state === 'closed' ? row[pick] : 0), 0);
  return {
    name: 'meetings',
    title: m.paper_register({}, as),
    subtitle: '',
    period:
      filters.from && filters.to
        ? m.paper_period({ from: speech.day(filters.from), to: speech.day(filters.to) }, as)
        : '',
    columns: [
      column(m.common_date({}, as), 'day'),
      column(m.paper_group({}, as)),
      column(m.common_status({}, as)),
      column(m.paper_present({}, as), 'count'),
      column(m.paper_member_count({}, as), 'count'),
      column(m.paper_saved({}, as), 'money'),
      column(m.paper_repaid({}, as), 'money'),
      column(m.paper_lent({}, as), 'money'),
      column(m.paper_cash_box({}, as), 'money'),
      column(m.paper_at({}, as), 'moment'),
    ],
    rows: rows.map((row) => [
      row.heldOn,
      speech.name({ en: row.groupName, hi: row.groupNameHi, ur: row.groupNameUr }),
      word(row),
      row.present,
      row.members,
      row.savedPaise,
      row.repaidPaise,
      row.lentPaise,
      row.closingCashPaise,
      new Date(row.enteredAt).toISOString(),
    ]),
    totals: [
      [
        null,
        m.common_total({}, as),
        null,
        null,
        null,
        sum('savedPaise'),
        sum('repaidPaise'),
        sum('lentPaise'),
        null,
        null,
      ],
    ],
  };
};

const audit = async (asking: Asking): Promise<Table> => {
  const { speech, given } = asking;
  const { as } = speech;
  const filters = {
    userId: given('userId'),
    action: given('action'),
    subjectId: given('subjectId'),
    from: given('from'),
    to: given('to'),
  };
  const rows = await everyNumberedPage<AuditListRow>(asking, {
    question: 'audit.list',
    input: { ...filters, size: 200 },
    idOf: (row) => row.auditId,
  });
  return {
    name: 'audit',
    title: m.paper_audit({}, as),
    subtitle: '',
    period:
      filters.from && filters.to
        ? m.paper_period({ from: speech.day(filters.from), to: speech.day(filters.to) }, as)
        : '',
    columns: [
      column(m.paper_at({}, as), 'moment'),
      column(m.paper_who({}, as)),
      column(m.paper_action({}, as)),
      column(m.paper_outcome({}, as)),
      column(m.paper_subject({}, as)),
      column(m.paper_device({}, as)),
    ],
    rows: rows.map((row) => [
      new Date(row.at).toISOString(),
      row.userName ?? row.userId,
      row.action,
      row.outcome,
      row.subjectId === null ? null : `${row.subjectKind ?? ''} ${row.subjectId}`.trim(),
      row.deviceId,
    ]),
    totals: [],
  };
};

export const listExports = { groups, members, meetings, audit } as const;
