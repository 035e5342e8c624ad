-- Double entry per book: append-only journals chained by hash, postings in signed paise (debit positive), balances kept in buckets.

create table account (
  code text primary key,
  name_en text not null,
  name_hi text not null,
  name_ur text not null,
  kind text not null check (kind in ('asset', 'liability', 'equity', 'income', 'expense', 'memo')),
  -- which ids a posting here must carry: party (member, bank account, fund, group) and item (one loan)
  needs_party boolean not null default false,
  needs_item boolean not null default false,
  source text not null
);
grant select on account to bakhiya_app;

create table book (
  org_id uuid not null references org,
  book_id uuid not null,
  body_kind text not null check (body_kind in ('group', 'federation', 'trust', 'centre')),
  body_id uuid not null,
  basis text not null check (basis in ('cash', 'accrual')),
  opened_on date not null,
  last_seq bigint not null default 0,
  head_hash bytea not null default '\x0000000000000000000000000000000000000000000000000000000000000000',
  last_entered_at timestamptz not null default '-infinity',
  primary key (org_id, book_id),
  unique (org_id, body_kind, body_id)
);
select make_tenant('book');

create table journal (
  org_id uuid not null,
  book_id uuid not null,
  seq bigint not null,
  event_on date not null,
  entered_at timestamptz not null,
  -- the calendar day in India of entered_at: what "as known on" compares
  entered_on date not null,
  txid xid8 not null default pg_current_xact_id(),
  command_id uuid not null,
  narration text not null,
  reverses_seq bigint,
  source_kind text,
  source_id uuid,
  posting_count int not null check (posting_count >= 2),
  -- sha256 of the canonical body; hash = sha256(previous hash || seq || body)
  body_hash bytea not null,
  source_commitment bytea not null,
  hash bytea not null,
  primary key (org_id, book_id, seq),
  foreign key (org_id, book_id) references book,
  foreign key (org_id, book_id, reverses_seq) references journal (org_id, book_id, seq)
);
create index on journal (org_id, source_id);
create index on journal (org_id, command_id);
create index on journal (org_id, book_id, event_on);
create unique index journal_reversed_once on journal (org_id, book_id, reverses_seq) where reverses_seq is not null;
select make_tenant('journal', append_only => true);

-- No foreign key to journal: the statement trigger below proves more (same transaction, complete, balanced) at a third of the cost.
create table posting (
  org_id uuid not null,
  book_id uuid not null,
  seq bigint not null,
  line int not null,
  account text not null references account,
  amount_paise bigint not null check (amount_paise <> 0),
  party_id uuid not null default '00000000-0000-0000-0000-000000000000',
  item_id uuid not null default '00000000-0000-0000-0000-000000000000',
  event_on date not null,
  entered_on date not null,
  primary key (org_id, book_id, seq, line)
);
create index posting_by_account on posting (org_id, book_id, account, event_on);
create index posting_by_party on posting (org_id, party_id, event_on) where party_id <> '00000000-0000-0000-0000-000000000000';
select make_tenant('posting', append_only => true);

create function posting_balanced() returns trigger language plpgsql as $$
declare bad record;
begin
  select n.org_id, n.book_id, n.seq into bad
  from (select org_id, book_id, seq, sum(amount_paise) as total, count(*) as lines,
               min(event_on) as event_from, max(event_on) as event_to, min(entered_on) as entered_from, max(entered_on) as entered_to
        from added group by 1, 2, 3) n
  left join journal j on j.org_id = n.org_id and j.book_id = n.book_id and j.seq = n.seq
  where n.total <> 0 or j.seq is null or j.posting_count <> n.lines
     or j.event_on <> n.event_from or j.event_on <> n.event_to or j.entered_on <> n.entered_from or j.entered_on <> n.entered_to
     or j.txid <> pg_current_xact_id()
  limit 1;
  if found then
    raise exception 'ledger: journal % of book % is not one balanced whole', bad.seq, bad.book_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger posting_balanced after insert on posting referencing new table as added
  for each statement execute function posting_balanced();

create function journal_complete() returns trigger language plpgsql as $$
begin
  if (select count(*) from posting p where p.org_id = new.org_id and p.book_id = new.book_id and p.seq = new.seq) <> new.posting_count then
    raise exception 'ledger: journal % of book % has no complete postings', new.seq, new.book_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger journal_complete after insert on journal deferrable initially deferred
  for each row execute function journal_complete();

create function append_only() returns trigger language plpgsql as $$
begin
  raise exception 'ledger: % is append-only; a correction reverses', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on journal for each statement execute function append_only();
create trigger append_only before update or delete or truncate on posting for each statement execute function append_only();

-- Sums by (event month, entry month): any statement "as known on" a date scans only the broken months.
create table account_balance (
  org_id uuid not null,
  book_id uuid not null,
  account text not null references account,
  event_month date not null,
  entry_month date not null,
  debit_paise bigint not null,
  credit_paise bigint not null,
  primary key (org_id, book_id, account, event_month, entry_month),
  foreign key (org_id, book_id) references book
);
select make_tenant('account_balance');

create table party_balance (
  org_id uuid not null,
  book_id uuid not null,
  party_id uuid not null,
  account text not null references account,
  item_id uuid not null,
  event_month date not null,
  entry_month date not null,
  debit_paise bigint not null,
  credit_paise bigint not null,
  primary key (org_id, party_id, book_id, account, item_id, event_month, entry_month),
  foreign key (org_id, book_id) references book
);
create index on party_balance (org_id, book_id, account);
select make_tenant('party_balance');

create table period_close (
  org_id uuid not null,
  book_id uuid not null,
  period_close_id uuid not null,
  closed_to date not null,
  closed_by uuid not null,
  closed_at timestamptz not null default now(),
  reopened_by uuid,
  reopened_at timestamptz,
  reopen_reason text,
  primary key (org_id, book_id, period_close_id),
  foreign key (org_id, book_id) references book
);
select make_tenant('period_close');
