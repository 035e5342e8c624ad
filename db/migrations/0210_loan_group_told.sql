-- An event of a loan that the group's own book was told afterwards: through which bank account of the group its money went.
create table loan_group_told (
  org_id uuid not null,
  loan_id uuid not null,
  event_id uuid not null,
  group_bank_id uuid not null,
  told_by uuid not null,
  told_at timestamptz not null,
  primary key (org_id, loan_id, event_id),
  foreign key (org_id, loan_id, event_id) references loan_event,
  foreign key (org_id, group_bank_id) references bank_account
);
select make_tenant('loan_group_told', append_only => true);
