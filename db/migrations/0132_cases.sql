-- Wrongs done to women and followed until they end: who is told of them is narrower than for anything else here.

create table case_file (
  org_id uuid not null references org,
  case_id uuid not null,
  -- counted in the organisation, for people to name it by
  number int not null check (number > 0),
  kind text not null check (kind in ('unpaid_dues', 'below_minimum', 'harassment', 'seizure', 'branch_refusal', 'other')),
  against_kind text not null check (against_kind in ('contractor', 'employer', 'lender', 'bank', 'office', 'family', 'other')),
  -- both null once the last woman of the case was erased
  against_name text,
  happened text,
  happened_on date not null,
  -- null = nobody knows how much; never zero for that
  claimed_paise bigint check (claimed_paise > 0),
  -- the one user besides the administrators who may read it
  helper_id uuid,
  -- of the last step; null where it set none, and when closed
  due_on date,
  outcome text check (outcome in ('settled', 'partly', 'withdrawn', 'lost', 'sent_to_authority')),
  closed_on date,
  recovered_paise bigint check (recovered_paise >= 0),
  recorded_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (org_id, case_id),
  unique (org_id, number),
  foreign key (org_id, helper_id) references app_user,
  check ((outcome is null) = (closed_on is null) and (outcome is null) = (recovered_paise is null)),
  check (outcome is null or due_on is null)
);
create index case_file_of_helper on case_file (org_id, helper_id);
select make_tenant('case_file');

create table case_person (
  org_id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  primary key (org_id, case_id, person_id),
  foreign key (org_id, case_id) references case_file,
  foreign key (org_id, person_id) references person
);
create index case_person_of_person on case_person (org_id, person_id);
select make_tenant('case_person', append_only => true);
