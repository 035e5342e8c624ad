-- How loans of the office end before their time: settled out of a larger one, by death or leaving, by an insurer's money, by writing off.

-- `stopped`: death or leaving; from that day nothing grows. `claim_paid`: an insurer's money.
alter table loan_event drop constraint loan_event_kind_check, add constraint loan_event_kind_check check (kind in
  ('disbursed', 'repaid', 'set_off', 'settled', 'charged', 'waived', 'rescheduled', 'written_off', 'recovered', 'refunded',
   'stopped', 'claim_paid'));

alter table office_loan
  -- a loan of the same borrower that is settled out of this one
  add column tops_up_loan_id uuid,
  -- the outside debt that this loan takes the place of, and the money kept for swaps that it comes out of
  add column swap_debt_id uuid,
  add column swap_source_id uuid,
  add foreign key (org_id, tops_up_loan_id) references office_loan,
  add foreign key (org_id, swap_debt_id) references outside_debt,
  add foreign key (org_id, swap_source_id) references swap_source;

-- What is still owed off the books, against which recoveries are seen; none of it after it was let go of for good.
alter table loan_standing
  add column memo_owed_paise bigint not null default 0 check (memo_owed_paise >= 0),
  add column memo_recovered_paise bigint not null default 0 check (memo_recovered_paise >= 0),
  add column memo_forgiven boolean not null default false,
  add column stopped_on date;

-- Asked of an insurer after a death; one answer, never changed.
create table loan_claim (
  org_id uuid not null,
  loan_id uuid not null,
  claim_id uuid not null,
  insurer text not null,
  lodged_on date not null,
  claimed_paise bigint not null check (claimed_paise > 0),
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (org_id, loan_id, claim_id),
  foreign key (org_id, loan_id) references office_loan
);
select make_tenant('loan_claim', append_only => true);

create table loan_claim_answer (
  org_id uuid not null,
  loan_id uuid not null,
  claim_id uuid not null,
  result text not null check (result in ('paid', 'refused')),
  answered_on date not null,
  -- the event by which the money came; none when it was refused
  event_id uuid,
  note text,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (org_id, loan_id, claim_id),
  foreign key (org_id, loan_id, claim_id) references loan_claim,
  foreign key (org_id, loan_id, event_id) references loan_event,
  check ((result = 'paid') = (event_id is not null))
);
select make_tenant('loan_claim_answer', append_only => true);

-- A swap whose lender was paid by the paying out of a loan of the office: one event, two records.
alter table debt_payment
  add column office_loan_id uuid,
  add column loan_event_id uuid,
  add foreign key (org_id, office_loan_id, loan_event_id) references loan_event (org_id, loan_id, event_id);
