/** Words for what the auditor's desk keeps as codes. */
import type { Words } from '#ui/office/words.ts';
import { m } from '#ui/sentences/messages.js';

export const QUERY_STATES: Words = {
  open: m.audit_q_state_open,
  answered: m.audit_q_state_answered,
  closed: m.audit_q_state_closed,
};
export const QUERY_EVENTS: Words = {
  asked: m.audit_q_event_asked,
  answered: m.audit_q_event_answered,
  followed_up: m.audit_q_event_followed_up,
  closed: m.audit_q_event_closed,
};
export const QUERY_TABS: Words = {
  mine: m.audit_mine,
  overdue: m.audit_overdue,
  open: m.audit_open,
  all: m.audit_all,
};
export const POPULATION_NAMES: Words = {
  vouchers: m.audit_s_vouchers,
  journals: m.audit_s_journals,
  loans: m.audit_s_loans,
  members: m.audit_s_members,
};
export const METHOD_NAMES: Words = { value: m.audit_s_value, count: m.audit_s_count };
export const MARK_NAMES: Words = {
  seen: m.audit_s_seen,
  differs: m.audit_s_differs,
  open: m.audit_s_mark_open,
};
export const EXCEPTION_NAMES: Words = {
  back_dated: m.audit_e_back_dated,
  reopened: m.audit_e_reopened,
  reversed: m.audit_e_reversed,
  after_hours: m.audit_e_after_hours,
  round: m.audit_e_round,
  split: m.audit_e_split,
};
export const MEASURES: Words = {
  back_dated: m.audit_e_measure_back_dated,
  reversed: m.audit_e_measure_reversed,
  after_hours: m.audit_e_measure_after_hours,
  round: m.audit_e_measure_round,
  split: m.audit_e_measure_split,
};
export const LIMIT_NAMES: Words = {
  back_dated_days: m.audit_l_back_dated_days,
  hours_from: m.audit_l_hours_from,
  hours_to: m.audit_l_hours_to,
  round_from_paise: m.audit_l_round_from_paise,
  round_multiple_paise: m.audit_l_round_multiple_paise,
  split_limit_paise: m.audit_l_split_limit_paise,
  split_entries: m.audit_l_split_entries,
  split_share_bps: m.audit_l_split_share_bps,
};
export const REPLIES: Words = {
  agreed: m.audit_c_agreed,
  differs: m.audit_c_differs,
  not_reached: m.audit_c_not_reached,
};
export const VERDICTS: Words = {
  in_chain: m.audit_h_in_chain,
  differs: m.audit_h_differs,
  missing: m.audit_h_missing,
  book_unknown: m.audit_h_book_unknown,
  book_unclear: m.audit_h_book_unclear,
  not_genuine: m.audit_h_not_genuine,
  unreadable: m.audit_h_unreadable,
};
export const TONES = {
  ...{ open: 'wait', answered: 'neel', closed: 'good', seen: 'good', agreed: 'good', in_chain: 'good' },
  ...{ differs: 'bad', missing: 'bad', not_genuine: 'bad', not_reached: 'wait' },
  ...{ book_unknown: 'wait', book_unclear: 'wait', unreadable: 'wait' },
} as const satisfies Record<string, 'wait' | 'neel' | 'good' | 'bad'>;
export const toneOf = (code: string): 'plain' | 'wait' | 'neel' | 'good' | 'bad' =>
  Object.hasOwn(TONES, code) ? TONES[code as keyof typeof TONES] : 'plain';

/** "07:00" of minutes of the day. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
