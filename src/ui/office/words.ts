/** Words for what is stored as codes, in the reader's language: one table for each list of codes. */
import type { Language } from '../languages.ts';
import { m } from '../sentences/messages.js';

/** A word by itself is in the reader's language; a paper names the language it is written in. */
type Word = (given?: Record<string, never>, as?: { readonly locale: Language }) => string;
export type Words = Readonly<Record<string, Word>>;

/** The word for a code; a code without one is shown as it is stored, never hidden. */
export const wordFor = (words: Words, code: string, as?: { readonly locale: Language }): string =>
  words[code]?.({}, as) ?? code.replaceAll('_', ' ');
/** As options of a select, in the order of the table. */
export const optionsOf = (words: Words): { value: string; label: string }[] =>
  Object.entries(words).map(([value, word]) => ({ value, label: word() }));

export const GROUP_KINDS: Words = {
  self_help_group: m.group_kind_self_help_group,
  village_organisation: m.group_kind_village_organisation,
  cluster_federation: m.group_kind_cluster_federation,
  craft_cluster: m.group_kind_craft_cluster,
};
export const GROUP_STATES: Words = {
  active: m.group_state_active,
  dormant: m.group_state_dormant,
  closed: m.group_state_closed,
};
export const OFFICES: Words = {
  president: m.group_office_president,
  secretary: m.group_office_secretary,
  treasurer: m.group_office_treasurer,
  signatory: m.group_office_signatory,
  bookkeeper: m.group_office_bookkeeper,
};
export const METHODS: Words = {
  FLAT: m.group_method_FLAT,
  EQUAL_PRINCIPAL: m.group_method_EQUAL_PRINCIPAL,
  EMI: m.group_method_EMI,
};
export const FINES: Words = {
  absent: m.group_fine_absent,
  absent_notice: m.group_fine_absent_notice,
  late: m.group_fine_late,
  missed_saving: m.group_fine_missed_saving,
  missed_repayment: m.group_fine_missed_repayment,
  earlier: m.group_fine_earlier,
  other: m.group_fine_other,
};
export const WEEKDAYS: Words = {
  '0': m.weekday_0,
  '1': m.weekday_1,
  '2': m.weekday_2,
  '3': m.weekday_3,
  '4': m.weekday_4,
  '5': m.weekday_5,
  '6': m.weekday_6,
};
export const MEETING_KINDS: Words = {
  regular: m.meeting_kind_regular,
  special: m.meeting_kind_special,
  cut_off: m.meeting_kind_cut_off,
  practice: m.meeting_kind_practice,
};
export const MEETING_STATES: Words = {
  closed: m.status_closed,
  skipped: m.status_skipped,
  cancelled: m.status_cancelled,
  reversed: m.status_reversed,
};
export const ATTENDANCE: Words = {
  present: m.roll_present,
  late: m.roll_late,
  absent: m.roll_absent,
  absent_notice: m.group_fine_absent_notice,
};
export const NARRATIONS: Words = {
  'meetings.regular': m.narration_meetings_regular,
  'meetings.special': m.narration_meetings_special,
  'meetings.cut_off': m.narration_meetings_cut_off,
  'meetings.reversed': m.narration_meetings_reversed,
  'linkage.share_out': m.linkage_narration_share_out,
  'linkage.kept_paid_in': m.kept_paid_in,
  'linkage.kept_withdrawn': m.kept_withdrawn,
  'linkage.kept_interest': m.kept_interest,
  'linkage.kept_back': m.kept_narration_back,
  'linkage.interest': m.interest_narration,
  'linkage.interest_back': m.interest_narration_back,
  'linkage.year_close': m.year_narration,
  'linkage.year_reopened': m.year_narration_reopened,
  'loans.group_received': m.two_books_narration_received,
  'loans.group_paid': m.two_books_narration_paid,
  'loans.provision': m.narration_loans_provision,
  'accounts.payment': m.narration_accounts_payment,
  'accounts.receipt': m.narration_accounts_receipt,
  'accounts.contra': m.narration_accounts_contra,
  'accounts.journal': m.narration_accounts_journal,
  'accounts.opening': m.narration_accounts_opening,
  'accounts.recurring': m.narration_accounts_recurring,
  'accounts.depreciation': m.narration_accounts_depreciation,
  'accounts.disposal': m.narration_accounts_disposal,
  'accounts.grants_used': m.narration_accounts_grants_used,
  'accounts.year_close': m.narration_accounts_year_close,
  'accounts.reversal': m.narration_accounts_reversal,
  'loans.disbursed': m.loans_office_event_disbursed,
  'loans.stopped': m.loans_office_event_stopped,
  'loans.claim_paid': m.loans_office_event_claim_paid,
  'loans.undrawn': m.loans_office_event_undrawn,
  'loans.accrued': m.loans_office_event_accrued,
  'loans.repaid': m.loans_office_event_repaid,
  'loans.set_off': m.loans_office_event_set_off,
  'loans.settled': m.loans_office_event_settled,
  'loans.charged': m.loans_office_event_charged,
  'loans.waived': m.loans_office_event_waived,
  'loans.rescheduled': m.loans_office_event_rescheduled,
  'loans.written_off': m.loans_office_event_written_off,
  'loans.recovered': m.loans_office_event_recovered,
  'loans.refunded': m.loans_office_event_refunded,
  'loans.reversed': m.loans_office_event_reversed,
  'collections.received': m.collect_narration_received,
  'collections.taken_back': m.collect_narration_taken_back,
};
export const SOURCES: Words = {
  meeting: m.book_source_meeting,
  cut_off: m.book_source_cut_off,
  correction: m.book_source_correction,
  loan: m.loans_office_source_loan,
  interest: m.interest_source,
  kept_saving: m.kept_title,
  year_close: m.year_source,
  collection: m.collect_source,
};
export const HEADS: Words = {
  membership_fee: m.head_membership_fee,
  member_share: m.head_member_share,
  bank_interest: m.head_bank_interest,
  revolving_fund: m.head_revolving_fund,
  capital_grant: m.head_capital_grant,
  grant_for_use: m.head_grant_for_use,
  bank_loan: m.head_bank_loan,
  cif_loan: m.head_cif_loan,
  vrf_loan: m.head_vrf_loan,
  kept_savings_back: m.head_kept_savings_back,
  subvention: m.head_subvention,
  group_sales: m.head_group_sales,
  written_off_recovered: m.head_written_off_recovered,
  social_fund: m.head_social_fund,
  held_for_others: m.head_held_for_others,
  bookkeeper: m.head_bookkeeper,
  running_costs: m.head_running_costs,
  bank_charges: m.head_bank_charges,
  training: m.head_training,
  bank_loan_principal: m.head_bank_loan_principal,
  bank_loan_interest: m.head_bank_loan_interest,
  cif_repaid: m.head_cif_repaid,
  vrf_repaid: m.head_vrf_repaid,
  federation_interest: m.head_federation_interest,
  kept_savings: m.head_kept_savings,
  interest_to_member: m.head_interest_to_member,
  dividend_paid: m.head_dividend_paid,
  equipment: m.head_equipment,
  stock_bought: m.head_stock_bought,
  social_help: m.head_social_help,
};
export const GUARANTOR_RELATION_WORDS: Words = {
  husband: m.guarantor_relation_husband,
  father: m.guarantor_relation_father,
  mother: m.guarantor_relation_mother,
  brother: m.guarantor_relation_brother,
  sister: m.guarantor_relation_sister,
  child: m.guarantor_relation_child,
  in_law: m.guarantor_relation_in_law,
  neighbour: m.guarantor_relation_neighbour,
  member: m.guarantor_relation_member,
  other: m.guarantor_relation_other,
};

export const PURPOSES: Words = {
  craft_material: m.purpose_craft_material,
  craft_tools: m.purpose_craft_tools,
  trade: m.purpose_trade,
  farming: m.purpose_farming,
  animals: m.purpose_animals,
  house: m.purpose_house,
  toilet: m.purpose_toilet,
  health: m.purpose_health,
  school: m.purpose_school,
  wedding: m.purpose_wedding,
  festival: m.purpose_festival,
  food: m.purpose_food,
  travel: m.purpose_travel,
  debt_swap: m.purpose_debt_swap,
  other: m.purpose_other,
};
export const LOAN_SOURCES: Words = { own: m.loan_source_own, onlent: m.loan_source_onlent };
export const DECISIONS: Words = {
  granted: m.sheet_decision_granted,
  reduced: m.sheet_decision_reduced,
  postponed: m.sheet_decision_postponed,
  refused: m.sheet_decision_refused,
};
export const WAYS: Words = {
  pin: m.sheet_way_pin,
  picture: m.sheet_way_picture,
  photo: m.sheet_way_photo,
};
export const PLACE_KINDS: Words = {
  country: m.place_kind_country,
  state: m.place_kind_state,
  district: m.place_kind_district,
  block: m.place_kind_block,
  municipal_corporation: m.place_kind_municipal_corporation,
  zone: m.place_kind_zone,
  ward: m.place_kind_ward,
  old_ward: m.place_kind_old_ward,
  gram_panchayat: m.place_kind_gram_panchayat,
  village: m.place_kind_village,
  hamlet: m.place_kind_hamlet,
  mohalla: m.place_kind_mohalla,
  cluster_area: m.place_kind_cluster_area,
};
export const ORG_KINDS: Words = {
  mission: m.org_kind_mission,
  district: m.org_kind_district,
  federation: m.org_kind_federation,
  trust: m.org_kind_trust,
};
export const COMMANDS: Words = {
  'meetings.close': m.command_meetings_close,
  'meetings.skip': m.command_meetings_skip,
  'meetings.cancel': m.command_meetings_cancel,
  'meetings.cutOff': m.command_meetings_cut_off,
  'meetings.resetOfficerPin': m.command_meetings_officer_pin,
  'people.register': m.command_people_register,
  'people.update': m.command_people_update,
  'people.saveHousehold': m.command_people_household,
  'people.recordConsent': m.command_people_consent,
  'people.withdrawConsent': m.command_people_consent,
  'groups.addMember': m.command_groups_add_member,
  'loans.apply': m.loans_office_step_apply,
  'loans.approve': m.loans_office_step_approve,
  'loans.acknowledgeKeyFacts': m.key_facts_acknowledged,
  'loans.nameGuarantor': m.guarantor_add,
  'loans.guarantorSaysYes': m.guarantor_yes,
  'loans.releaseGuarantor': m.guarantor_release,
  'loans.disburse': m.loans_office_event_disbursed,
  'loans.repay': m.loans_office_event_repaid,
  'linkage.noteTell': m.tells_command,
  'collections.take': m.collect_take,
  'collections.visit': m.collect_visit_title,
  'collections.handOver': m.collect_hand_over,
  'collections.closeDay': m.collect_close,
};
/** Heads of a meeting's money lines. Receipts, payments, and what stands beside them. */
export const LINE_HEADS: Words = {
  ...HEADS,
  ...FINES,
  compulsory: m.sheet_compulsory,
  voluntary: m.sheet_voluntary,
  fine: m.sheet_line_fine,
  fee: m.line_fee,
  interest: m.sheet_line_interest,
  principal: m.sheet_line_principal,
  lent: m.register_lent,
  excess_next: m.line_excess_next,
  excess_principal: m.line_excess_principal,
  excess_savings: m.line_excess_savings,
  cash_to_bank: m.line_cash_to_bank,
  bank_to_cash: m.line_bank_to_cash,
  handed: m.line_handed,
  arrived: m.line_arrived,
  shortage: m.sheet_shortage,
  excess: m.sheet_excess,
  left: m.line_exit,
  moved: m.line_exit,
  removed: m.line_exit,
  died: m.line_exit,
  loan_principal: m.sheet_line_principal,
  loan_interest: m.sheet_line_interest,
  fine_paid: m.sheet_line_fine,
  receipt: m.book_receipts,
  payment: m.book_payments,
};
/** What two records of one meeting are compared by. */
export const PAIRS = {
  held_on: m.compare_held_on,
  place: m.compare_place,
  opening: m.compare_opening,
  closing: m.compare_closing,
  attendance: m.compare_attendance,
  saving: m.compare_saving,
  repayment: m.compare_repayment,
  fine: m.compare_fine,
  loan: m.compare_loan,
  withdrawal: m.compare_withdrawal,
  receipt: m.compare_receipt,
  payment: m.compare_payment,
} as const satisfies Record<string, (inputs: { name: string }) => string>;
/** Parts of a meeting typed into the national register, and the columns that are no head of money. */
export const TYPING_PARTS: Words = {
  roll: m.step_roll_call,
  savings: m.step_savings,
  repayments: m.step_repayments,
  fines: m.typing_fines,
  from_members: m.typing_from_members,
  to_members: m.typing_to_members,
  loans: m.step_loans,
  group_in: m.typing_group_in,
  group_out: m.typing_group_out,
  bank: m.typing_bank,
  mended: m.typing_mended,
};
export const TYPING_HEADS: Words = { ...LINE_HEADS, amount: m.common_amount, was: m.typing_was, now: m.typing_now };
