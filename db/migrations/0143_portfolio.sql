-- Knowing where the money is: how each loan stood on any day, of groups' own loans and of the office's, without reading instalments.

-- The day within an interval whose number (since 1900) ends in the most zeros. Intervals are kept under it in plain indexes; those that
-- hold a given day are all under the 22 numbers of its path (Kriegel, Pötke, Seidl, VLDB 2000: the relational interval tree).
-- The end with its last bits cleared, below the highest in which it differs from the day before the beginning. One expression, so that
-- it is reckoned in place; the half keeps the logarithm of whole powers of two on the right side.
create function stood_node(from_on date, until_on date) returns int language sql immutable parallel safe as $$
  select ((coalesce(until_on, date '9999-12-31') - date '1900-01-02')
      >> floor(ln(((from_on - date '1900-01-02') # (coalesce(until_on, date '9999-12-31') - date '1900-01-02')) + 0.5::float8) / ln(2::float8))::int)
    << floor(ln(((from_on - date '1900-01-02') # (coalesce(until_on, date '9999-12-31') - date '1900-01-02')) + 0.5::float8) / ln(2::float8))::int
$$;

-- The path of a day: nodes before it (their intervals must end after it) or from it on (they must begin by it).
create function stood_path(on_day date, is_before boolean) returns int[] language sql immutable parallel safe as $$
  select array_agg(n.node order by n.node) from (select on_day - date '1900-01-01' as d) day
  cross join generate_series(0, 21) k
  cross join lateral (select ((day.d >> (k + 1)) << (k + 1)) + (1 << k) as node) n
  where (n.node < day.d) = is_before
$$;

-- One row from each day on which something changed until the day of the next change. A loan that owes nothing (closed, written off,
-- withdrawn) has none. What a backdated event changes is written anew.
create table loan_stood (
  org_id uuid not null,
  loan_id uuid not null,
  from_on date not null,
  -- the first day it no longer stood so; null: still
  until_on date,
  outstanding_paise bigint not null check (outstanding_paise >= 0),
  -- due date of the oldest row not fully paid, past or to come
  oldest_unpaid_due_on date,
  is_rescheduled boolean not null,
  node int not null generated always as (stood_node(from_on, until_on)) stored,
  primary key (org_id, loan_id, from_on),
  check (until_on > from_on)
);
create index loan_stood_by_end on loan_stood (org_id, node, until_on);
create index loan_stood_by_begin on loan_stood (org_id, node, from_on);
select make_tenant('loan_stood');

create function loans_standing_on(org uuid, on_day date) returns setof loan_stood language sql stable parallel safe as $$
  select * from loan_stood s where s.org_id = org and s.node = any (stood_path(on_day, true)) and s.until_on > on_day
  union all
  select * from loan_stood s where s.org_id = org and s.node = any (stood_path(on_day, false)) and s.from_on <= on_day
    and (s.until_on is null or s.until_on > on_day)
$$;

-- What a loan is counted under. `officer_id`: who wrote the application, or recorded the meeting in which it was given.
create view portfolio_loan with (security_invoker = true) as
  select l.org_id, l.loan_id, 'office' as lender, l.book_id, l.product_id, l.borrower_kind, l.borrower_id, l.purpose, l.number,
    case when l.borrower_kind = 'group' then l.borrower_id end as group_id, l.place_id, l.made_by as officer_id,
    s.disbursed_on, s.status, s.written_off_on,
    (select sum((e.event ->> 'paise')::bigint)::bigint from loan_event e where e.org_id = l.org_id and e.loan_id = l.loan_id
      and e.kind = 'disbursed' and not exists (select from loan_event_undone u
        where u.org_id = e.org_id and u.loan_id = e.loan_id and u.event_id = e.event_id)) as lent_paise,
    case when s.written_off_on is not null then (select f.written_off_paise from loan_effect f
      where f.org_id = l.org_id and f.loan_id = l.loan_id and f.written_off_paise > 0
      order by f.entered_at desc, f.effect_no desc limit 1) else 0 end as written_off_paise
  from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
  where s.disbursed_on is not null
  union all
  select l.org_id, l.loan_id, 'group', l.book_id, null, l.borrower_kind, l.borrower_id, l.purpose, null,
    l.group_id, g.place_id, m.recorded_by, l.disbursed_on, l.state, null, l.principal_paise, 0
  from loan l join groups g on g.org_id = l.org_id and g.group_id = l.group_id
  left join meeting m on m.org_id = l.org_id and m.meeting_id = l.source_id
  where l.state <> 'withdrawn';
grant select on portfolio_loan to bakhiya_app;

-- Loans of before: their payments laid on their rows in order give every standing they had; the last is the one kept so far.
with given as (
  select org_id, loan_id, disbursed_on as on_day, principal_paise as lent, 0 as paid, 0 as principal from loan where state = 'active' or closed_on is not null
  union all select org_id, loan_id, paid_on, 0, fine_paise + fee_paise + interest_paise + principal_paise, principal_paise from loan_payment
  union all select e.org_id, e.loan_id, e.on_date, case when e.kind = 'disbursed' then (e.event ->> 'paise')::bigint else 0 end + f.capitalised_paise,
    f.fine_paise + f.fee_paise + f.interest_paise + f.principal_paise, f.principal_paise
  from loan_event e join lateral (select * from loan_effect f where f.org_id = e.org_id and f.loan_id = e.loan_id and f.event_id = e.event_id
    order by f.effect_no desc limit 1) f on true
  where not exists (select from loan_event_undone u where u.org_id = e.org_id and u.loan_id = e.loan_id and u.event_id = e.event_id)),
days as (
  select org_id, loan_id, on_day, lead(on_day) over of_loan as until_on, sum(sum(lent) - sum(principal)) over of_loan as outstanding,
    sum(sum(paid)) over of_loan as paid
  from given group by 1, 2, 3 window of_loan as (partition by org_id, loan_id order by on_day)),
asked as (
  select org_id, loan_id, due_on, sum(fine_paise + fee_paise + interest_paise + principal_paise) over (partition by org_id, loan_id order by no) as upto
  from (select org_id, loan_id, no, due_on, fine_paise, fee_paise, interest_paise, principal_paise from loan_row
    union all select org_id, loan_id, no, due_on, fine_paise, fee_paise, interest_paise, principal_paise from loan_run_row) r),
now as (
  select org_id, loan_id, principal_left_paise as outstanding, oldest_unpaid_due_on as oldest, state = 'active' as is_open, closed_on as ended_on,
    false as again from loan
  union all select org_id, loan_id, outstanding_paise, oldest_unpaid_due_on, status = 'active', coalesce(closed_on, written_off_on),
    rescheduled_on is not null from loan_standing)
insert into loan_stood (org_id, loan_id, from_on, until_on, outstanding_paise, oldest_unpaid_due_on, is_rescheduled)
select d.org_id, d.loan_id, d.on_day, coalesce(d.until_on, n.ended_on),
  case when d.until_on is null then n.outstanding else greatest(d.outstanding, 0) end,
  case when d.until_on is null then n.oldest else (select min(a.due_on) from asked a
    where a.org_id = d.org_id and a.loan_id = d.loan_id and a.upto > d.paid) end, n.again
from days d join now n on n.org_id = d.org_id and n.loan_id = d.loan_id
where (d.until_on is not null or n.is_open) and (n.ended_on is null or d.on_day < n.ended_on);
