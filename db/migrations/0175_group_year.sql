-- A group's financial year closed by a resolution: income and expense go to the surplus kept, the period is shut; opened again by the opposite.
create table group_year_close (
  org_id uuid not null references org,
  closing_id uuid not null,
  group_id uuid not null,
  book_id uuid not null,
  financial_year int not null,
  surplus_paise bigint not null,
  meeting_id uuid not null,
  decision_no int not null,
  decision jsonb not null,
  journal_seq bigint not null,
  period_close_id uuid not null,
  closed_by uuid not null,
  closed_at timestamptz not null,
  reopened_by uuid,
  reopened_at timestamptz,
  reopen_reason text,
  back_seq bigint,
  primary key (org_id, closing_id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, book_id) references book,
  foreign key (org_id, meeting_id) references meeting,
  check ((reopened_at is null) = (reopened_by is null) and (reopened_at is null) = (reopen_reason is null)
    and (reopened_at is null) = (back_seq is null))
);
create unique index group_year_closed_once on group_year_close (org_id, book_id, financial_year) where reopened_at is null;
create unique index group_year_resolved_once on group_year_close (org_id, meeting_id, decision_no) where reopened_at is null;
select make_tenant('group_year_close', append_only => true);
grant update (reopened_by, reopened_at, reopen_reason, back_seq) on group_year_close to bakhiya_app;
