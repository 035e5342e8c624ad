-- Samples as working papers: what was drawn from what, by which seed, and what the auditor found at each item.

create table audit_sample (
  org_id uuid not null references org,
  sample_id uuid not null,
  number int not null check (number > 0),
  title text not null,
  population text not null check (population in ('journals', 'vouchers', 'loans', 'members')),
  -- null: every book of the organisation
  book_id uuid,
  from_on date not null,
  to_on date not null,
  method text not null check (method in ('count', 'value')),
  wanted int not null check (wanted > 0),
  seed text not null,
  -- what it was drawn from: counted, added up, and hashed, so that a second drawing can be held against the first
  population_count int not null,
  population_paise bigint not null,
  population_hash bytea not null,
  -- by value only: one in so many paise, beginning at
  interval_paise bigint check (interval_paise > 0),
  start_paise bigint check (start_paise between 1 and interval_paise),
  drawn_by uuid not null,
  drawn_at timestamptz not null,
  primary key (org_id, sample_id),
  unique (org_id, number),
  foreign key (org_id, book_id) references book,
  check (to_on >= from_on),
  check ((interval_paise is not null) = (start_paise is not null))
);
select make_tenant('audit_sample', append_only => true);

create table audit_sample_item (
  org_id uuid not null,
  sample_id uuid not null,
  line int not null check (line > 0),
  book_id uuid not null,
  seq bigint,
  voucher_id uuid,
  loan_id uuid,
  person_id uuid,
  value_paise bigint not null,
  -- how often the interval hit it; as large as the interval or larger: it could not be missed
  hits int not null,
  certain boolean not null,
  primary key (org_id, sample_id, line),
  foreign key (org_id, sample_id) references audit_sample,
  foreign key (org_id, book_id, seq) references journal,
  foreign key (org_id, voucher_id) references voucher,
  foreign key (org_id, loan_id) references loan,
  foreign key (org_id, person_id) references person
);
select make_tenant('audit_sample_item', append_only => true);

-- The last tick of an item counts; the earlier ones stay.
create table audit_sample_tick (
  org_id uuid not null,
  sample_id uuid not null,
  line int not null,
  at_no int not null check (at_no > 0),
  mark text not null check (mark in ('seen', 'differs', 'open')),
  -- by how much, where it is an amount
  differs_paise bigint,
  note text,
  by_user uuid not null,
  at timestamptz not null,
  primary key (org_id, sample_id, line, at_no),
  foreign key (org_id, sample_id, line) references audit_sample_item
);
select make_tenant('audit_sample_tick', append_only => true);
