/** Lists of the office as tables: each the same rows, in the same order, as its screen under the same address. */
import type { EnterpriseList, EnterpriseRow } from '#domain/enterprise-register/index.server.ts';
import type { RegisterRow } from '#domain/meetings/index.server.ts';
import type { Card } from '#domain/people/index.server.ts';
import { isId } from '#platform/ids.ts';
import { formatBps, pageOf, roleName } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';
import type { Speech } from '../paper/speech.ts';
import type { AuditListRow, DeviceListRow, UserListRow } from '../users/index.server.ts';
import { everyNumberedPage, checkedRows, type Asking } from './asking.server.ts';
import { chosenGroups, GROUP_SORTS } from './chosen-groups.ts';
import type { MemberExportRow } from './questions.server.ts';
import type { Table } from './table.ts';
import { count, day, moment, money, summed, tableOf, text } from './table-of.ts';

const iso = (at: Date | string | null): string | null => (at === null ? null : new Date(at).toISOString());
const onToday = ({ speech, today }: Asking): string => m.paper_as_on({ date: speech.day(today) }, speech.as);
function betweenDays({ speech, given }: Asking): string {
  const [from, to] = [given('from'), given('to')];
  return from && to ? m.paper_period({ from: speech.day(from), to: speech.day(to) }, speech.as) : '';
}

function stateWord(state: string, { as }: Speech): string {
  if (state === 'active') return m.status_active({}, as);
  if (state === 'dormant') return m.status_silent({}, as);
  if (state === 'skipped') return m.status_skipped({}, as);
  if (state === 'cancelled') return m.status_cancelled({}, as);
  if (state === 'revoked') return m.status_revoked({}, as);
  if (state === 'enrolling') return m.devices_enrolling({}, as);
  return state === 'reversed' ? m.status_reversed({}, as) : m.status_closed({}, as);
}

const groups = async (asking: Asking): Promise<Table> => {
  const { speech, given, sorting } = asking;
  const { as } = speech;
  const chosen = await chosenGroups(asking.must, {
    q: given('text', 'q'),
    kind: given('kind'),
    state: given('state'),
    silent: given('silent'),
  });
  const live = chosen.filter((row) => !row.practice);
  const order = { sort: sorting.sort ?? 'name', descending: sorting.descending ?? false, page: 1, size: live.length };
  const { rows } = pageOf(live, order, GROUP_SORTS);
  return tableOf({ name: 'groups', title: m.paper_groups({}, as), period: onToday(asking) }, rows, [
    text(m.paper_group({}, as), (row) => speech.name({ en: row.name, hi: row.nameHi, ur: row.nameUr }), {
      last: m.common_total({}, as),
    }),
    text(m.common_place({}, as), (row) =>
      row.place === null ? null : speech.name({ en: row.place, hi: row.placeHi, ur: row.placeUr }),
    ),
    text(m.common_status({}, as), (row) => stateWord(row.state, speech)),
    day(m.paper_formed_on({}, as), (row) => row.formedOn),
    summed(
      count(m.paper_member_count({}, as), (row) => row.members),
      rows,
    ),
    day(m.paper_last_meeting({}, as), (row) => row.lastMeetingOn),
    day(m.paper_next_meeting({}, as), (row) => row.nextMeetingOn),
    summed(
      money(m.paper_cash_box({}, as), (row) => row.cashPaise),
      rows,
    ),
    summed(
      money(m.paper_savings({}, as), (row) => row.savingsPaise),
      rows,
    ),
    summed(
      money(m.paper_loans_out({}, as), (row) => row.loansPaise),
      rows,
    ),
  ]);
};

const members = async (asking: Asking): Promise<Table> => {
  const { speech, given } = asking;
  const { as } = speech;
  const typed = given('q');
  const found = typed ? await asking.must<Card[]>('people.search', { typed: typed.slice(0, 120), limit: 100 }) : null;
  const rows = checkedRows(
    await asking.must<MemberExportRow[]>('exports.members', {
      groupId: given('groupId', 'group'),
      placeId: given('placeId', 'place'),
      craft: given('craft'),
      flag: given('flag'),
      withLeavers: given('withLeavers') === 'yes' || given('leavers') === '1',
      personIds: found?.map((card) => card.personId),
    }),
  );
  return tableOf({ name: 'members', title: m.paper_members({}, as), period: onToday(asking) }, rows, [
    text(m.common_name({}, as), (row) => speech.name({ en: row.nameEn, hi: row.nameHi, ur: row.nameUr })),
    text(m.paper_relation({}, as), (row) => row.relationName),
    text(m.paper_birth_year({}, as), (row) => (row.birthYear === null ? null : String(row.birthYear))),
    text(m.common_phone({}, as), (row) => row.phone),
    text(m.paper_group({}, as), (row) =>
      row.groupName === null ? null : speech.name({ en: row.groupName, hi: row.groupNameHi, ur: row.groupNameUr }),
    ),
    text(m.common_place({}, as), (row) => row.place),
    day(m.paper_joined_on({}, as), (row) => row.joinedOn),
    day(m.paper_left_on({}, as), (row) => row.leftOn),
    money(m.paper_savings({}, as), (row) => row.savingsPaise),
    money(m.paper_loan_left({}, as), (row) => row.loansPaise),
  ]);
};

const meetings = async (asking: Asking): Promise<Table> => {
  const { speech, given, sorting } = asking;
  const { as } = speech;
  const groupId = given('groupId', 'group');
  const rows = await everyNumberedPage<RegisterRow>(asking, {
    question: 'meetings.register',
    input: { groupId, from: given('from'), to: given('to'), state: given('state'), ...sorting },
    idOf: (row) => row.meetingId,
  });
  const word = (row: RegisterRow) =>
    row.byPhoto && row.state === 'closed' ? m.paper_by_photo({}, as) : stateWord(row.state, speech);
  const sum = (pick: 'savedPaise' | 'repaidPaise' | 'lentPaise') => ({
    last: rows.reduce((all, row) => all + (row.state === 'closed' ? row[pick] : 0), 0),
  });
  return tableOf({ name: 'meetings', title: m.paper_register({}, as), period: betweenDays(asking) }, rows, [
    day(m.common_date({}, as), (row) => row.heldOn),
    text(m.paper_group({}, as), (row) => speech.name({ en: row.groupName, hi: row.groupNameHi, ur: row.groupNameUr }), {
      last: m.common_total({}, as),
    }),
    text(m.common_status({}, as), word),
    count(m.paper_present({}, as), (row) => row.present),
    count(m.paper_member_count({}, as), (row) => row.members),
    money(m.paper_saved({}, as), (row) => row.savedPaise, sum('savedPaise')),
    money(m.paper_repaid({}, as), (row) => row.repaidPaise, sum('repaidPaise')),
    money(m.paper_lent({}, as), (row) => row.lentPaise, sum('lentPaise')),
    money(m.paper_cash_box({}, as), (row) => row.closingCashPaise),
    moment(m.paper_at({}, as), (row) => iso(row.enteredAt)),
  ]);
};

const audit = async (asking: Asking): Promise<Table> => {
  const { speech, given, sorting } = asking;
  const { as } = speech;
  const ids = { userId: given('userId'), subjectId: given('subjectId') };
  const filters = { action: given('action'), from: given('from'), to: given('to'), ...ids, ...sorting };
  const rows = await everyNumberedPage<AuditListRow>(asking, {
    question: 'audit.list',
    input: { ...filters, size: 200 },
    idOf: (row) => row.auditId,
  });
  return tableOf({ name: 'audit', title: m.paper_audit({}, as), period: betweenDays(asking) }, rows, [
    moment(m.paper_at({}, as), (row) => iso(row.at)),
    text(m.paper_who({}, as), (row) => row.userName ?? row.userId),
    text(m.paper_action({}, as), (row) => row.action),
    text(m.paper_outcome({}, as), (row) => row.outcome),
    text(m.paper_subject({}, as), (row) =>
      row.subjectId === null ? null : `${row.subjectKind ?? ''} ${row.subjectId}`.trim(),
    ),
    text(m.paper_device({}, as), (row) => row.deviceId),
  ]);
};

/** `within=place:<id>`, as the screen narrows itself for whoever looks after one place or group only. */
function withinOf({ given }: Asking) {
  const [kind, id] = (given('within') ?? '').split(':');
  return (kind === 'place' || kind === 'group') && isId(id) ? { kind, id } : undefined;
}

const users = async (asking: Asking): Promise<Table> => {
  const { speech, given, sorting } = asking;
  const { as } = speech;
  const rows = await everyNumberedPage<UserListRow>(asking, {
    question: 'users.list',
    input: {
      q: given('q'),
      state: given('state'),
      role: given('role'),
      within: withinOf(asking),
      ...sorting,
      size: 200,
    },
    idOf: (row) => row.userId,
  });
  return tableOf({ name: 'users', title: m.users_title({}, as), period: onToday(asking) }, rows, [
    text(m.common_name({}, as), (row) => row.name),
    text(m.common_phone({}, as), (row) => row.phone),
    text(m.users_roles({}, as), (row) =>
      row.grants.map(({ role, scopeName }) => [roleName(role, as), scopeName].filter(Boolean).join(': ')).join(', '),
    ),
    count(m.users_phones({}, as), (row) => row.devices),
    moment(m.users_last_seen({}, as), (row) => iso(row.lastSeenAt)),
    text(m.common_status({}, as), (row) => stateWord(row.state, speech)),
  ]);
};

const devices = async (asking: Asking): Promise<Table> => {
  const { speech, given, sorting } = asking;
  const { as } = speech;
  const rows = await everyNumberedPage<DeviceListRow>(asking, {
    question: 'devices.list',
    input: { q: given('q'), state: given('state'), within: withinOf(asking), ...sorting, size: 200 },
    idOf: (row) => row.deviceId,
  });
  return tableOf({ name: 'phones', title: m.devices_title({}, as), period: onToday(asking) }, rows, [
    text(m.devices_person({}, as), (row) => row.userName),
    text(m.devices_label({}, as), (row) => row.label),
    moment(m.users_last_seen({}, as), (row) => iso(row.lastSeenAt)),
    count(m.devices_unsent({}, as), (row) => row.unsentCount),
    money(m.devices_unsent_amount({}, as), (row) => row.unsentPaise),
    text(m.devices_version({}, as), (row) => row.appVersion),
    text(m.common_status({}, as), (row) => stateWord(row.state, speech)),
  ]);
};

/** Enterprises are asked for by how many were had; one that moved meanwhile comes once. */
async function everyEnterprise({ must, given, sorting }: Asking): Promise<readonly EnterpriseRow[]> {
  const [state, place, group, person] = ['state', 'place', 'group', 'person'].map((name) => given(name));
  const asked = {
    q: given('q')?.slice(0, 80),
    state,
    placeId: place,
    groupId: group,
    personId: person,
    ...sorting,
    limit: 200,
  };
  const rows = new Map<string, EnterpriseRow>();
  for (let offset = 0; ; offset += asked.limit) {
    const page = await must<EnterpriseList>('enterprises.list', { ...asked, offset });
    for (const row of page.rows) rows.set(row.enterpriseId, row);
    checkedRows([...rows.keys()]);
    if (page.rows.length < asked.limit) return [...rows.values()];
  }
}

const enterprises = async (asking: Asking): Promise<Table> => {
  const { speech } = asking;
  const { as } = speech;
  const named = ({ en, hi, ur }: EnterpriseRow['names']) => speech.name({ en: en ?? hi ?? ur ?? '–', hi, ur });
  const rows = await everyEnterprise(asking);
  return tableOf({ name: 'enterprises', title: m.rail_enterprises({}, as), period: onToday(asking) }, rows, [
    text(m.enterprise_one({}, as), (row) => named(row.names)),
    text(m.enterprise_activity({}, as), (row) => (row.activity ? named(row.activity) : row.activityWords)),
    text(m.enterprise_owners({}, as), (row) =>
      row.owners.map((one) => `${named(one.names)} ${speech.iso(formatBps(one.shareBps))}`).join(' · '),
    ),
    text(m.common_place({}, as), (row) => named(row.place)),
    day(m.enterprise_started({}, as), (row) => row.startedOn),
    text(m.common_status({}, as), (row) =>
      row.closedOn ? m.enterprise_state_closed({}, as) : m.enterprise_state_open({}, as),
    ),
    day(m.enterprise_close_on({}, as), (row) => row.closedOn),
  ]);
};

export const listExports = { groups, members, meetings, audit, users, devices, enterprises } as const;
