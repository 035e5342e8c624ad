-- Signs worth a look together: from when which sign counts as one, and what a group answered. The signs themselves are reckoned from its
-- meetings, on the phone as at the office, and kept nowhere.

-- Reference data, the same for all: a change is another row, so that what an earlier meeting showed stays what it was.
create table tell_rules (
  from_on date not null,
  content jsonb not null,
  primary key (from_on)
);
grant select on tell_rules to bakhiya_app;

-- What a group says to a sign that was first there at a meeting of its own.
create table tell_note (
  org_id uuid not null references org,
  note_id uuid not null,
  group_id uuid not null,
  tell text not null check (tell in ('uniform_savings', 'absent_paid', 'officer_loans', 'one_borrower', 'cash_over_limit',
    'paid_before_visit', 'repaid_and_borrowed')),
  meeting_id uuid not null,
  note text not null,
  -- told to the office at a visit, or written by the group on its phone
  at_visit boolean not null,
  noted_by uuid not null,
  noted_at timestamptz not null,
  primary key (org_id, note_id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, meeting_id) references meeting
);
create index tell_note_of_group on tell_note (org_id, group_id, noted_at);
select make_tenant('tell_note', append_only => true);
