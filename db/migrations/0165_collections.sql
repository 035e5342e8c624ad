-- The loan officer's day: cash she took on the way, what she owes for it until somebody gives a receipt, her visits, her evenings.

-- Reference: when and where repayment may be asked for, dated, with the source (db/reference/recovery-rules.csv).
create table recovery_rule (
  from_on date primary key,
  -- minutes of the day in India
  from_minute int not null check (from_minute between 0 and 1440),
  until_minute int not null check (until_minute between 0 and 1440),
  -- appearances missed at the agreed place before she may be looked for at home or at work
  missed_before_home int not null check (missed_before_home >= 0),
  source text not null
);
grant select on recovery_rule to bakhiya_app;

-- The head of a lender's book under which an officer's cash stands.
create table officer_cash_head (
  org_id uuid not null,
  book_id uuid not null,
  user_id uuid not null,
  head_id uuid not null,
  primary key (org_id, book_id, user_id),
  foreign key (org_id, book_id) references book,
  foreign key (org_id, user_id) references app_user,
  foreign key (org_id, head_id) references account_head
);
select make_tenant('officer_cash_head', append_only => true);

-- How much an officer should have with her, and for how many days. It warns, it forbids nothing.
create table officer_cash_limit (
  org_id uuid not null,
  from_on date not null,
  limit_paise bigint not null check (limit_paise >= 0),
  days int not null check (days between 0 and 365),
  decided_by text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (org_id, from_on, set_at)
);
select make_tenant('officer_cash_limit', append_only => true);

create table collection (
  org_id uuid not null,
  collection_id uuid not null,
  user_id uuid not null,
  loan_id uuid not null,
  -- the payment in the loan's own story; taken back there
  event_id uuid not null,
  book_id uuid not null,
  on_date date not null,
  -- by the phone's clock: evidence
  taken_at timestamptz not null,
  entered_at timestamptz not null,
  paise bigint not null check (paise > 0),
  -- notes and coins, where she counted them
  notes jsonb,
  slip_no text not null,
  met_at text not null check (met_at in ('agreed', 'meeting', 'office', 'home', 'work')),
  -- where she stood, in millionths of a degree and metres; null = not given
  lat_e6 int,
  lon_e6 int,
  accuracy_m int,
  -- what the rules of the day warned of, reckoned here; and what her phone showed before she went on
  warned text[] not null,
  shown text[] not null,
  -- beyond what the loan asked when it arrived: owed back
  over_paise bigint not null,
  -- came after her day was closed
  is_late boolean not null,
  primary key (org_id, collection_id),
  foreign key (org_id, user_id) references app_user,
  foreign key (org_id, book_id) references book,
  foreign key (org_id, loan_id, event_id) references loan_event
);
create index on collection (org_id, user_id, on_date);
create index on collection (org_id, loan_id, on_date);
select make_tenant('collection', append_only => true);

create table collection_visit (
  org_id uuid not null,
  visit_id uuid not null,
  user_id uuid not null,
  loan_id uuid not null,
  on_date date not null,
  visited_at timestamptz not null,
  entered_at timestamptz not null,
  met_at text not null check (met_at in ('agreed', 'meeting', 'office', 'home', 'work')),
  result text not null check (result in ('did_not_come', 'promised', 'cannot_pay', 'refused', 'other')),
  promised_on date,
  note text,
  lat_e6 int,
  lon_e6 int,
  accuracy_m int,
  warned text[] not null,
  shown text[] not null,
  primary key (org_id, visit_id),
  foreign key (org_id, user_id) references app_user,
  foreign key (org_id, loan_id) references office_loan
);
create index on collection_visit (org_id, loan_id, on_date);
create index on collection_visit (org_id, user_id, on_date);
select make_tenant('collection_visit', append_only => true);

-- The evening: what she counted beside what her phone says she should hold. Never changed afterwards.
create table collection_day (
  org_id uuid not null,
  day_id uuid not null,
  user_id uuid not null,
  on_date date not null,
  stated_paise bigint not null check (stated_paise >= 0),
  counted_paise bigint not null check (counted_paise >= 0),
  notes jsonb not null,
  -- why they differ
  reason text,
  -- her records of that day, by their ids
  items uuid[] not null,
  closed_at timestamptz not null,
  entered_at timestamptz not null,
  primary key (org_id, day_id),
  unique (org_id, user_id, on_date),
  foreign key (org_id, user_id) references app_user,
  check (stated_paise = counted_paise or reason is not null)
);
select make_tenant('collection_day', append_only => true);

-- She says that she gave money away; she owes it until there is a receipt.
create table cash_hand_over (
  org_id uuid not null,
  hand_over_id uuid not null,
  user_id uuid not null,
  book_id uuid not null,
  on_date date not null,
  handed_at timestamptz not null,
  entered_at timestamptz not null,
  paise bigint not null check (paise > 0),
  given_to text not null check (given_to in ('cashier', 'bank')),
  reference text,
  primary key (org_id, hand_over_id),
  foreign key (org_id, user_id) references app_user,
  foreign key (org_id, book_id) references book
);
create index on cash_hand_over (org_id, user_id);
select make_tenant('cash_hand_over', append_only => true);

-- What a cashier counted, or what the bank's slip says: only this lowers what she owes.
create table cash_receipt (
  org_id uuid not null,
  receipt_id uuid not null,
  -- null: given at the desk without a word on her phone before
  hand_over_id uuid,
  user_id uuid not null,
  book_id uuid not null,
  head_id uuid not null,
  on_date date not null,
  paise bigint not null check (paise >= 0),
  -- why it is not what she stated
  reason text,
  reference text,
  -- null: nothing was there
  seq bigint,
  received_by uuid not null,
  received_at timestamptz not null,
  primary key (org_id, receipt_id),
  foreign key (org_id, hand_over_id) references cash_hand_over,
  foreign key (org_id, user_id) references app_user,
  foreign key (org_id, book_id) references book,
  foreign key (org_id, head_id) references account_head
);
create index on cash_receipt (org_id, user_id);
create index on cash_receipt (org_id, hand_over_id) where hand_over_id is not null;
select make_tenant('cash_receipt', append_only => true);

create table cash_receipt_undone (
  org_id uuid not null,
  receipt_id uuid not null,
  reason text not null,
  seq bigint,
  undone_by uuid not null,
  undone_at timestamptz not null,
  primary key (org_id, receipt_id),
  foreign key (org_id, receipt_id) references cash_receipt
);
select make_tenant('cash_receipt_undone', append_only => true);
