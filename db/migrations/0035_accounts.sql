-- The office's own books: heads as the office names them, vouchers with maker and checker, recurring vouchers.
-- A head stands in postings as the party of its account, a fund as the item: so heads and funds are balanced in buckets too.

create table account_group (
  org_id uuid not null,
  book_id uuid not null,
  group_id uuid not null,
  parent_group_id uuid,
  -- key of the standard list; made from the id for a group of the office's own
  code text not null,
  kind text not null check (kind in ('asset', 'liability', 'equity', 'income', 'expense')),
  -- for income: money given for a purpose, or earned
  nature text check (nature in ('grant', 'earned')),
  -- number of the schedule in the printed statements
  schedule int not null,
  primary key (org_id, group_id),
  unique (org_id, book_id, code),
  foreign key (org_id, book_id) references book,
  foreign key (org_id, parent_group_id) references account_group
);
select make_tenant('account_group', append_only => true);

create table account_head (
  org_id uuid not null,
  book_id uuid not null,
  head_id uuid not null,
  -- the account of the common chart it is kept under
  account text not null references account,
  opened_on date not null,
  -- the first day it takes no entry any more
  closed_on date,
  -- whose advances these are
  person_id uuid,
  bank text,
  branch text,
  ifsc text,
  number text,
  primary key (org_id, head_id),
  foreign key (org_id, book_id) references book,
  foreign key (org_id, person_id) references person
);
create index on account_head (org_id, book_id, account);
select make_tenant('account_head', append_only => true);
grant update (closed_on) on account_head to bakhiya_app;

-- Names and places of heads and groups as dated data: a statement of an earlier day keeps the names of then.
create table account_name (
  org_id uuid not null,
  -- a head or a group
  named_id uuid not null,
  from_on date not null,
  name_en text not null,
  name_hi text,
  name_ur text,
  -- the group a head stands in; null for a group, whose parent never changes
  group_id uuid,
  -- what Tally calls it, where that is another name
  tally_name text,
  entered_by uuid not null,
  entered_at timestamptz not null,
  primary key (org_id, named_id, from_on, entered_at),
  foreign key (org_id, group_id) references account_group
);
select make_tenant('account_name', append_only => true);

create table fund (
  org_id uuid not null,
  book_id uuid not null,
  fund_id uuid not null,
  code text not null,
  kind text not null check (kind in ('grant', 'donation', 'corpus', 'designated')),
  name_en text not null,
  name_hi text,
  name_ur text,
  donor text not null,
  -- interest earned on unspent money belongs to the grant
  interest_to_grant boolean not null,
  from_on date not null,
  until_on date,
  primary key (org_id, fund_id),
  unique (org_id, book_id, code),
  foreign key (org_id, book_id) references book
);
select make_tenant('fund', append_only => true);
grant update (until_on) on fund to bakhiya_app;

create table programme (
  org_id uuid not null,
  book_id uuid not null,
  programme_id uuid not null,
  code text not null,
  name_en text not null,
  name_hi text,
  name_ur text,
  from_on date not null,
  until_on date,
  primary key (org_id, programme_id),
  unique (org_id, book_id, code),
  foreign key (org_id, book_id) references book
);
select make_tenant('programme', append_only => true);
grant update (until_on) on programme to bakhiya_app;

-- Up to this amount one person suffices. Dated: the limit of the day a voucher is written, not of the day it bears.
create table voucher_limit (
  org_id uuid not null,
  book_id uuid not null,
  type text not null check (type in ('payment', 'receipt', 'contra', 'journal')),
  from_on date not null,
  limit_paise bigint not null check (limit_paise >= 0),
  decided_by text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (org_id, book_id, type, from_on, set_at),
  foreign key (org_id, book_id) references book
);
select make_tenant('voucher_limit', append_only => true);

create table voucher (
  org_id uuid not null,
  book_id uuid not null,
  voucher_id uuid not null,
  type text not null check (type in ('payment', 'receipt', 'contra', 'journal')),
  purpose text not null check (purpose in
    ('plain', 'opening', 'recurring', 'depreciation', 'disposal', 'grants_used', 'year_close', 'reversal')),
  event_on date not null,
  amount_paise bigint not null check (amount_paise > 0),
  narration text not null,
  -- to whom or from whom, when no head stands for them
  payee text,
  party_head_id uuid,
  mode text check (mode in ('cash', 'cheque', 'transfer', 'upi')),
  -- number of the cheque or of the transfer
  reference text,
  reverses_voucher_id uuid,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (org_id, voucher_id),
  foreign key (org_id, book_id) references book,
  foreign key (org_id, party_head_id) references account_head,
  foreign key (org_id, reverses_voucher_id) references voucher
);
create index on voucher (org_id, book_id, event_on);
create index on voucher (org_id, reverses_voucher_id) where reverses_voucher_id is not null;
select make_tenant('voucher', append_only => true);

create table voucher_line (
  org_id uuid not null,
  voucher_id uuid not null,
  line int not null,
  head_id uuid not null,
  -- debit positive
  amount_paise bigint not null check (amount_paise <> 0),
  fund_id uuid,
  programme_id uuid,
  district_id uuid,
  -- the advance this line settles
  settles_voucher_id uuid,
  note text,
  primary key (org_id, voucher_id, line),
  foreign key (org_id, voucher_id) references voucher,
  foreign key (org_id, head_id) references account_head,
  foreign key (org_id, fund_id) references fund,
  foreign key (org_id, programme_id) references programme,
  foreign key (org_id, district_id) references place,
  foreign key (org_id, settles_voucher_id) references voucher
);
create index on voucher_line (org_id, head_id);
create index on voucher_line (org_id, fund_id) where fund_id is not null;
create index on voucher_line (org_id, programme_id) where programme_id is not null;
select make_tenant('voucher_line', append_only => true);

-- Photos of the bill; one may come after the voucher.
create table voucher_bill (
  org_id uuid not null,
  voucher_id uuid not null,
  file_id uuid not null,
  added_by uuid not null,
  added_at timestamptz not null,
  primary key (org_id, voucher_id, file_id),
  foreign key (org_id, voucher_id) references voucher,
  foreign key (org_id, file_id) references file
);
select make_tenant('voucher_bill', append_only => true);

-- What the second person said; a voucher within the limit has none.
create table voucher_decision (
  org_id uuid not null,
  voucher_id uuid not null,
  decision text not null check (decision in ('approved', 'sent_back')),
  reason text,
  decided_by uuid not null,
  decided_at timestamptz not null,
  primary key (org_id, voucher_id),
  foreign key (org_id, voucher_id) references voucher
);
select make_tenant('voucher_decision', append_only => true);

-- The last number given, per book and financial year: its row is the lock that makes numbers gapless.
create table voucher_series (
  org_id uuid not null,
  book_id uuid not null,
  financial_year int not null,
  last_number int not null,
  primary key (org_id, book_id, financial_year),
  foreign key (org_id, book_id) references book
);
select make_tenant('voucher_series');

-- A voucher in the books: its number and its journal.
create table voucher_posted (
  org_id uuid not null,
  book_id uuid not null,
  financial_year int not null,
  number int not null check (number > 0),
  voucher_id uuid not null,
  seq bigint not null,
  event_on date not null,
  entered_on date not null,
  primary key (org_id, book_id, financial_year, number),
  unique (org_id, voucher_id),
  unique (org_id, book_id, seq),
  foreign key (org_id, voucher_id) references voucher,
  foreign key (org_id, book_id, seq) references journal
);
create index on voucher_posted (org_id, book_id, event_on);
select make_tenant('voucher_posted', append_only => true);

create table voucher_template (
  org_id uuid not null,
  book_id uuid not null,
  template_id uuid not null,
  title text not null,
  -- what every voucher made from it says; dates and ids come with the period
  voucher jsonb not null,
  every_months int not null check (every_months in (1, 3, 6, 12)),
  first_on date not null,
  until_on date,
  made_by uuid not null,
  made_at timestamptz not null,
  stopped_on date,
  stopped_by uuid,
  primary key (org_id, template_id),
  foreign key (org_id, book_id) references book
);
select make_tenant('voucher_template', append_only => true);
grant update (stopped_on, stopped_by) on voucher_template to bakhiya_app;

-- One voucher per template and period, whoever runs it and how often.
create table voucher_recurrence (
  org_id uuid not null,
  template_id uuid not null,
  due_on date not null,
  voucher_id uuid not null,
  primary key (org_id, template_id, due_on),
  foreign key (org_id, template_id) references voucher_template,
  foreign key (org_id, voucher_id) references voucher
);
select make_tenant('voucher_recurrence', append_only => true);

-- The year's surplus carried to the fund; the ledger's own closing keeps the period shut. Opened again by reversing the voucher.
create table year_close (
  org_id uuid not null,
  book_id uuid not null,
  financial_year int not null,
  voucher_id uuid not null,
  period_close_id uuid not null,
  surplus_paise bigint not null,
  closed_by uuid not null,
  closed_at timestamptz not null,
  reopened_by uuid,
  reopened_at timestamptz,
  reopen_reason text,
  primary key (org_id, book_id, financial_year, voucher_id),
  foreign key (org_id, voucher_id) references voucher,
  foreign key (org_id, book_id, period_close_id) references period_close,
  check ((reopened_at is null) = (reopened_by is null) and (reopened_at is null) = (reopen_reason is null))
);
create unique index year_closed_once on year_close (org_id, book_id, financial_year) where reopened_at is null;
select make_tenant('year_close', append_only => true);
grant update (reopened_by, reopened_at, reopen_reason) on year_close to bakhiya_app;

-- What became of each voucher, from the rows that say it.
create view voucher_state with (security_invoker = true) as
  select v.org_id, v.voucher_id, v.book_id, p.financial_year, p.number, p.seq, p.entered_on, rp.voucher_id as reversed_by,
    case when rp.voucher_id is not null then 'reversed' when p.voucher_id is not null then 'posted'
      when d.decision = 'sent_back' then 'sent_back' else 'waiting' end as state
  from voucher v
  left join voucher_posted p on p.org_id = v.org_id and p.voucher_id = v.voucher_id
  left join voucher_decision d on d.org_id = v.org_id and d.voucher_id = v.voucher_id
  left join (voucher r join voucher_posted rp on rp.org_id = r.org_id and rp.voucher_id = r.voucher_id)
    on r.org_id = v.org_id and r.reverses_voucher_id = v.voucher_id;
grant select on voucher_state to bakhiya_app;
