-- Interest of the office's loans by the month it was earned in.

-- Dated decision: after so many days late nothing more is counted as earned, and what was is taken back.
create table loan_accrual_rule (
  org_id uuid not null,
  from_on date not null,
  non_performing_days int not null check (non_performing_days between 1 and 3650),
  decided_by text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (org_id, from_on, set_at)
);
select make_tenant('loan_accrual_rule', append_only => true);

create table loan_accrual_run (
  org_id uuid not null,
  run_id uuid not null,
  book_id uuid not null,
  -- the last day of the month it brings the book to
  until_on date not null,
  earned_paise bigint not null,
  taken_back_paise bigint not null,
  seq bigint not null,
  run_by uuid not null,
  run_at timestamptz not null,
  primary key (org_id, run_id),
  foreign key (org_id, book_id) references book
);
create index on loan_accrual_run (org_id, book_id, until_on);
select make_tenant('loan_accrual_run', append_only => true);

-- What a loan's interest to be received came to by a run; the next run takes up from the last of them.
create table loan_accrual (
  org_id uuid not null,
  run_id uuid not null,
  loan_id uuid not null,
  before_paise bigint not null,
  after_paise bigint not null check (after_paise >= 0),
  is_performing boolean not null,
  primary key (org_id, run_id, loan_id),
  foreign key (org_id, run_id) references loan_accrual_run,
  foreign key (org_id, loan_id) references office_loan
);
create index on loan_accrual (org_id, loan_id);
select make_tenant('loan_accrual', append_only => true);
