-- Interest on members' savings by a resolution: how it was reckoned, who got how much. The journal is the group's.
create table savings_interest (
  org_id uuid not null references org,
  interest_id uuid not null,
  group_id uuid not null,
  posted_on date not null,
  span_from date not null,
  span_to date not null,
  base text not null check (base in ('average', 'minimum')),
  products text[] not null,
  -- a year's rate; null where the meeting agreed on a sum
  rate_bps int check (rate_bps > 0),
  paid_from text not null check (paid_from in ('expense', 'surplus')),
  total_paise bigint not null check (total_paise > 0),
  shares jsonb not null,
  meeting_id uuid not null,
  decision_no int not null,
  decision jsonb not null,
  journal_seq bigint not null,
  recorded_by uuid not null,
  entered_at timestamptz not null,
  back_on date,
  back_seq bigint,
  back_by uuid,
  back_reason text,
  primary key (org_id, interest_id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, meeting_id) references meeting,
  check ((back_on is null) = (back_seq is null) and (back_on is null) = (back_by is null) and (back_on is null) = (back_reason is null))
);
create index savings_interest_of_group on savings_interest (org_id, group_id, posted_on);
create unique index savings_interest_resolved_once on savings_interest (org_id, meeting_id, decision_no) where back_on is null;
select make_tenant('savings_interest', append_only => true);
grant update (back_on, back_seq, back_by, back_reason) on savings_interest to bakhiya_app;
