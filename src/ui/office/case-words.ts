/** Words for the codes of cases. */
import { m } from '../sentences/messages.js';
import type { Words } from './words.ts';

export const CASE_KINDS: Words = {
  unpaid_dues: m.cases_kind_unpaid_dues,
  below_minimum: m.cases_kind_below_minimum,
  harassment: m.cases_kind_harassment,
  seizure: m.cases_kind_seizure,
  branch_refusal: m.cases_kind_branch_refusal,
  other: m.cases_kind_other,
};
export const AGAINST: Words = {
  contractor: m.cases_against_contractor,
  employer: m.cases_against_employer,
  lender: m.cases_against_lender,
  bank: m.cases_against_bank,
  office: m.cases_against_office,
  family: m.cases_against_family,
  other: m.cases_against_other,
};
export const OUTCOMES: Words = {
  settled: m.cases_outcome_settled,
  partly: m.cases_outcome_partly,
  withdrawn: m.cases_outcome_withdrawn,
  lost: m.cases_outcome_lost,
  sent_to_authority: m.cases_outcome_sent_to_authority,
};
export const OUTCOME_TONES = {
  settled: 'good',
  partly: 'wait',
  withdrawn: 'plain',
  lost: 'bad',
  sent_to_authority: 'plain',
} as const;
export const CASE_LISTS: Words = {
  open: m.cases_list_open,
  overdue: m.cases_list_overdue,
  closed: m.cases_list_closed,
  all: m.cases_list_all,
};
