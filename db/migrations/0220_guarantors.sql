-- Who stands for a loan of the office: a person of the register, or somebody outside it by name, relation and phone.
create table loan_guarantor (
  org_id uuid not null,
  loan_id uuid not null,
  guarantor_id uuid not null,
  person_id uuid,
  -- of somebody outside the register; a line once the borrower's fields were erased
  name text,
  -- what she or he is to the borrower
  relation text,
  phone text,
  named_by uuid not null,
  named_at timestamptz not null,
  -- the command that wrote it, whose payload goes when a person's fields go
  command_id uuid,
  released_at timestamptz,
  released_by uuid,
  release_reason text,
  primary key (org_id, loan_id, guarantor_id),
  foreign key (org_id, loan_id) references office_loan,
  foreign key (org_id, person_id) references person,
  check (num_nonnulls(person_id, name) = 1),
  check (num_nonnulls(released_at, released_by) in (0, 2))
);
create index loan_guarantor_person on loan_guarantor (org_id, person_id) where person_id is not null;
select make_tenant('loan_guarantor', append_only => true);
grant update (name, relation, phone, released_at, released_by, release_reason) on loan_guarantor to bakhiya_app;

-- She or he said yes to exactly this offer; another offer is another yes.
create table loan_guarantor_yes (
  org_id uuid not null,
  loan_id uuid not null,
  guarantor_id uuid not null,
  -- of the offer, as in loan_contract
  hash text not null,
  on_date date not null,
  way text not null check (way in ('signature', 'thumb')),
  witness text,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (org_id, loan_id, guarantor_id, hash),
  foreign key (org_id, loan_id, guarantor_id) references loan_guarantor,
  check (way <> 'thumb' or witness is not null)
);
select make_tenant('loan_guarantor_yes', append_only => true);
grant update (witness) on loan_guarantor_yes to bakhiya_app;
