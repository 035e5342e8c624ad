-- What an auditor asks and who answers: beside the books, never in them. Nothing here changes a figure.

create table audit_query (
  org_id uuid not null references org,
  query_id uuid not null,
  -- counted in the organisation, for people to name it by
  number int not null check (number > 0),
  about_kind text not null check (about_kind in ('general', 'journal', 'voucher', 'meeting')),
  book_id uuid,
  seq bigint,
  voucher_id uuid,
  meeting_id uuid,
  -- a person, or whoever holds a role
  to_user_id uuid,
  to_role text,
  asked_by uuid not null,
  asked_at timestamptz not null,
  primary key (org_id, query_id),
  unique (org_id, number),
  foreign key (org_id, book_id) references book,
  foreign key (org_id, book_id, seq) references journal,
  foreign key (org_id, voucher_id) references voucher,
  foreign key (org_id, meeting_id) references meeting,
  foreign key (org_id, to_user_id) references app_user,
  check ((to_user_id is null) <> (to_role is null)),
  check (case about_kind when 'general' then num_nonnulls(seq, voucher_id, meeting_id) = 0
    when 'journal' then book_id is not null and seq is not null and num_nonnulls(voucher_id, meeting_id) = 0
    when 'voucher' then voucher_id is not null and num_nonnulls(seq, meeting_id) = 0
    else meeting_id is not null and num_nonnulls(seq, voucher_id) = 0 end)
);
create index audit_query_of_journal on audit_query (book_id, seq) where seq is not null;
create index audit_query_of_voucher on audit_query (voucher_id) where voucher_id is not null;
create index audit_query_of_meeting on audit_query (meeting_id) where meeting_id is not null;
select make_tenant('audit_query', append_only => true);

-- Every word said about it, in order. The last one says where the query stands.
create table audit_query_event (
  org_id uuid not null,
  query_id uuid not null,
  at_no int not null check (at_no > 0),
  kind text not null check (kind in ('answered', 'asked', 'followed_up', 'closed')),
  words text not null,
  -- by when an answer is expected; null where none is
  due_on date,
  file_id uuid,
  by_user uuid not null,
  at timestamptz not null,
  primary key (org_id, query_id, at_no),
  foreign key (org_id, query_id) references audit_query,
  foreign key (org_id, file_id) references file,
  foreign key (org_id, by_user) references app_user,
  check ((due_on is not null) = (kind in ('asked', 'followed_up')))
);
select make_tenant('audit_query_event', append_only => true);

create view audit_query_state with (security_invoker = true) as
  select q.org_id, q.query_id, e.kind as last_kind, e.at as last_at, e.due_on, e.at_no as events,
    case e.kind when 'closed' then 'closed' when 'answered' then 'answered' else 'open' end as state
  from audit_query q cross join lateral (
    select kind, at, due_on, at_no from audit_query_event x
    where x.org_id = q.org_id and x.query_id = q.query_id order by at_no desc limit 1) e;
grant select on audit_query_state to bakhiya_app;
