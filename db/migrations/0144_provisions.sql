-- Money put aside for loans that may not come back: the shares are dated data, each month is booked once.

create table loan_provision_rule (
  org_id uuid not null,
  from_on date not null,
  -- basis points of the outstanding principal for each band of ageing
  rates_bps jsonb not null,
  source text not null,
  decided_by text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (org_id, from_on, set_at)
);
select make_tenant('loan_provision_rule', append_only => true);

create table loan_provision_run (
  org_id uuid not null,
  book_id uuid not null,
  -- first day of the month whose end was looked at
  month date not null,
  -- what each band held and at which share, as it was then
  bands jsonb not null,
  needed_paise bigint not null check (needed_paise >= 0),
  -- what the book had put aside before
  before_paise bigint not null,
  -- null: nothing had to move
  seq bigint,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (org_id, book_id, month),
  foreign key (org_id, book_id) references book
);
select make_tenant('loan_provision_run', append_only => true);
