-- From when on which sign is worth a look in one organisation; where it says nothing, the reference data (tell_rules) holds.
create table tell_setting (
  org_id uuid not null references org,
  from_on date not null,
  content jsonb not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (org_id, from_on, set_at),
  foreign key (org_id, set_by) references app_user
);
select make_tenant('tell_setting', append_only => true);
