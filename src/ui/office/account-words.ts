/** Words for what the office's accounts store as codes. */
import { m } from '../sentences/messages.js';
import type { Words } from './words.ts';

export const VOUCHER_TYPES: Words = {
  payment: m.accounts_type_payment,
  receipt: m.accounts_type_receipt,
  contra: m.accounts_type_contra,
  journal: m.accounts_type_journal,
};
export const VOUCHER_STATES: Words = {
  posted: m.accounts_state_posted,
  waiting: m.accounts_state_waiting,
  sent_back: m.accounts_state_sent_back,
  reversed: m.accounts_state_reversed,
};
export const VOUCHER_TONES = {
  posted: 'good',
  waiting: 'wait',
  sent_back: 'bad',
  reversed: 'plain',
} as const;
export const MODES: Words = {
  cash: m.accounts_mode_cash,
  cheque: m.accounts_mode_cheque,
  transfer: m.accounts_mode_transfer,
  upi: m.accounts_mode_upi,
};
export const VOUCHER_EVENTS: Words = {
  made: m.accounts_event_made,
  approved: m.accounts_event_approved,
  sent_back: m.accounts_event_sent_back,
  posted: m.accounts_event_posted,
  bill: m.accounts_event_bill,
  reversed: m.accounts_event_reversed,
};
export const EVERY_MONTHS: Words = {
  '1': m.accounts_every_1,
  '3': m.accounts_every_3,
  '6': m.accounts_every_6,
  '12': m.accounts_every_12,
};
export const WEAR_METHODS: Words = {
  written_down: m.accounts_rate_written_down,
  straight_line: m.accounts_rate_straight_line,
};
export const HEAD_KINDS: Words = {
  asset: m.accounts_kind_asset,
  liability: m.accounts_kind_liability,
  equity: m.accounts_kind_equity,
  income: m.accounts_kind_income,
  expense: m.accounts_kind_expense,
};
export const FUND_KINDS: Words = {
  grant: m.accounts_fund_grant,
  donation: m.accounts_fund_donation,
  corpus: m.accounts_fund_corpus,
  designated: m.accounts_fund_designated,
};
