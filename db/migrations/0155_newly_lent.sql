-- A loan that came over with the opening of a group's books stands in the portfolio, but was not lent on that day: no sum newly lent, and
-- no quarter in which it was given, since what was due on it before is not known.
create or replace view portfolio_loan with (security_invoker = true) as
  select l.org_id, l.loan_id, 'office' as lender, l.book_id, l.product_id, l.borrower_kind, l.borrower_id, l.purpose, l.number,
    case when l.borrower_kind = 'group' then l.borrower_id end as group_id, l.place_id, l.made_by as officer_id,
    s.disbursed_on, s.status, s.written_off_on,
    (select sum((e.event ->> 'paise')::bigint)::bigint from loan_event e where e.org_id = l.org_id and e.loan_id = l.loan_id
      and e.kind = 'disbursed' and not exists (select from loan_event_undone u
        where u.org_id = e.org_id and u.loan_id = e.loan_id and u.event_id = e.event_id)) as lent_paise,
    case when s.written_off_on is not null then (select f.written_off_paise from loan_effect f
      where f.org_id = l.org_id and f.loan_id = l.loan_id and f.written_off_paise > 0
      order by f.entered_at desc, f.effect_no desc limit 1) else 0 end as written_off_paise,
    s.disbursed_on as given_on
  from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
  where s.disbursed_on is not null
  union all
  select l.org_id, l.loan_id, 'group', l.book_id, null, l.borrower_kind, l.borrower_id, l.purpose, null,
    l.group_id, g.place_id, m.recorded_by, l.disbursed_on, l.state, null,
    case when l.source_kind <> 'cut_off' then l.principal_paise end, 0,
    case when l.source_kind <> 'cut_off' then l.disbursed_on end
  from loan l join groups g on g.org_id = l.org_id and g.group_id = l.group_id
  left join meeting m on m.org_id = l.org_id and m.meeting_id = l.source_id
  where l.state <> 'withdrawn';
