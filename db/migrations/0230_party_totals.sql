-- What stands today between a book and a party on an account, in one row: the buckets of `party_balance` are one per month, and a group of
-- ten years would read thousands of them to judge one meeting. What is kept by item (a loan) is not here: its own rows say what is left.
create table party_total (
  org_id uuid not null,
  book_id uuid not null,
  party_id uuid not null,
  account text not null,
  -- Debit positive.
  paise bigint not null,
  primary key (org_id, book_id, party_id, account)
) with (fillfactor = 80);
select make_tenant('party_total', append_only => true);
revoke insert on party_total from bakhiya_app;

insert into party_total (org_id, book_id, party_id, account, paise)
  select org_id, book_id, party_id, account, sum(debit_paise - credit_paise) from party_balance
  where item_id = '00000000-0000-0000-0000-000000000000' group by 1, 2, 3, 4;

-- As in 0020, with the totals. A journal is looked up from its postings (`offset 0`): a planner that knows the tables small yet would walk
-- every journal of every book for each meeting.
create or replace function posting_whole() returns trigger language plpgsql set search_path = pg_catalog, public as $$
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
  left join lateral (
    select * from journal q where q.org_id = n.org_id and q.book_id = n.book_id and q.seq = n.seq offset 0) j on true
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
  insert into party_total as t (org_id, book_id, party_id, account, paise)
    select org_id, book_id, party_id, account, sum(amount_paise)
    from added where party_id <> nobody and item_id = nobody group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (org_id, book_id, party_id, account) do update set paise = t.paise + excluded.paise;
  return null;
end $$;

create or replace function journal_whole() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare bad record;
begin
  -- looked up one by one, as above: a subquery of one value is never turned into a join
  select a.book_id, a.seq into bad from added a
  where (select p.line from posting p
      where p.org_id = a.org_id and p.book_id = a.book_id and p.seq = a.seq and p.line = a.posting_count) is null
    or a.seq > 1 and (select j.seq from journal j where j.org_id = a.org_id and j.book_id = a.book_id and j.seq = a.seq - 1) is null
  limit 1;
  if found then
    raise exception 'ledger: journal % of book % stands without its postings or its predecessor', bad.seq, bad.book_id
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
