-- An officer who forgot the PIN or picture signs she confirms with sets new ones on the phone while another officer stands in for her.
-- The secret never leaves the phone; that it was changed, and who stood in, stays written.
create table officer_pin_reset (
  org_id uuid not null,
  reset_id uuid not null,
  group_id uuid not null,
  person_id uuid not null,
  vouched_by uuid not null check (vouched_by <> person_id),
  way text not null check (way in ('pin', 'picture')),
  set_on date not null,
  -- the voucher's own signature on her phone: evidence beside the device's
  signature text not null,
  recorded_by uuid not null,
  device_id uuid,
  entered_at timestamptz not null default now(),
  primary key (org_id, reset_id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, person_id) references person,
  foreign key (org_id, vouched_by) references person
);
create index on officer_pin_reset (org_id, group_id, entered_at);
select make_tenant('officer_pin_reset', append_only => true);
