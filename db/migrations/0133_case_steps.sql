-- What was done in a case, by whom, and what has to be done by when: every step stays.

create table case_step (
  org_id uuid not null,
  case_id uuid not null,
  at_no int not null check (at_no > 0),
  kind text not null check (kind in ('opened', 'done', 'helper', 'closed')),
  -- null where nothing was said, and once the last woman of the case was erased
  words text,
  done_on date not null,
  -- the next deadline
  due_on date,
  helper_id uuid,
  by_user uuid not null,
  at timestamptz not null,
  primary key (org_id, case_id, at_no),
  foreign key (org_id, case_id) references case_file,
  foreign key (org_id, by_user) references app_user,
  foreign key (org_id, helper_id) references app_user,
  check (kind <> 'closed' or due_on is null)
);
select make_tenant('case_step', append_only => true);
grant update (words) on case_step to bakhiya_app;
