-- The register of enterprises: what women or their groups trade as, and may borrow as.

-- What an enterprise does, as a list anybody chooses from; offered from its day until another. The same for all.
create table enterprise_activity (
  activity text not null,
  from_on date not null,
  -- the first day it is offered no more; who chose it before keeps it
  until_on date,
  name_en text not null,
  name_hi text not null,
  name_ur text not null,
  source text not null,
  primary key (activity),
  check (until_on > from_on)
);
grant select on enterprise_activity to bakhiya_app;

create table enterprise (
  org_id uuid not null references org,
  enterprise_id uuid not null,
  -- in as many scripts as were written; all three null once its last owner was erased
  name_en text,
  name_hi text,
  name_ur text,
  activity text references enterprise_activity,
  -- in free words, where the list has none
  activity_words text,
  place_id uuid not null,
  udyam text,
  started_on date not null,
  -- the first day it is an enterprise no more
  closed_on date,
  close_reason text,
  registered_by uuid not null,
  registered_at timestamptz not null,
  -- the command that wrote it, whose payload goes when the personal fields go
  command_id uuid,
  primary key (org_id, enterprise_id),
  unique (org_id, udyam),
  foreign key (org_id, place_id) references place,
  check (activity is null or activity_words is null),
  check (closed_on >= started_on)
);
create index on enterprise (org_id, place_id);
select make_tenant('enterprise', append_only => true);
grant update (name_en, name_hi, name_ur, activity, activity_words, place_id, udyam, closed_on, close_reason) on enterprise to bakhiya_app;

-- Who owns it, in hundredths of a percent: one set after the other, none changed. The parts of a set make 10,000; rules say so.
create table enterprise_owner (
  org_id uuid not null,
  enterprise_id uuid not null,
  set_no int not null check (set_no > 0),
  owner_no int not null check (owner_no > 0),
  person_id uuid,
  group_id uuid,
  share_bps int not null check (share_bps between 1 and 10000),
  from_on date not null,
  -- the first day on which it no longer holds; the same day as `from_on` where it was written wrong
  until_on date,
  entered_by uuid not null,
  entered_at timestamptz not null,
  primary key (org_id, enterprise_id, set_no, owner_no),
  foreign key (org_id, enterprise_id) references enterprise,
  foreign key (org_id, person_id) references person,
  foreign key (org_id, group_id) references groups,
  check (num_nonnulls(person_id, group_id) = 1),
  check (until_on >= from_on)
);
create index enterprise_owner_person on enterprise_owner (org_id, person_id) where person_id is not null;
create index enterprise_owner_group on enterprise_owner (org_id, group_id) where group_id is not null;
select make_tenant('enterprise_owner', append_only => true);
grant update (until_on) on enterprise_owner to bakhiya_app;

-- The one group an enterprise is counted under: that with the largest part, as owner itself or as the group of its owners.
create function enterprise_group(org uuid, enterprise uuid) returns uuid language sql stable parallel safe as $$
  select k.group_id from enterprise_owner o
  left join person p on p.org_id = o.org_id and p.person_id = o.person_id
  cross join lateral (
    select o.group_id where o.group_id is not null
    union all (select m.group_id from membership m join groups g on g.org_id = m.org_id and g.group_id = m.group_id
      where m.org_id = o.org_id and m.person_id in (o.person_id, p.now_id) and m.left_on is null and not g.practice
      order by m.joined_on limit 1)) k
  where o.org_id = org and o.enterprise_id = enterprise and o.until_on is null
  group by k.group_id order by sum(o.share_bps) desc, min(o.owner_no) limit 1
$$;

-- Loans to enterprises have an account of their own in the common chart.
alter table account drop constraint account_party_kind_check,
  add constraint account_party_kind_check check (party_kind in ('member', 'bank', 'fund', 'group', 'enterprise'));

-- As 0155; a loan to an enterprise is counted under the group of its owners.
create or replace view portfolio_loan with (security_invoker = true) as
  select l.org_id, l.loan_id, 'office' as lender, l.book_id, l.product_id, l.borrower_kind, l.borrower_id, l.purpose, l.number,
    case l.borrower_kind when 'group' then l.borrower_id when 'enterprise' then enterprise_group(l.org_id, l.borrower_id) end as group_id,
    l.place_id, l.made_by as officer_id,
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
