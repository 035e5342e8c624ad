/** What the schema may do besides the rule "everything belongs to one organisation": each exception with its reason. */

type Reasons = Readonly<Record<string, string>>;

/** Tables without an organisation: the same for all, written by migrations and reference loaders, or of the installation itself. */
export const globalTables: Reasons = {
  schema_migration: 'which migrations ran',
  server_state: 'one row about this installation: its epoch, whether it is a demo',
  signing_key: 'keys of this installation, in every receipt and device certificate',
  backup_key: 'the key that opens every backup of this installation',
  backup_setting: 'where copies of backups go',
  backup_run: 'which backups and trials ran, of the whole installation',
  machine_state: 'disk and clock of the machine that serves',
  account: 'chart of accounts, one for all bodies',
  ref_audit_limit: 'from where on an entry is looked at, as law and house say',
  obligation_limit: 'limits of the microfinance directions, reference data',
  enterprise_activity: 'what an enterprise may be said to do, reference data',
  recovery_rule: 'hours and places of the microfinance directions, reference data',
  grading_scheme: 'how groups are graded, reference data',
  group_fund_rules: 'who may have which money from outside, reference data',
  tell_rules: 'from when on which sign is worth a look, reference data',
  duty: 'rounds of the installation itself, such as clearing ended sessions',
  ref_place: 'states, districts, blocks and wards of India',
  ref_ward_hint: 'hints for wards, reference data',
};

/** Tables whose rows the app never changes or removes; columns named here are the only ones it may fill later. */
export const appendOnlyTables: Readonly<
  Record<string, { readonly reason: string; readonly mayFill?: readonly string[] }>
> = {
  audit: { reason: 'what was done is never unsaid' },
  book: { reason: 'number and head move through ledger_post only' },
  journal: { reason: 'a correction reverses' },
  posting: { reason: 'a correction reverses' },
  account_balance: { reason: 'follows postings by trigger' },
  party_balance: { reason: 'follows postings by trigger' },
  party_total: { reason: 'follows postings by trigger' },
  period_close: {
    reason: 'a closing stays, and says who opened it again',
    mayFill: ['reopened_by', 'reopened_at', 'reopen_reason'],
  },
  loan_payment: { reason: 'undone by an opposite row' },
  meeting_line: { reason: 'a closed meeting changes only by reversal' },
  enterprise: {
    reason: 'who borrowed stays written; a correction, a closing and an erasing fill these',
    mayFill: [
      ...['activity', 'activity_words', 'close_reason', 'closed_on', 'name_en', 'name_hi', 'name_ur'],
      ...['place_id', 'udyam'],
    ],
  },
  enterprise_owner: { reason: 'another set is other rows; one that ended says when', mayFill: ['until_on'] },
  account_group: { reason: 'statements of earlier years stand on it' },
  account_head: { reason: 'a head stays, and says when it was closed', mayFill: ['closed_on'] },
  account_name: { reason: 'another name is another row, from its day on' },
  fund: { reason: 'its terms are what was agreed', mayFill: ['until_on'] },
  programme: { reason: 'reports of earlier years name it', mayFill: ['until_on'] },
  voucher_limit: { reason: 'what held when a voucher was written' },
  voucher: { reason: 'a paper is taken back, never rewritten' },
  voucher_line: { reason: 'a paper is taken back, never rewritten' },
  voucher_bill: { reason: 'a photo of a bill stays with its voucher' },
  voucher_decision: { reason: 'what the second person said stays said' },
  voucher_posted: { reason: 'a number once given is given' },
  voucher_template: { reason: 'another one is made, this one stops', mayFill: ['stopped_on', 'stopped_by'] },
  voucher_recurrence: { reason: 'one voucher for each period' },
  year_close: {
    reason: 'a closing stays, and says who opened it again',
    mayFill: ['reopened_by', 'reopened_at', 'reopen_reason'],
  },
  grant_sanction: { reason: 'what was sanctioned' },
  grant_release: { reason: 'counts while its receipt stands' },
  budget_line: { reason: 'a revision is another row' },
  asset: { reason: 'the register keeps what left it too' },
  asset_rate: { reason: 'another rate is another row, from its day on' },
  asset_wear: { reason: 'void when its voucher was taken back' },
  asset_disposal: { reason: 'void when its voucher was taken back' },
  bank_statement: { reason: 'what the bank printed' },
  bank_line: { reason: 'what the bank printed' },
  bank_match: { reason: 'an undone match stays, and says who undid it', mayFill: ['undone_by', 'undone_at'] },
  bank_match_part: { reason: 'a match is undone as a whole' },
  household_assessment: { reason: 'a later look is another row', mayFill: ['sheet'] },
  obligation_mode: { reason: 'what held on an earlier day' },
  swap_source: { reason: 'terms stay what was offered', mayFill: ['until_on'] },
  debt_payment: { reason: 'one written wrong is struck, not removed', mayFill: ['struck_on', 'struck_reason'] },
  case_person: { reason: 'to whom it was done' },
  case_step: { reason: 'every step stays; a leaver takes her words with her', mayFill: ['words'] },
  grade_certificate: { reason: 'a grade as it was given' },
  credit_line_step: { reason: 'every step stays' },
  share_out: { reason: 'what was resolved and booked' },
  tell_setting: { reason: 'what a meeting was judged by stays; a change is another row, from a day to come' },
  tell_note: { reason: 'what was said stays said; another answer is another row' },
  read_mapping: { reason: 'the last row counts' },
  audit_query: { reason: 'what was asked stays asked' },
  audit_query_event: { reason: 'every word stays; the last one counts' },
  audit_sample: { reason: 'a working paper' },
  audit_sample_item: { reason: 'what the seed drew' },
  audit_sample_tick: { reason: 'the last tick counts' },
  audit_limit: { reason: 'another limit is another row, from its day on' },
  audit_confirmation: { reason: 'what was sent' },
  audit_confirmation_slip: { reason: 'what was printed on it' },
  audit_confirmation_reply: { reason: 'the last reply counts' },
};

/** Tables the app may read but never write: rows come by a function that proves them. */
export const writtenByFunction: Reasons = {
  journal: 'ledger_post',
  posting: 'ledger_post',
  account_balance: 'trigger posting_whole',
  party_balance: 'trigger posting_whole',
  party_total: 'trigger posting_whole',
};

/** Foreign keys that leave the organisation. */
export const foreignKeysAcross: Reasons = {
  'org.parent_org_id': 'the tree of organisations itself',
};

/** Functions that run with their owner's rights, past row-level security. */
export const definerFunctions: Reasons = {
  sign_in_candidates: 'a user finds her organisation by her phone number before any organisation is known',
  command_awaited: 'whether a command waits for one just committed, without its row',
  actor_of: 'the signed-in user and the organisations she sees, before they are set',
  enrolment_of: 'a one-time code is redeemed before any organisation is known',
  job_orgs: 'which organisations have work waiting, without their rows',
  stuck_commands: 'which commands a crash left behind, by their ids alone',
  recurring_books: 'which books have vouchers that come again, by their ids alone',
  device_anywhere: 'a phone is known by its id alone before its organisation is',
  end_sessions_of: 'signing out ends sessions in the schema auth, which the app may not read',
  standing_of: 'the sign-in role asks whether a user may still come in',
  auth_note: 'the sign-in role writes its lines of the audit trail',
  person_search: 'search by sound and letters is not leakproof; it filters by organisation itself',
  ledger_post: 'the one way into the books; refuses any organisation but the one acted in',
  keeps_installation: 'whether an organisation is above all others that have administrators, without showing it those',
  period_close_locks_book: 'a closing takes the book first, though the app may not change it',
};

/** Statements in `src` that read a tenant table without naming its organisation: part of their text, and why. */
export const statementsAcross: readonly { readonly file: string; readonly has: string; readonly reason: string }[] = [
  {
    file: 'src/app/first-start.server.ts',
    has: 'select from org limit 1',
    reason: 'asks whether there is any organisation yet',
  },
  {
    file: 'src/app/leaving/read-in.server.ts',
    has: 'select from org limit 1',
    reason: 'asks whether there is any organisation yet',
  },
  {
    file: 'src/app/backup/keeper-state.server.ts',
    has: 'with ran as',
    reason: 'a backup is of the whole installation: was anything done anywhere since',
  },
  {
    file: 'src/app/backup/keeper-state.server.ts',
    has: 'update machine_state',
    reason: 'the latest time any book knows, against the clock of the machine',
  },
  {
    file: 'src/platform/backup/write.server.ts',
    has: 'select distinct sha256 from file',
    reason: 'a backup is of the whole installation, photos in a bucket included',
  },
];
