-- Debts to others than us, followed until she is free; the money kept for swaps; what she asked of lenders and was answered.

create table outside_debt (
  org_id uuid not null,
  debt_id uuid not null,
  person_id uuid not null,
  lender_kind text not null check (lender_kind in ('moneylender', 'pawnbroker', 'shopkeeper', 'trader', 'landlord', 'relative', 'neighbour',
    'microfinance', 'bank', 'cooperative', 'other')),
  lender_name text not null,
  borrowed_on date not null,
  principal_paise bigint not null check (principal_paise > 0),
  kept_back_paise bigint not null check (kept_back_paise >= 0 and kept_back_paise <= principal_paise),
  -- as it was agreed, in the lender's words
  terms jsonb not null,
  note text,
  state text not null default 'standing' check (state in ('standing', 'paid', 'free', 'struck')),
  paid_on date,
  -- the day of the lender's paper that he wants nothing more, and its photo
  free_on date,
  slip_file_id uuid,
  struck_reason text,
  recorded_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (org_id, debt_id),
  foreign key (org_id, person_id) references person,
  foreign key (org_id, slip_file_id) references file,
  check (state <> 'free' or (free_on is not null and slip_file_id is not null))
);
create index on outside_debt (org_id, person_id);
create index on outside_debt (org_id, state);
select make_tenant('outside_debt');

-- Money for swaps with its terms; never changed, only ended.
create table swap_source (
  org_id uuid not null,
  source_id uuid not null,
  group_id uuid,
  from_on date not null,
  until_on date,
  sheet jsonb not null,
  recorded_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (org_id, source_id),
  foreign key (org_id, group_id) references groups
);
create index on swap_source (org_id, group_id);
select make_tenant('swap_source', append_only => true);
grant update (until_on) on swap_source to bakhiya_app;

-- What was paid to the lender, by her or for her. One written wrong is struck, never removed.
create table debt_payment (
  org_id uuid not null,
  payment_id uuid not null,
  debt_id uuid not null,
  paid_on date not null,
  amount_paise bigint not null check (amount_paise > 0),
  -- it ended the debt
  closes boolean not null,
  -- of a swap: out of which money, the loan she has for it, what that loan costs and what leaving the debt would have cost
  source_id uuid,
  loan_id uuid,
  payable_paise bigint,
  as_now_paise bigint,
  struck_on date,
  struck_reason text,
  recorded_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (org_id, payment_id),
  foreign key (org_id, debt_id) references outside_debt,
  foreign key (org_id, source_id) references swap_source,
  foreign key (org_id, loan_id) references loan,
  check ((source_id is null) = (payable_paise is null) and (source_id is null) = (as_now_paise is null))
);
create index on debt_payment (org_id, debt_id);
create index on debt_payment (org_id, source_id);
select make_tenant('debt_payment', append_only => true);
grant update (struck_on, struck_reason) on debt_payment to bakhiya_app;

create table credit_application (
  org_id uuid not null,
  application_id uuid not null,
  person_id uuid not null,
  lender_kind text not null check (lender_kind in ('bank', 'cooperative', 'microfinance', 'trust', 'federation', 'scheme')),
  lender_name text not null,
  applied_on date not null,
  amount_paise bigint not null check (amount_paise > 0),
  result text not null default 'waiting' check (result in ('waiting', 'granted', 'refused', 'withdrawn')),
  decided_on date,
  granted_paise bigint,
  refusal text check (refusal in ('no_papers', 'no_account', 'earlier_default', 'no_guarantee', 'far_away', 'not_told', 'treated_badly', 'other')),
  note text,
  recorded_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (org_id, application_id),
  foreign key (org_id, person_id) references person
);
create index on credit_application (org_id, person_id);
select make_tenant('credit_application');
