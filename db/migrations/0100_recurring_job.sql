-- Recurring vouchers make themselves: a duty asks which books have any, of every organisation, and puts one job a book and day behind.
insert into duty (name, every_seconds) values ('accounts.find_recurring', 3600);

-- Only names what there is to do; the job itself acts inside its organisation. What could not be written within a month after a
-- recurring voucher ended or was stopped is left to a person.
create function recurring_books(on_day date) returns table (org_id uuid, book_id uuid, body_kind text, body_id uuid)
language sql security definer set search_path = pg_catalog, public stable as $$
  select b.org_id, b.book_id, b.body_kind, b.body_id from book b
  where exists (select from voucher_template t where t.org_id = b.org_id and t.book_id = b.book_id and t.first_on <= on_day
    and (t.stopped_on is null or t.stopped_on > on_day - 31) and (t.until_on is null or t.until_on > on_day - 31))
$$;
revoke execute on function recurring_books from public;
grant execute on function recurring_books to bakhiya_app;
