-- Slips that ask a member whether what the books say of her is so, and what she said.

create table audit_confirmation (
  org_id uuid not null references org,
  batch_id uuid not null,
  number int not null check (number > 0),
  as_of date not null,
  -- one group, or the members and borrowers of a sample
  group_id uuid,
  sample_id uuid,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (org_id, batch_id),
  unique (org_id, number),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, sample_id) references audit_sample
);
select make_tenant('audit_confirmation', append_only => true);

-- What the books said on that day, kept as it was printed.
create table audit_confirmation_slip (
  org_id uuid not null,
  batch_id uuid not null,
  line int not null check (line > 0),
  group_id uuid not null,
  person_id uuid not null,
  savings_paise bigint not null,
  loan_paise bigint not null,
  primary key (org_id, batch_id, line),
  unique (org_id, batch_id, group_id, person_id),
  foreign key (org_id, batch_id) references audit_confirmation,
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, person_id) references person
);
select make_tenant('audit_confirmation_slip', append_only => true);

-- No reply is no agreement: a slip without a row here is waiting, 'not_reached' was tried in vain. The last one counts.
create table audit_confirmation_reply (
  org_id uuid not null,
  batch_id uuid not null,
  line int not null,
  at_no int not null check (at_no > 0),
  result text not null check (result in ('agreed', 'differs', 'not_reached')),
  -- what she says she has and owes, where it differs
  savings_paise bigint check (savings_paise >= 0),
  loan_paise bigint check (loan_paise >= 0),
  note text,
  by_user uuid not null,
  at timestamptz not null,
  primary key (org_id, batch_id, line, at_no),
  foreign key (org_id, batch_id, line) references audit_confirmation_slip,
  check ((result = 'differs') = (savings_paise is not null and loan_paise is not null)),
  check (num_nonnulls(savings_paise, loan_paise) in (0, 2))
);
select make_tenant('audit_confirmation_reply', append_only => true);
