-- Loans of the office (trust or federation as lender). What was agreed and what happened is kept for ever; the state is their replay.

create table loan_product (
  org_id uuid not null,
  product_id uuid not null,
  code text not null,
  closed_on date,
  primary key (org_id, product_id),
  unique (org_id, code)
);
select make_tenant('loan_product', append_only => true);
grant update (closed_on) on loan_product to bakhiya_app;

-- A new version never changes a loan made: a loan holds its own copy of what it needs.
create table loan_product_version (
  org_id uuid not null,
  product_id uuid not null,
  version int not null,
  from_on date not null,
  name_en text not null,
  name_hi text,
  name_ur text,
  rules jsonb not null,
  source text not null,
  entered_by uuid not null,
  entered_at timestamptz not null,
  primary key (org_id, product_id, version),
  foreign key (org_id, product_id) references loan_product
);
select make_tenant('loan_product_version', append_only => true);

-- Above this amount two persons approve.
create table loan_approval_limit (
  org_id uuid not null,
  from_on date not null,
  limit_paise bigint not null check (limit_paise >= 0),
  decided_by text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (org_id, from_on, set_at)
);
select make_tenant('loan_approval_limit', append_only => true);

-- The application as it was written.
create table office_loan (
  org_id uuid not null,
  loan_id uuid not null,
  book_id uuid not null,
  -- a lasting number of the office: 2026-27/0012
  number text not null,
  product_id uuid not null,
  version int not null,
  borrower_kind text not null check (borrower_kind in ('person', 'group', 'enterprise')),
  borrower_id uuid not null,
  place_id uuid,
  purpose text not null,
  asked jsonb not null,
  note text,
  applied_on date not null,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (org_id, loan_id),
  unique (org_id, number),
  foreign key (org_id, book_id) references book,
  foreign key (org_id, product_id, version) references loan_product_version,
  foreign key (org_id, place_id) references place
);
create index on office_loan (org_id, borrower_id);
create index on office_loan (org_id, product_id);
select make_tenant('office_loan', append_only => true);

-- Appraisal, approvals, refusal, withdrawal: each with who and when.
create table loan_step (
  org_id uuid not null,
  loan_id uuid not null,
  step_id uuid not null,
  step text not null check (step in ('appraise', 'approve', 'reject', 'withdraw')),
  -- what the appraisal proposes, what the approval grants
  granted jsonb,
  note text,
  done_by uuid not null,
  done_at timestamptz not null,
  primary key (org_id, loan_id, step_id),
  foreign key (org_id, loan_id) references office_loan
);
select make_tenant('loan_step', append_only => true);

-- What is signed. Another day of paying out makes another offer; the last one counts and is frozen by the first money.
create table loan_contract (
  org_id uuid not null,
  loan_id uuid not null,
  offer_no int not null,
  contract jsonb not null,
  -- sha256 of the contract and every row
  hash text not null,
  principal_paise bigint not null check (principal_paise > 0),
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (org_id, loan_id, offer_no),
  foreign key (org_id, loan_id) references office_loan
);
select make_tenant('loan_contract', append_only => true);

create table loan_contract_row (
  org_id uuid not null,
  loan_id uuid not null,
  offer_no int not null,
  no int not null,
  due_on date not null,
  principal_paise bigint not null check (principal_paise >= 0),
  interest_paise bigint not null check (interest_paise >= 0),
  fee_paise bigint not null check (fee_paise >= 0),
  primary key (org_id, loan_id, offer_no, no),
  foreign key (org_id, loan_id, offer_no) references loan_contract
);
select make_tenant('loan_contract_row', append_only => true);

-- The borrower has read the statement with this hash and said so.
create table loan_key_facts (
  org_id uuid not null,
  loan_id uuid not null,
  hash text not null,
  acknowledged_at timestamptz not null,
  primary key (org_id, loan_id, hash),
  foreign key (org_id, loan_id) references office_loan
);
select make_tenant('loan_key_facts', append_only => true);

create table loan_event (
  org_id uuid not null,
  loan_id uuid not null,
  event_id uuid not null,
  -- order of entry; events of one day are told in it
  entry_no int not null,
  on_date date not null,
  kind text not null check (kind in
    ('disbursed', 'repaid', 'set_off', 'settled', 'charged', 'waived', 'rescheduled', 'written_off', 'recovered', 'refunded')),
  event jsonb not null,
  -- how money moved: head, payee, reference
  money jsonb,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (org_id, loan_id, event_id),
  unique (org_id, loan_id, entry_no),
  foreign key (org_id, loan_id) references office_loan
);
select make_tenant('loan_event', append_only => true);

-- Taken back: the event stays, the replay leaves it out.
create table loan_event_undone (
  org_id uuid not null,
  loan_id uuid not null,
  event_id uuid not null,
  reason text not null,
  undone_on date not null,
  undone_by uuid not null,
  undone_at timestamptz not null,
  primary key (org_id, loan_id, event_id),
  foreign key (org_id, loan_id, event_id) references loan_event
);
select make_tenant('loan_event_undone', append_only => true);

-- What an event came to and the journal that says so in the book; the last row of an event counts, a correction adds one.
create table loan_effect (
  org_id uuid not null,
  loan_id uuid not null,
  event_id uuid not null,
  effect_no int not null,
  fine_paise bigint not null,
  fee_paise bigint not null,
  interest_paise bigint not null,
  principal_paise bigint not null,
  over_paise bigint not null,
  third_paise bigint not null,
  capitalised_paise bigint not null,
  written_off_paise bigint not null,
  book_id uuid not null,
  -- null: nothing moved in the book
  seq bigint,
  -- the event whose coming changed this one
  because_event_id uuid,
  entered_at timestamptz not null,
  primary key (org_id, loan_id, event_id, effect_no),
  foreign key (org_id, loan_id, event_id) references loan_event
);
select make_tenant('loan_effect', append_only => true);

-- The rows as they run now: what the loan's page and arrears read, rewritten with each event.
create table loan_run_row (
  org_id uuid not null,
  loan_id uuid not null,
  no int not null,
  due_on date not null,
  fine_paise bigint not null check (fine_paise >= 0),
  fee_paise bigint not null check (fee_paise >= 0),
  interest_paise bigint not null check (interest_paise >= 0),
  principal_paise bigint not null check (principal_paise >= 0),
  paid_fine_paise bigint not null check (paid_fine_paise between 0 and fine_paise),
  paid_fee_paise bigint not null check (paid_fee_paise between 0 and fee_paise),
  paid_interest_paise bigint not null check (paid_interest_paise between 0 and interest_paise),
  paid_principal_paise bigint not null check (paid_principal_paise between 0 and principal_paise),
  primary key (org_id, loan_id, no),
  foreign key (org_id, loan_id) references office_loan
);
select make_tenant('loan_run_row');

-- One row a loan, kept in the transaction of each event: arrears of the whole book are one query over it.
create table loan_standing (
  org_id uuid not null,
  loan_id uuid not null,
  status text not null check (status in
    ('applied', 'appraised', 'approved', 'rejected', 'withdrawn', 'active', 'closed', 'written_off')),
  outstanding_paise bigint not null default 0 check (outstanding_paise >= 0),
  -- due date of the oldest row not fully paid, past or to come: days past due need no touching as days go by
  oldest_unpaid_due_on date,
  next_due_on date,
  next_due_paise bigint not null default 0,
  over_paise bigint not null default 0,
  disbursed_on date,
  closed_on date,
  rescheduled_on date,
  written_off_on date,
  primary key (org_id, loan_id),
  foreign key (org_id, loan_id) references office_loan
);
create index on loan_standing (org_id, status, oldest_unpaid_due_on);
select make_tenant('loan_standing');

-- The last number given in a financial year.
create table loan_series (
  org_id uuid not null,
  financial_year int not null,
  last_number int not null,
  primary key (org_id, financial_year)
);
select make_tenant('loan_series');
