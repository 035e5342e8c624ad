/**
 * Which rows go along when one group leaves: its book to the last posting, its meetings and loans, everybody who ever belonged with what
 * is written of her, the papers behind it, and the names of those who wrote them down. SQL conditions on the table's own columns;
 * {@link filled} puts the ids in.
 */
const book = `select book_id from groups where org_id = :org and group_id = :group`;
const meetings = `select meeting_id from meeting where org_id = :org and group_id = :group`;
const loans = `select loan_id from loan where org_id = :org and group_id = :group`;
/** Merged persons come in all their names: a membership may stand under a former one. */
const persons = `select person_id from person where org_id = :org and now_id in (select now_id from person where org_id = :org and person_id in (
  select person_id from membership where org_id = :org and group_id = :group union select person_id from officer where org_id = :org and group_id = :group
  union select unnest(array[person_id, vouched_by]) from officer_pin_reset where org_id = :org and group_id = :group
  union select person_id from meeting_line where org_id = :org and meeting_id in (${meetings})))`;
const households = `select household_id from person where org_id = :org and person_id in (${persons})`;
/** Who left for another group keeps her name in the old book; her income, debts and papers are by now the other group's to carry. */
const elsewhere = `select person_id from membership where org_id = :org and group_id <> :group and left_on is null
  and person_id not in (select person_id from membership where org_id = :org and group_id = :group and left_on is null)`;
const stillHers = `person_id in (${persons}) and person_id not in (${elsewhere})`;
/** Those that nobody outside ever owned a part of: another's trade stays where its other owners are. */
const enterprises = `select enterprise_id from enterprise_owner where org_id = :org group by enterprise_id
  having bool_and(coalesce(group_id = :group, ${stillHers}))`;
const places = `with recursive up as (
  select place_id, parent_id from place where org_id = :org and place_id in (select place_id from groups where org_id = :org and group_id = :group
    union select place_id from person where org_id = :org and person_id in (${persons})
    union select place_id from enterprise where org_id = :org and enterprise_id in (${enterprises})
    union select place_id from household where org_id = :org and household_id in (${households}))
  union select p.place_id, p.parent_id from place p join up on p.place_id = up.parent_id where p.org_id = :org) select place_id from up`;
const debts = `select debt_id from outside_debt where org_id = :org and ${stillHers}`;
const commands = `select command_id from command where org_id = :org and (scope_kind = 'group' and scope_id = :group
  or command_id in (select command_id from journal where org_id = :org and book_id in (${book}) union select command_id from meeting where org_id = :org and group_id = :group
    union select command_id from enterprise where org_id = :org and enterprise_id in (${enterprises}))
  or (scope_kind = 'enterprise' and scope_id in (${enterprises})))`;
const files = `select photo_file_id::text from groups where org_id = :org and group_id = :group union select photo_id::text from person where org_id = :org and ${stillHers}
  union select photo_id::text from meeting_key_facts where org_id = :org and meeting_id in (${meetings})
  union select slip_file_id::text from outside_debt where org_id = :org and debt_id in (${debts})
  union select unnest(array[sheet #>> '{minutes,pagePhotoId}', sheet ->> 'paperPhotoId', sheet ->> 'pagePhotoId']) from meeting where org_id = :org and group_id = :group`;

const ofBook = `book_id in (${book})`;
const ofPersons = `person_id in (${persons})`;
const ofLoans = `loan_id in (${loans})`;
const ofMeetings = `meeting_id in (${meetings})`;
const ofGroup = 'group_id = :group';
const hers = `scope_kind = 'group' and scope_id = :group`;

export const GROUP_ROWS: Readonly<Record<string, string>> = {
  org: 'true',
  ...{ groups: ofGroup, group_rule: ofGroup, officer: ofGroup, membership: ofGroup, bank_account: ofGroup },
  ...{
    officer_pin_reset: ofGroup,
    correction: ofGroup,
    swap_source: ofGroup,
    meeting: ofGroup,
    meeting_line: ofMeetings,
  },
  ...{
    book: ofBook,
    journal: ofBook,
    posting: ofBook,
    period_close: ofBook,
    account_balance: ofBook,
    party_balance: ofBook,
    party_total: ofBook,
  },
  ...{ loan: ofGroup, loan_row: ofLoans, loan_payment: ofLoans, loan_stood: ofLoans },
  ...{
    person: ofPersons,
    person_token: ofPersons,
    person_change: ofPersons,
    person_craft: ofPersons,
    consent: ofPersons,
  },
  ...{ person_identity: stillHers, person_bank_account: stillHers, credit_application: stillHers },
  ...{ household_assessment: stillHers, outside_debt: stillHers, debt_payment: `debt_id in (${debts})` },
  person_alias: `alias_id in (${persons}) and kept_id in (${persons})`,
  duplicate_pair: `left_id in (${persons}) and right_id in (${persons})`,
  household: `household_id in (${households})`,
  place: `place_id in (${places})`,
  command: `command_id in (${commands})`,
  command_wait: `command_id in (${commands})`,
  change: 'scope_id = :group',
  audit: `subject_id = :group or subject_id in (${persons}) or command_id in (${commands})`,
  file: `${hers} or file_id::text in (${files})`,
  app_user: `user_id = :taker or user_id in (select user_id from command where org_id = :org and command_id in (${commands})
    union select user_id from user_grant where org_id = :org and ${hers})`,
  // who takes it along is its first administrator there
  user_grant: `${hers} or user_id = :taker and role = 'administrator'`,
  ...{
    grade_certificate: ofGroup,
    credit_plan: ofGroup,
    credit_line: ofGroup,
    share_out: ofGroup,
    savings_interest: ofGroup,
    group_year_close: ofGroup,
    tell_note: ofGroup,
  },
  ...{ enterprise: `enterprise_id in (${enterprises})`, enterprise_owner: `enterprise_id in (${enterprises})` },
  credit_line_step: `line_id in (select line_id from credit_line where org_id = :org and group_id = :group)`,
  meeting_key_facts: ofMeetings,
  ...{ person_retention: 'true', obligation_mode: 'true' },
};

const ofItsSource = (column: string): string =>
  `case when source_id in (select source_id from swap_source where org_id = :org and group_id = :group) then ${column} end`;

/** What points at something that stays: the file says nothing there. */
export const GROUP_BLANKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  groups: { parent_group_id: 'null' },
  // a loan in the lender's book stays with the lender
  credit_line: { loan_id: 'null' },
  credit_line_step: { loan_id: 'null' },
  person: { photo_id: `case when ${stillHers} then photo_id end` },
  // a swap out of the organisation's money: what it saved stands by its source, and both stay or go together
  debt_payment: {
    loan_id: `case when loan_id in (${loans}) then loan_id end`,
    source_id: ofItsSource('source_id'),
    payable_paise: ofItsSource('payable_paise'),
    as_now_paise: ofItsSource('as_now_paise'),
    office_loan_id: 'null',
    loan_event_id: 'null',
  },
};

const office = 'books of the organisation, not of a group';
const lent = 'what the organisation lends, and its claims';
const auditor = "the auditor's working papers";
const reading = 'files that were read in here';
const machine = 'phones and work of this installation';
/** Tables of the organisation of which a group takes nothing, with the reason. */
export const STAYS_WITH_ORGANISATION: Readonly<Record<string, string>> = {
  ...{ account_group: office, account_head: office, account_name: office, fund: office, programme: office },
  ...{ budget_line: office, grant_sanction: office, grant_release: office, year_close: office, read_mapping: office },
  ...{ asset: office, asset_disposal: office, asset_rate: office, asset_wear: office },
  ...{ bank_statement: office, bank_line: office, bank_match: office, bank_match_part: office },
  bank_till: office,
  ...{ voucher: office, voucher_bill: office, voucher_decision: office, voucher_limit: office, voucher_line: office },
  ...{ voucher_posted: office, voucher_recurrence: office, voucher_series: office, voucher_template: office },
  ...{ office_loan: lent, loan_contract: lent, loan_contract_row: lent, loan_effect: lent, loan_event: lent },
  ...{ loan_event_undone: lent, loan_key_facts: lent, loan_run_row: lent, loan_series: lent, loan_standing: lent },
  ...{ loan_step: lent, loan_product: lent, loan_product_version: lent, loan_approval_limit: lent },
  ...{ loan_accrual: lent, loan_accrual_rule: lent, loan_accrual_run: lent, loan_claim: lent, loan_claim_answer: lent },
  ...{ loan_guarantor: lent, loan_guarantor_yes: lent, cash_receipt_photo: lent },
  ...{ loan_group_view: lent, loan_group_told: lent, difference_remark: lent },
  ...{ loan_provision_rule: lent, loan_provision_run: lent },
  ...{ collection: lent, collection_visit: lent, collection_day: lent, officer_cash_head: lent },
  kept_saving: 'what a federation keeps of groups, in its own book',
  tell_setting: 'a rule of the organisation, not of the group',
  ...{ officer_cash_limit: lent, cash_hand_over: lent, cash_receipt: lent, cash_receipt_undone: lent },
  ...{ audit_confirmation: auditor, audit_confirmation_reply: auditor, audit_confirmation_slip: auditor },
  ...{ audit_limit: auditor, audit_query: auditor, audit_query_event: auditor, audit_sample: auditor },
  ...{ audit_sample_item: auditor, audit_sample_tick: auditor },
  ...{ case_file: 'told to the organisation in confidence', case_person: 'told to the organisation in confidence' },
  case_step: 'told to the organisation in confidence',
  ...{ import: reading, import_line: reading, import_mapping: reading },
  ...{ device: machine, job: machine, quarantine: machine },
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A cursor takes no parameters: the ids stand in the text. @throws when one of them is no id */
export function filled(condition: string, ids: { org: string; group: string; taker: string }): string {
  return condition.replace(/:(org|group|taker)\b/g, (_, name: keyof typeof ids) => {
    if (!UUID.test(ids[name])) throw new Error(`${name} is no id`);
    return `'${ids[name]}'::uuid`;
  });
}
