-- Double entry per book: append-only journals chained by hash, postings in signed paise (debit positive), balances kept in buckets.
-- The app's role may only read these tables; `ledger_post` is the one way in, and triggers prove every whole for the owner too.

create table account (
  code text primary key,
  name_en text not null,
  name_hi text not null,
  name_ur text not null,
  kind text not null check (kind in ('asset', 'liability', 'equity', 'income', 'expense', 'memo')),
  -- by whom the sub-ledger is kept, if by anyone
  party_kind text check (party_kind in ('member', 'bank', 'fund', 'group')),
  -- which ids a posting here must carry: party and item (one loan)
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
) with (fillfactor = 70);
-- append-only for the app: number, head and time are moved by `ledger_post` alone
select make_tenant('book', append_only => true);

create table journal (
  org_id uuid not null,
  book_id uuid not null,
  seq bigint not null,
  event_on date not null,
  -- never earlier than the journal before; whole milliseconds, since the hash covers it
  entered_at timestamptz not null,
  -- the calendar day in India of entered_at: what "as known on" compares
  entered_on date not null,
  txid xid8 not null default pg_current_xact_id(),
  command_id uuid not null,
  narration text not null,
  reverses_seq bigint,
  source_kind text not null,
  source_id uuid not null,
  posting_count int not null check (posting_count >= 2),
  -- sha256 of the canonical body (post.server.ts says of what); hash = sha256(hash before || number || entry time || body_hash)
  body_hash bytea not null,
  source_commitment bytea not null,
  hash bytea not null,
  primary key (org_id, book_id, seq),
  foreign key (org_id, book_id) references book,
  foreign key (org_id, book_id, reverses_seq) references journal (org_id, book_id, seq)
);
create index journal_by_source on journal (source_id);
create index journal_by_command on journal (command_id);
create index journal_by_event on journal (book_id, event_on);
create index journal_by_entry on journal (book_id, entered_on);
create unique index journal_reversed_once on journal (org_id, book_id, reverses_seq) where reverses_seq is not null;
select make_tenant('journal', append_only => true);

-- No foreign keys here and on the balances: `posting_whole` proves more, for a whole statement at once instead of row by row.
create table posting (
  org_id uuid not null,
  book_id uuid not null,
  seq bigint not null,
  line int not null,
  account text not null,
  amount_paise bigint not null check (amount_paise <> 0),
  party_id uuid not null default '00000000-0000-0000-0000-000000000000',
  item_id uuid not null default '00000000-0000-0000-0000-000000000000',
  event_on date not null,
  entered_on date not null,
  primary key (org_id, book_id, seq, line)
);
create index posting_by_account on posting (book_id, account, event_on);
create index posting_by_party on posting (party_id, event_on) where party_id <> '00000000-0000-0000-0000-000000000000';
select make_tenant('posting', append_only => true);

-- Sums by (event month, entry month): any statement "as known on" a date scans only the broken months.
create table account_balance (
  org_id uuid not null,
  book_id uuid not null,
  account text not null,
  event_month date not null,
  entry_month date not null,
  debit_paise bigint not null,
  credit_paise bigint not null,
  primary key (org_id, book_id, account, event_month, entry_month)
) with (fillfactor = 80);
select make_tenant('account_balance', append_only => true);

create table party_balance (
  org_id uuid not null,
  book_id uuid not null,
  party_id uuid not null,
  account text not null,
  item_id uuid not null,
  event_month date not null,
  entry_month date not null,
  debit_paise bigint not null,
  credit_paise bigint not null,
  primary key (org_id, book_id, party_id, account, item_id, event_month, entry_month)
) with (fillfactor = 80);
create index party_balance_by_party on party_balance (party_id);
select make_tenant('party_balance', append_only => true);

revoke insert on journal, posting, account_balance, party_balance from bakhiya_app;

-- A closed period takes no entry dated in it; reopening is written on the same row and never removed.
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
  foreign key (org_id, book_id) references book,
  check ((reopened_at is null) = (reopened_by is null) and (reopened_at is null) = (reopen_reason is null))
);
create unique index period_closed_once on period_close (org_id, book_id, closed_to) where reopened_at is null;
select make_tenant('period_close', append_only => true);
grant update (reopened_by, reopened_at, reopen_reason) on period_close to bakhiya_app;

create function month_of(day date) returns date language sql immutable parallel safe as $$
  select day - (extract(day from day)::int - 1)
$$;

-- Every insert of postings is proved as a whole (complete, balanced, in its journal's own transaction, every account known and
-- named by the party and item it is kept by), then added to the buckets.
create function posting_whole() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  bad record;
begin
  select n.book_id, n.seq into bad
  from (select a.org_id, a.book_id, a.seq, sum(a.amount_paise) as total, count(*) as lines, min(a.line) as first_line,
          max(a.line) as last_line, min(a.event_on) as event_from, max(a.event_on) as event_to, min(a.entered_on) as entered_from,
          max(a.entered_on) as entered_to,
          bool_or(c.code is null or (c.needs_party and a.party_id = nobody) or (c.needs_item and a.item_id = nobody)) as misplaced
        from added a left join account c on c.code = a.account group by 1, 2, 3) n
  left join journal j on j.org_id = n.org_id and j.book_id = n.book_id and j.seq = n.seq
  where n.total <> 0 or n.misplaced or j.seq is null or j.posting_count <> n.lines or n.first_line <> 1 or n.last_line <> n.lines
     or j.event_on <> n.event_from or j.event_on <> n.event_to or j.entered_on <> n.entered_from or j.entered_on <> n.entered_to
     or j.txid <> pg_current_xact_id()
  limit 1;
  if found then
    raise exception 'ledger: journal % of book % is not one balanced whole', bad.seq, bad.book_id using errcode = 'check_violation';
  end if;
  insert into account_balance as t (org_id, book_id, account, event_month, entry_month, debit_paise, credit_paise)
    select org_id, book_id, account, month_of(event_on), month_of(entered_on), sum(greatest(amount_paise, 0)), sum(greatest(-amount_paise, 0))
    from added group by 1, 2, 3, 4, 5 order by 1, 2, 3
    on conflict (org_id, book_id, account, event_month, entry_month)
      do update set debit_paise = t.debit_paise + excluded.debit_paise, credit_paise = t.credit_paise + excluded.credit_paise;
  insert into party_balance as t (org_id, book_id, party_id, account, item_id, event_month, entry_month, debit_paise, credit_paise)
    select org_id, book_id, party_id, account, item_id, month_of(event_on), month_of(entered_on), sum(greatest(amount_paise, 0)),
      sum(greatest(-amount_paise, 0))
    from added where party_id <> nobody group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5
    on conflict (org_id, book_id, party_id, account, item_id, event_month, entry_month)
      do update set debit_paise = t.debit_paise + excluded.debit_paise, credit_paise = t.credit_paise + excluded.credit_paise;
  return null;
end $$;
create trigger posting_whole after insert on posting referencing new table as added
  for each statement execute function posting_whole();

-- Runs at the end of the statement that brings journal and postings together: with a last line there, `posting_whole` proved the rest.
create function journal_whole() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare bad record;
begin
  select a.book_id, a.seq into bad from added a
  where not exists (select from posting p where p.org_id = a.org_id and p.book_id = a.book_id and p.seq = a.seq and p.line = a.posting_count)
     or (a.seq > 1 and not exists (select from journal j where j.org_id = a.org_id and j.book_id = a.book_id and j.seq = a.seq - 1))
  limit 1;
  if found then
    raise exception 'ledger: journal % of book % stands without its postings or its predecessor', bad.seq, bad.book_id
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger journal_whole after insert on journal referencing new table as added
  for each statement execute function journal_whole();

create function append_only() returns trigger language plpgsql as $$
begin
  raise exception 'ledger: % is append-only; a correction reverses', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on journal for each statement execute function append_only();
create trigger append_only before update or delete or truncate on posting for each statement execute function append_only();
create trigger append_only before delete or truncate on account for each statement execute function append_only();
create trigger append_only before delete or truncate on book for each statement execute function append_only();
create trigger append_only before delete or truncate on period_close for each statement execute function append_only();

-- A closing waits for postings under way, and postings that come later see it: both take the book first.
create function period_close_locks_book() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform from book b where b.org_id = new.org_id and b.book_id = new.book_id for no key update;
  return new;
end $$;
create trigger period_close_locks_book before insert or update on period_close for each row execute function period_close_locks_book();

-- The only way a journal comes into being. Answers 'posted' with number and hash, or why not: 'missing' (no such book), 'closed'
-- (on_date = closed to), 'clock' (the server's clock stands before the last journal), 'future' (on_date = the day in India),
-- 'reversed' (seq = the journal that reverses it already), 'not_there' (nothing to reverse), 'before' (dated before what it reverses).
create function ledger_post(
  in p_org uuid, in p_book uuid, in p_now timestamptz, in p_event_on date, in p_command uuid, in p_narration text, in p_reverses bigint,
  in p_source_kind text, in p_source_id uuid, in p_body bytea, in p_commitment bytea,
  in p_accounts text[], in p_amounts bigint[], in p_parties uuid[], in p_items uuid[],
  out status text, out seq bigint, out hash bytea, out on_date date)
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  head record;
  entered timestamptz;
  before_on date;
begin
  if p_org is distinct from nullif(current_setting('app.org', true), '')::uuid then
    raise exception 'ledger: another organisation''s book' using errcode = 'insufficient_privilege';
  end if;
  -- the lock first: what follows reads with a newer snapshot than whoever held it
  select b.last_seq, b.head_hash, b.last_entered_at into head from book b
    where b.org_id = p_org and b.book_id = p_book for no key update;
  if not found then status := 'missing'; return; end if;
  select max(c.closed_to) into on_date from period_close c
    where c.org_id = p_org and c.book_id = p_book and c.reopened_at is null and c.closed_to >= p_event_on;
  if on_date is not null then status := 'closed'; return; end if;
  -- a transaction that waited for this lock may hold a slightly older time; more is a wrong clock
  if head.last_entered_at > p_now + interval '2 minutes' then status := 'clock'; return; end if;
  entered := greatest(head.last_entered_at, date_trunc('milliseconds', p_now));
  on_date := (entered at time zone 'Asia/Kolkata')::date;
  if p_event_on > on_date then status := 'future'; return; end if;
  if p_reverses is not null then
    select j.seq into seq from journal j where j.org_id = p_org and j.book_id = p_book and j.reverses_seq = p_reverses;
    if found then status := 'reversed'; return; end if;
    select j.event_on into before_on from journal j where j.org_id = p_org and j.book_id = p_book and j.seq = p_reverses;
    if not found then status := 'not_there'; return; end if;
    if before_on > p_event_on then status := 'before'; on_date := before_on; return; end if;
    if exists ((select r.account, -r.amount_paise, r.party_id, r.item_id from posting r
                where r.org_id = p_org and r.book_id = p_book and r.seq = p_reverses)
               except (select * from unnest(p_accounts, p_amounts, p_parties, p_items)))
      or cardinality(p_accounts) <> (select j.posting_count from journal j where j.org_id = p_org and j.book_id = p_book and j.seq = p_reverses)
    then
      raise exception 'ledger: not the exact opposite of journal % of book %', p_reverses, p_book using errcode = 'check_violation';
    end if;
  end if;
  seq := head.last_seq + 1;
  hash := sha256(head.head_hash || int8send(seq) || int8send((extract(epoch from entered) * 1000)::bigint) || p_body);
  update book b set last_seq = ledger_post.seq, last_entered_at = entered, head_hash = ledger_post.hash
    where b.org_id = p_org and b.book_id = p_book;
  with j as (
    insert into journal (org_id, book_id, seq, event_on, entered_at, entered_on, command_id, narration, reverses_seq, source_kind, source_id,
      posting_count, body_hash, source_commitment, hash)
    values (p_org, p_book, ledger_post.seq, p_event_on, entered, on_date, p_command, p_narration, p_reverses, p_source_kind, p_source_id,
      cardinality(p_accounts), p_body, p_commitment, ledger_post.hash))
  insert into posting (org_id, book_id, seq, line, account, amount_paise, party_id, item_id, event_on, entered_on)
    select p_org, p_book, ledger_post.seq, l.line, l.account, l.amount, l.party, l.item, p_event_on, on_date
    from unnest(p_accounts, p_amounts, p_parties, p_items) with ordinality as l(account, amount, party, item, line);
  status := 'posted';
end $$;
revoke execute on function ledger_post from public;
grant execute on function ledger_post to bakhiya_app;
