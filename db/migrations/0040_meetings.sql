-- Loans of a group's own money and the meeting as one document. Money itself lives in the ledger; these rows say what it was for.

create table loan (
  org_id uuid not null,
  loan_id uuid not null,
  book_id uuid not null,
  group_id uuid not null,
  borrower_kind text not null check (borrower_kind in ('person', 'group', 'enterprise')),
  borrower_id uuid not null,
  purpose text not null,
  source text not null check (source in ('own', 'onlent')),
  terms jsonb not null,
  principal_paise bigint not null check (principal_paise > 0),
  level_paise bigint not null,
  prepaid_paise bigint not null default 0,
  disbursed_on date not null,
  source_kind text not null check (source_kind in ('meeting', 'cut_off', 'office')),
  source_id uuid not null,
  state text not null check (state in ('active', 'closed', 'rescheduled', 'written_off', 'withdrawn')),
  closed_on date,
  -- running figures, changed in the same transaction as the postings behind them
  principal_left_paise bigint not null check (principal_left_paise >= 0),
  oldest_unpaid_due_on date,
  primary key (org_id, loan_id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, book_id) references book
);
create index on loan (org_id, group_id, state);
create index on loan (org_id, borrower_id);
select make_tenant('loan');

-- One row of the schedule: what it asks and what was paid on it, part by part.
create table loan_row (
  org_id uuid not null,
  loan_id uuid not null,
  no int not null,
  due_on date not null,
  principal_paise bigint not null check (principal_paise >= 0),
  interest_paise bigint not null check (interest_paise >= 0),
  fee_paise bigint not null default 0 check (fee_paise >= 0),
  fine_paise bigint not null default 0 check (fine_paise >= 0),
  paid_principal_paise bigint not null default 0,
  paid_interest_paise bigint not null default 0,
  paid_fee_paise bigint not null default 0,
  paid_fine_paise bigint not null default 0,
  primary key (org_id, loan_id, no),
  foreign key (org_id, loan_id) references loan,
  check (paid_principal_paise between 0 and principal_paise and paid_interest_paise between 0 and interest_paise
    and paid_fee_paise between 0 and fee_paise and paid_fine_paise between 0 and fine_paise)
);
select make_tenant('loan_row');

create table loan_payment (
  org_id uuid not null,
  loan_id uuid not null,
  payment_id uuid not null,
  paid_on date not null,
  source_id uuid not null,
  fine_paise bigint not null,
  fee_paise bigint not null,
  interest_paise bigint not null,
  principal_paise bigint not null,
  -- payments are undone by an opposite row, never removed
  reverses_payment_id uuid,
  entered_at timestamptz not null default now(),
  primary key (org_id, loan_id, payment_id),
  foreign key (org_id, loan_id) references loan
);
create index on loan_payment (org_id, source_id);
select make_tenant('loan_payment', append_only => true);

create table meeting (
  org_id uuid not null,
  meeting_id uuid not null,
  group_id uuid not null,
  kind text not null check (kind in ('regular', 'special', 'cut_off')),
  held_on date not null,
  state text not null check (state in ('closed', 'reversed', 'skipped', 'cancelled')),
  reason text,
  source text not null check (source in ('phone', 'paper', 'office')),
  previous_meeting_id uuid,
  command_id uuid not null,
  journal_seq bigint,
  recorded_by uuid not null,
  sheet jsonb,
  opening_cash_paise bigint not null default 0,
  closing_cash_paise bigint not null default 0,
  present_count int not null default 0,
  member_count int not null default 0,
  confirmed_by_photo boolean not null default false,
  photo_checked_by uuid,
  next_on date,
  -- what a reversal restores: loan rows before, new loans, fines owed, memberships ended
  undo jsonb,
  entered_at timestamptz not null default now(),
  primary key (org_id, meeting_id),
  foreign key (org_id, group_id) references groups
);
-- two records of one meeting: the second is held beside the first, never added
create unique index meeting_once on meeting (org_id, group_id, held_on, kind) where state in ('closed', 'skipped', 'cancelled');
create index on meeting (org_id, group_id, held_on desc);
create index on meeting (org_id, entered_at desc);
select make_tenant('meeting');

create table meeting_line (
  org_id uuid not null,
  meeting_id uuid not null,
  person_id uuid not null,
  attendance text not null check (attendance in ('present', 'late', 'absent', 'absent_notice')),
  compulsory_paise bigint not null,
  voluntary_paise bigint not null,
  withdrawn_paise bigint not null,
  repaid_principal_paise bigint not null,
  repaid_interest_paise bigint not null,
  fine_paise bigint not null,
  loan_given_paise bigint not null,
  demanded_paise bigint not null,
  savings_left_paise bigint not null,
  loan_left_paise bigint not null,
  primary key (org_id, meeting_id, person_id),
  foreign key (org_id, meeting_id) references meeting
);
create index on meeting_line (org_id, person_id);
select make_tenant('meeting_line', append_only => true);

-- A correction that lowers her savings or raises her loan is read out and stays "not yet told" until she confirms.
create table correction (
  org_id uuid not null,
  correction_id uuid not null,
  group_id uuid not null,
  person_id uuid,
  meeting_id uuid not null,
  made_in_meeting_id uuid,
  reason text not null,
  savings_change_paise bigint not null default 0,
  loan_change_paise bigint not null default 0,
  detail jsonb not null,
  to_be_told boolean not null,
  told_on date,
  told_in_meeting_id uuid,
  primary key (org_id, correction_id),
  foreign key (org_id, group_id) references groups
);
create index on correction (org_id, group_id) where to_be_told and told_on is null;
select make_tenant('correction');
