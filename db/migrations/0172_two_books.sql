-- One event, two books: a loan of the office to a group, told in the group's own book too; and differences somebody looked into.

-- Which journal of the group's book says what an event of a loan says in the lender's; taken back it has a second row.
create table loan_group_view (
  org_id uuid not null,
  loan_id uuid not null,
  event_id uuid not null,
  effect_no int not null,
  is_back boolean not null,
  book_id uuid not null,
  seq bigint not null,
  primary key (org_id, loan_id, event_id, effect_no, is_back),
  foreign key (org_id, loan_id, event_id) references loan_event,
  foreign key (org_id, book_id, seq) references journal
);
select make_tenant('loan_group_view', append_only => true);

-- Why the two figures differ, by the name of who agreed to it; it speaks of this difference alone.
create table difference_remark (
  org_id uuid not null,
  remark_id uuid not null,
  group_id uuid not null,
  lender_book_id uuid not null,
  on_date date not null,
  difference_paise bigint not null,
  remark text not null,
  agreed_by text not null,
  entered_by uuid not null,
  entered_at timestamptz not null,
  primary key (org_id, remark_id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, lender_book_id) references book
);
create index on difference_remark (org_id, group_id, lender_book_id);
select make_tenant('difference_remark', append_only => true);
