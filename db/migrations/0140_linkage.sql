-- Grading, money from outside, the plan behind it, and surplus put to members' names.

-- Reference data, the same for all: a change is another row, so that an earlier certificate stays what it was.
create table grading_scheme (
  scheme text not null,
  from_on date not null,
  content jsonb not null,
  primary key (scheme, from_on)
);
grant select on grading_scheme to bakhiya_app;

create table group_fund_rules (
  only_one boolean not null default true check (only_one),
  content jsonb not null,
  primary key (only_one)
);
grant select on group_fund_rules to bakhiya_app;

-- A grade as a named assessor gave it: scheme, marks and figures are kept whole.
create table grade_certificate (
  org_id uuid not null references org,
  certificate_id uuid not null,
  group_id uuid not null,
  number int not null check (number > 0),
  scheme text not null,
  scheme_from_on date not null,
  assessed_on date not null,
  assessor_name text not null,
  assessor_of text not null,
  total_marks int not null,
  most_marks int not null,
  grade text,
  content jsonb not null,
  hash bytea not null,
  recorded_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (org_id, certificate_id),
  unique (org_id, number),
  foreign key (org_id, group_id) references groups
);
create index grade_certificate_of_group on grade_certificate (org_id, group_id, assessed_on);
select make_tenant('grade_certificate', append_only => true);

-- What each woman will do with the money, in the order it goes in; a draft is written anew, an approved one stands.
create table credit_plan (
  org_id uuid not null references org,
  plan_id uuid not null,
  group_id uuid not null,
  made_on date not null,
  total_paise bigint not null check (total_paise > 0),
  lines jsonb not null,
  -- all null while it is a draft
  meeting_id uuid,
  decision jsonb,
  approved_on date,
  recorded_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (org_id, plan_id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, meeting_id) references meeting,
  check ((meeting_id is null) = (approved_on is null) and (meeting_id is null) = (decision is null))
);
create index credit_plan_of_group on credit_plan (org_id, group_id, made_on);
select make_tenant('credit_plan');

-- A request for money from outside. The money itself is booked by the meeting that took it; this says what was asked and promised.
create table credit_line (
  org_id uuid not null references org,
  line_id uuid not null,
  group_id uuid not null,
  fund text not null check (fund in ('revolving_fund', 'cif', 'vrf', 'bank_term', 'cash_credit')),
  dose int check (dose between 1 and 9),
  lender text not null,
  plan_id uuid,
  asked_paise bigint not null check (asked_paise > 0),
  applied_on date not null,
  state text not null check (state in ('applied', 'sanctioned', 'received', 'refused', 'withdrawn', 'closed')),
  last_on date not null,
  sanctioned_on date,
  sanctioned_paise bigint check (sanctioned_paise > 0),
  received_paise bigint not null default 0 check (received_paise >= 0),
  recorded_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (org_id, line_id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, plan_id) references credit_plan
);
create index credit_line_of_group on credit_line (org_id, group_id, applied_on);
select make_tenant('credit_line');

create table credit_line_step (
  org_id uuid not null,
  line_id uuid not null,
  at_no int not null,
  step text not null check (step in ('apply', 'sanction', 'receive', 'refuse', 'withdraw', 'close')),
  done_on date not null,
  amount_paise bigint check (amount_paise > 0),
  note text,
  by_user uuid not null,
  at timestamptz not null,
  primary key (org_id, line_id, at_no),
  foreign key (org_id, line_id) references credit_line
);
select make_tenant('credit_line_step', append_only => true);

-- Surplus put to members' names by a resolution: who got how much by which key. The journal is the group's.
create table share_out (
  org_id uuid not null references org,
  share_out_id uuid not null,
  group_id uuid not null,
  shared_on date not null,
  span_from date not null,
  share_key text not null check (share_key in ('equal', 'savings_months', 'interest_paid')),
  total_paise bigint not null check (total_paise > 0),
  shares jsonb not null,
  meeting_id uuid not null,
  decision jsonb not null,
  journal_seq bigint not null,
  recorded_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (org_id, share_out_id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, meeting_id) references meeting
);
create index share_out_of_group on share_out (org_id, group_id, shared_on);
select make_tenant('share_out', append_only => true);
