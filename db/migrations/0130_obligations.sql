-- What households earn, and the limits their repayments are held against.

-- The limits of the directions, the same for all: a change is another row, so that an earlier verdict stays what it was.
create table obligation_limit (
  from_on date not null,
  ratio_bps int not null check (ratio_bps between 0 and 10000),
  ceiling_paise bigint not null check (ceiling_paise > 0),
  source text not null,
  primary key (from_on)
);
grant select on obligation_limit to bakhiya_app;

-- One dated look at a household; the latest counts.
create table household_assessment (
  org_id uuid not null,
  assessment_id uuid not null,
  person_id uuid not null,
  assessed_on date not null,
  yearly_paise bigint not null check (yearly_paise >= 0),
  sheet jsonb not null,
  recorded_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (org_id, assessment_id),
  foreign key (org_id, person_id) references person
);
create index on household_assessment (org_id, person_id, assessed_on);
select make_tenant('household_assessment', append_only => true);
-- emptied when a leaver's personal fields are erased
grant update (sheet) on household_assessment to bakhiya_app;

-- Whether what is over the limit is refused or only told; the latest row of a day counts.
create table obligation_mode (
  org_id uuid not null,
  mode_id uuid not null,
  from_on date not null,
  mode text not null check (mode in ('advises', 'blocks')),
  decided_by text not null,
  recorded_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (org_id, mode_id)
);
create index on obligation_mode (org_id, from_on);
select make_tenant('obligation_mode', append_only => true);
