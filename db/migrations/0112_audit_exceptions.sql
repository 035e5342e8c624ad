-- From where on an entry is looked at: dated, an organisation's own or the house's.

create table ref_audit_limit (
  name text not null,
  from_on date not null,
  value bigint not null,
  source text not null,
  primary key (name, from_on)
);
grant select on ref_audit_limit to bakhiya_app;
insert into ref_audit_limit (name, from_on, value, source) values
  ('back_dated_days', '2000-01-01', 15, 'House: two weeks for a phone without signal, and a day'),
  ('hours_from', '2000-01-01', 420, 'House: 07:00 in India, in minutes of the day'),
  ('hours_to', '2000-01-01', 1260, 'House: 21:00 in India, in minutes of the day'),
  ('round_from_paise', '2000-01-01', 1000000, 'House: Rs 10,000'),
  ('round_multiple_paise', '2000-01-01', 500000, 'House: whole Rs 5,000'),
  ('split_limit_paise', '2000-01-01', 2000000, 'Income-tax Act 1961, s. 40A(3), cash paid to one person in a day until 31 March 2017'),
  ('split_limit_paise', '2017-04-01', 1000000, 'Income-tax Act 1961, s. 40A(3) as amended by the Finance Act 2017'),
  ('split_entries', '2000-01-01', 2, 'House: two entries are several'),
  ('split_share_bps', '2000-01-01', 5000, 'House: from half of the limit on an entry is just under it');

create table audit_limit (
  org_id uuid not null references org,
  name text not null,
  from_on date not null,
  value bigint not null check (value >= 0),
  decided_by text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (org_id, name, from_on, set_at)
);
select make_tenant('audit_limit', append_only => true);

-- Few journals are late, reversed or large; an index of those alone keeps posting cheap. A limit set below the bound scans the period.
create index journal_late on journal (book_id, event_on) where entered_on - event_on > 7;
create index posting_large on posting (book_id, event_on) where amount_paise >= 500000;
create index period_reopened on period_close (book_id, reopened_at) where reopened_at is not null;
