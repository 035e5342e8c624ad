/** Words of the office's loans: stages, events, ways of paying back. */
import type { LoanStage } from '#domain/loans/index.ts';
import { optionsOf, type Words } from '#ui/office/words.ts';
import { m } from '#ui/sentences/messages.js';

export const STAGE_WORDS: Words = {
  applied: m.loans_office_stage_applied,
  appraised: m.loans_office_stage_appraised,
  approved: m.loans_office_stage_approved,
  active: m.loans_office_stage_active,
  closed: m.loans_office_stage_closed,
  written_off: m.loans_office_stage_written_off,
  rejected: m.loans_office_stage_rejected,
  withdrawn: m.loans_office_stage_withdrawn,
};
export const EVENT_WORDS: Words = {
  disbursed: m.loans_office_event_disbursed,
  repaid: m.loans_office_event_repaid,
  set_off: m.loans_office_event_set_off,
  settled: m.loans_office_event_settled,
  charged: m.loans_office_event_charged,
  waived: m.loans_office_event_waived,
  rescheduled: m.loans_office_event_rescheduled,
  written_off: m.loans_office_event_written_off,
  recovered: m.loans_office_event_recovered,
  refunded: m.loans_office_event_refunded,
  stopped: m.loans_office_event_stopped,
  undrawn: m.loans_office_event_undrawn,
  claim_paid: m.loans_office_event_claim_paid,
};
export const CAUSE_WORDS: Words = { death: m.loans_office_cause_death, left: m.loans_office_cause_left };
export const STEP_WORDS: Words = {
  appraise: m.loans_office_step_appraise,
  approve: m.loans_office_step_approve,
  reject: m.loans_office_step_reject,
  withdraw: m.loans_office_step_withdraw,
};
export const METHOD_WORDS: Words = {
  EQUAL_PRINCIPAL: m.loans_office_method_equal_principal,
  EMI: m.loans_office_method_emi,
  FLAT: m.loans_office_method_flat,
  BULLET: m.loans_office_method_bullet,
  FIXED_INSTALMENT: m.loans_office_method_fixed_instalment,
};
export const EVERY_WORDS: Words = {
  'week-1': m.loans_office_every_week,
  'week-2': m.loans_office_every_fortnight,
  'month-1': m.loans_office_every_month,
  'month-3': m.loans_office_every_quarter,
};
export const EXCESS_WORDS: Words = {
  // not empty: a browser takes an empty choice for none made and sends nothing
  none: m.loans_office_nothing_more,
  next: m.loans_office_excess_next,
  shorten: m.loans_office_excess_shorten,
  lower: m.loans_office_excess_lower,
};
export const PAYEE_WORDS: Words = {
  borrower: m.loans_office_payee_borrower,
  moneylender: m.loans_office_payee_moneylender,
  supplier: m.loans_office_payee_supplier,
};
export const PART_WORDS: Words = {
  fine: m.loan_part_fine,
  fee: m.loan_part_fee,
  interest: m.loan_part_interest,
  principal: m.loan_part_principal,
};
export const PER_WORDS: Words = { month: m.loans_office_per_month, year: m.loans_office_per_year };

export const toneOf = (stage: LoanStage): 'plain' | 'neel' | 'good' | 'wait' | 'bad' =>
  stage === 'active'
    ? 'neel'
    : stage === 'closed'
      ? 'good'
      : ['applied', 'appraised', 'approved'].includes(stage)
        ? 'wait'
        : stage === 'withdrawn'
          ? 'plain'
          : 'bad';
export const daysLate = (days: number): string =>
  days === 1 ? m.loans_office_one_day() : m.loans_office_days({ count: days });
export const LATE_OPTIONS = [1, 31, 61, 91];
export const optionsFor = (words: Words) => optionsOf(words);
