/** Words for the codes of linkage: grades, funds, conditions, and figures that are ratios. */
import type { Language } from '../languages.ts';
import { formatMoney } from '../format.ts';
import { m } from '../sentences/messages.js';
import { getLocale } from '../sentences/runtime.js';
import { wordFor, type Words } from './words.ts';

export const FUNDS: Words = {
  revolving_fund: m.linkage_fund_revolving_fund,
  cif: m.linkage_fund_cif,
  vrf: m.linkage_fund_vrf,
  bank_term: m.linkage_fund_bank_term,
  cash_credit: m.linkage_fund_cash_credit,
};
export const LINE_STATES: Words = {
  applied: m.linkage_line_applied,
  sanctioned: m.linkage_line_sanctioned,
  received: m.linkage_line_received,
  refused: m.linkage_line_refused,
  withdrawn: m.linkage_line_withdrawn,
  closed: m.linkage_line_closed,
};
export const LINE_TONES = {
  applied: 'wait',
  sanctioned: 'neel',
  received: 'good',
  refused: 'bad',
  withdrawn: 'plain',
  closed: 'plain',
} as const;
export const LINE_STEPS: Words = {
  apply: m.linkage_step_apply,
  sanction: m.linkage_step_sanction,
  receive: m.linkage_step_receive,
  refuse: m.linkage_step_refuse,
  withdraw: m.linkage_step_withdraw,
  close: m.linkage_step_close,
  letter: m.linkage_step_letter,
  terms: m.linkage_step_terms,
};
export const KEPT_WORDS: Words = {
  paid_in: m.kept_paid_in,
  withdrawn: m.kept_withdrawn,
  interest: m.kept_interest,
};
/** Where the due days of what a group owes are read. */
export const DUE_BY: Words = {
  letter: m.linkage_due_by_letter,
  terms: m.linkage_due_by_terms,
  loan: m.linkage_due_by_loan,
  nothing: m.linkage_due_by_nothing,
};
export const ANSWERS: Words = {
  yes: m.linkage_answer_yes,
  no: m.linkage_answer_no,
  high: m.linkage_answer_high,
  medium: m.linkage_answer_medium,
  low: m.linkage_answer_low,
  full: m.linkage_answer_full,
  partial: m.linkage_answer_partial,
  group: m.linkage_answer_group,
  agency: m.linkage_answer_agency,
  varied: m.linkage_answer_varied,
  fixed: m.linkage_answer_fixed,
};
export const BASES: Words = {
  read: m.linkage_basis_read,
  house: m.linkage_basis_house,
  gk: m.linkage_basis_gk,
};
export const SHARE_KEYS: Words = {
  equal: m.linkage_key_equal,
  savings_months: m.linkage_key_savings_months,
  interest_paid: m.linkage_key_interest_paid,
};
export const CONDITION_STATES: Words = {
  met: m.linkage_state_met,
  not_met: m.linkage_state_not_met,
  unknown: m.linkage_state_unknown,
};
export const CONDITION_TONES = { met: 'good', not_met: 'bad', unknown: 'wait' } as const;
export const CONDITION_ICONS = { met: 'check', not_met: 'cross', unknown: 'wait' } as const;
export const CONDITION_INKS = { met: 'text-good', not_met: 'text-bad', unknown: 'text-wait' } as const;

type As = { readonly locale: Language };
type Condition = { readonly code: string; readonly now: number | null; readonly needed: number | null };
/** One condition as a sentence; what is not known is a dash in it. */
export function conditionText({ code, now, needed }: Condition, as?: As): string {
  const figures = { now: now ?? '–', needed: needed ?? '–' };
  if (code === 'months') return m.linkage_cond_months(figures, as);
  if (code === 'members') return m.linkage_cond_members(figures, as);
  if (code === 'own_dues') return m.linkage_cond_own_dues({ late: formatMoney(now ?? 0) }, as);
  if (code === 'rules') return m.linkage_cond_rules(figures, as);
  return wordFor(PLAIN_CONDITIONS, code, as);
}
const PLAIN_CONDITIONS: Words = {
  graded: m.linkage_cond_graded,
  plan: m.linkage_cond_plan,
  bank: m.linkage_cond_bank,
  once: m.linkage_cond_once,
  before_repaid: m.linkage_cond_before_repaid,
  not_pending: m.linkage_cond_not_pending,
  no_default: m.linkage_cond_no_default,
};

type Clause = {
  readonly code: string;
  readonly why: string | null;
  readonly days: number | null;
  readonly daysMost: number | null;
  readonly when: readonly string[];
};
const WHYS: Words = {
  no_instalments: m.linkage_why_no_instalments,
  not_in_books: m.linkage_why_not_in_books,
  kept_together: m.linkage_why_kept_together,
  bank_only: m.linkage_why_bank_only,
};
const CLAUSES: Readonly<Record<string, (of: { days: string }) => string>> = {
  under_limit: m.linkage_clause_under_limit,
  credit_each_month: m.linkage_clause_credit_each_month,
  covers_interest: m.linkage_clause_covers_interest,
  instalments: m.linkage_clause_instalments,
};
/** One clause of the prompt payer's rule, with what speaks against it or why the books cannot tell. @param dates how days or months are written */
export function clauseText(clause: Clause, dates: (all: readonly string[], isMonths: boolean) => string[]): string {
  const { code, why, days, daysMost, when } = clause;
  const said = CLAUSES[code]?.({ days: String(daysMost ?? '') }) ?? code;
  if (why !== null) return `${said} ${wordFor(WHYS, why)}`;
  if (code === 'under_limit' && days !== null && days > 0) return `${said} ${m.linkage_clause_longest({ days })}`;
  const listed = dates(when, code === 'credit_each_month').join(', ');
  return when.length > 0 ? `${said} ${m.linkage_clause_not({ when: listed })}` : said;
}

export function fundName({ fund, dose }: { fund: string; dose: number | null }, as?: As): string {
  const name = wordFor(FUNDS, fund, as);
  // a limit climbs by its years, not by doses
  return dose === null || fund === 'cash_credit' ? name : m.linkage_fund_dose({ fund: name, dose }, as);
}

export function gradeText(grade: string | null, as?: As): string {
  if (grade === null) return m.linkage_grade_open({}, as);
  return grade === 'met' ? m.linkage_grade_met({}, as) : grade === 'not_met' ? m.linkage_grade_not_met({}, as) : grade;
}

type Measured = {
  readonly unit: string;
  readonly value: number | null;
  readonly out: number | null;
  readonly of: number | null;
  readonly money: boolean;
};
/** Keeps its own order inside an Urdu sentence; nothing to do in the others. */
const iso = (text: string, as?: As): string => ((as?.locale ?? getLocale()) === 'ur' ? `\u2066${text}\u2069` : text);
const percent = (bps: number): string => `${Math.floor(bps / 100)}%`;
/** A value of a measure by itself: per cent, months, a number with its decimals, rupees. */
export const valueText = (unit: string, value: number): string =>
  unit === 'paise'
    ? formatMoney(value)
    : unit === 'bps'
      ? percent(value)
      : unit === 'hundredths'
        ? (value / 100).toFixed(1)
        : String(value);

/** "11 of 12", "₹900 of ₹1,000 (90%)": a ratio always shows both its sides; null is a dash. */
export function measuredText(measured: Measured | null, as?: As): string {
  if (!measured || measured.value === null) return '–';
  const { unit, value, out, of, money } = measured;
  if (out === null || of === null) return valueText(unit, value);
  const side = (figure: number) => iso(money ? formatMoney(figure) : String(figure), as);
  return `${m.linkage_of({ out: side(out), of: side(of) }, as)} ${iso(`(${percent(value)})`, as)}`;
}

type Step = {
  readonly least: number | null;
  readonly most: number | null;
  readonly above: boolean;
  readonly out: number | null;
  readonly answer: string | null;
};
/** What a figure must come to. */
export function neededText(step: Step, measured: Measured | null, as?: As): string {
  const unit = measured?.unit ?? 'count';
  if (step.answer !== null) return wordFor(ANSWERS, step.answer, as);
  if (step.out !== null && measured && measured.of !== null) {
    const side = (figure: number) => iso(measured.money ? formatMoney(figure) : String(figure), as);
    return m.linkage_of({ out: side(step.out), of: side(measured.of) }, as);
  }
  if (step.least !== null) {
    const figure = iso(valueText(unit, step.least), as);
    return step.above ? m.linkage_above({ figure }, as) : m.linkage_least({ figure }, as);
  }
  return step.most === null ? '–' : m.linkage_most({ figure: iso(valueText(unit, step.most), as) }, as);
}

export const INTEREST_BASES: Words = { average: m.interest_base_average, minimum: m.interest_base_minimum };
export const INTEREST_FROM: Words = { expense: m.interest_from_expense, surplus: m.interest_from_surplus };
export const SAVINGS_CHOICES: Words = {
  both: m.interest_both,
  compulsory: m.sheet_compulsory,
  voluntary: m.sheet_voluntary,
};
