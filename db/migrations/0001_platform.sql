-- The ground of every other table: organisations, the one door's memory, audit, rights, devices.
-- Every tenant table leads its keys by org_id and is closed by row-level security; `make_tenant` does both the same way everywhere.

create extension if not exists pg_trgm;

-- Two settings per transaction: app.org = the organisation acted in (writes), app.orgs = those visible (reads).
-- After set_config(..., true) a setting becomes '' again, hence nullif; the sub-select is evaluated once per query.
create function make_tenant(tenant regclass, append_only boolean default false) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenant);
  execute format($p$create policy tenant on %s
      using (org_id = any ((select nullif(current_setting('app.orgs', true), '')::uuid[])::uuid[]))
      with check (org_id = (select nullif(current_setting('app.org', true), '')::uuid))$p$, tenant);
  execute format('grant select, insert on %s to bakhiya_app', tenant);
  if not append_only then
    execute format('grant update, delete on %s to bakhiya_app', tenant);
  end if;
end $$;

-- One row. The epoch is renewed by every restore, so that phones notice a server that went back in time.
create table server_state (
  only_one boolean primary key default true check (only_one),
  epoch uuid not null default gen_random_uuid(),
  demo boolean not null default false,
  created_at timestamptz not null default now()
);
insert into server_state default values;
grant select on server_state to bakhiya_app;

create table org (
  org_id uuid primary key,
  parent_org_id uuid references org,
  kind text not null check (kind in ('mission', 'district', 'federation', 'trust')),
  name text not null,
  name_hi text,
  name_ur text,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);
create index on org (parent_org_id);
select make_tenant('org');

-- Every write passes here once: its id, what was asked, and what was answered.
create table command (
  org_id uuid not null references org,
  command_id uuid not null,
  name text not null,
  schema_version int not null,
  user_id uuid not null,
  device_id uuid,
  device_seq bigint,
  prev_hash text,
  business_date date,
  device_at timestamptz,
  received_at timestamptz not null default now(),
  -- null once a leaver's personal fields were erased; the commitment stays and no chain breaks
  payload jsonb,
  payload_hash text not null,
  payload_salt bytea,
  payload_commitment bytea not null,
  status text not null check (status in ('running', 'applied', 'refused', 'held', 'released', 'settled')),
  outcome jsonb,
  replaces uuid,
  scope_kind text,
  scope_id uuid,
  txid xid8 not null default pg_current_xact_id(),
  primary key (org_id, command_id)
);
create index on command (org_id, device_id, user_id, device_seq);
create index on command (org_id, status, received_at) where status in ('held', 'refused');
create index on command (org_id, scope_id, received_at);
select make_tenant('command');

-- A held command waits for another (early is not wrong) or for a person (waits_for is null).
create table command_wait (
  org_id uuid not null,
  command_id uuid not null,
  waits_for uuid not null,
  primary key (org_id, waits_for, command_id),
  foreign key (org_id, command_id) references command
);
select make_tenant('command_wait');

create table audit (
  org_id uuid not null references org,
  audit_id bigint generated always as identity,
  at timestamptz not null default now(),
  user_id uuid not null,
  device_id uuid,
  action text not null,
  command_id uuid,
  subject_kind text,
  subject_id uuid,
  outcome text not null,
  detail jsonb,
  primary key (org_id, audit_id)
);
create index on audit (org_id, at);
create index on audit (org_id, subject_id);
select make_tenant('audit', append_only => true);

-- What changed for phones to pull: by transaction id with the snapshot's xmin as horizon, never by time.
create table change (
  org_id uuid not null references org,
  change_id bigint generated always as identity,
  txid xid8 not null default pg_current_xact_id(),
  scope_id uuid not null,
  kind text not null,
  doc_id uuid not null,
  primary key (org_id, change_id)
);
create index on change (org_id, scope_id, txid);
select make_tenant('change');

-- Users are people who sign in; grants say in which role and where. The sign-in library keeps its own schema `auth`.
create table app_user (
  org_id uuid not null references org,
  user_id uuid not null,
  person_id uuid,
  name text not null,
  phone text not null,
  locale text not null default 'en' check (locale in ('en', 'hi', 'ur')),
  state text not null default 'active' check (state in ('active', 'revoked')),
  must_change_secret boolean not null default false,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (org_id, user_id),
  unique (org_id, phone)
);
select make_tenant('app_user');

create table user_grant (
  org_id uuid not null,
  user_id uuid not null,
  role text not null,
  scope_kind text check (scope_kind in ('place', 'group', 'person')),
  scope_id uuid not null default '00000000-0000-0000-0000-000000000000',
  from_on date not null default current_date,
  to_on date,
  txid xid8 not null default pg_current_xact_id(),
  primary key (org_id, user_id, role, scope_id, from_on),
  foreign key (org_id, user_id) references app_user
);
select make_tenant('user_grant');

create table device (
  org_id uuid not null references org,
  device_id uuid not null,
  user_id uuid not null,
  label text not null default '',
  -- SPKI (base64url) of the ECDSA P-256 key that signs this enrolment's commands
  sign_key text,
  certificate text,
  -- every recovery code this phone ever sealed for the office; an old rescue file opens with the code of its day
  escrow jsonb not null default '[]',
  -- the highest device_seq up to which every command is here
  last_seq_known bigint not null default 0,
  state text not null default 'active' check (state in ('enrolling', 'active', 'revoked')),
  enrolled_at timestamptz not null default now(),
  last_seen_at timestamptz,
  unsent_count int,
  unsent_paise bigint,
  app_version text,
  revoked_at timestamptz,
  primary key (org_id, device_id),
  foreign key (org_id, user_id) references app_user
);
create index on device (org_id, user_id);
select make_tenant('device');

create table enrolment (
  org_id uuid not null references org,
  enrolment_id uuid not null,
  token_hash text not null,
  user_id uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  device_id uuid,
  primary key (org_id, enrolment_id),
  unique (org_id, token_hash),
  foreign key (org_id, user_id) references app_user
);
select make_tenant('enrolment');

-- Commands of a revoked user's phone wait here, unread by anyone, until a supervisor releases or refuses them.
create table quarantine (
  org_id uuid not null references org,
  quarantine_id uuid not null,
  device_id uuid not null,
  user_id uuid not null,
  envelope jsonb not null,
  arrived_at timestamptz not null default now(),
  settled_at timestamptz,
  settled_by uuid,
  decision text check (decision in ('released', 'refused')),
  primary key (org_id, quarantine_id)
);
select make_tenant('quarantine');

create table file (
  org_id uuid not null references org,
  file_id uuid not null,
  sha256 text not null,
  media_type text not null,
  bytes bigint not null,
  purpose text not null,
  scope_kind text,
  scope_id uuid,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  primary key (org_id, file_id)
);
select make_tenant('file');

create table job (
  org_id uuid not null references org,
  job_id uuid not null,
  name text not null,
  payload jsonb not null default '{}',
  run_at timestamptz not null,
  taken_until timestamptz,
  done_at timestamptz,
  failed text,
  attempts int not null default 0,
  primary key (org_id, job_id)
);
create index on job (run_at) where done_at is null;
select make_tenant('job');

-- Signing keys of this installation (receipts, device certificates): the private half is read only by the app's own code path.
create table signing_key (
  key_id uuid primary key,
  purpose text not null,
  public_spki text not null,
  private_pkcs8 text not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
grant select, insert on signing_key to bakhiya_app;

-- A user finds her organisation by her phone number before any organisation is known: three narrow doors past row-level security.
create function sign_in_candidates(phone_number text)
returns table (org_id uuid, user_id uuid, name text, state text, org_name text)
language sql security definer set search_path = pg_catalog, public stable as $$
  select u.org_id, u.user_id, u.name, u.state, o.name from app_user u join org o using (org_id) where u.phone = phone_number
$$;
create function actor_of(wanted_user uuid)
returns table (org_id uuid, user_id uuid, name text, locale text, state text, person_id uuid, grants jsonb, org_ids uuid[])
language sql security definer set search_path = pg_catalog, public stable as $$
  with recursive mine as (select * from app_user u where u.user_id = wanted_user),
  below as (
    select o.org_id from org o join mine m on m.org_id = o.org_id
    union all select o.org_id from org o join below b on o.parent_org_id = b.org_id)
  select m.org_id, m.user_id, m.name, m.locale, m.state, m.person_id,
    coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'scopeKind', g.scope_kind, 'scopeId', g.scope_id))
              from user_grant g where g.org_id = m.org_id and g.user_id = m.user_id
                and g.from_on <= current_date and (g.to_on is null or g.to_on >= current_date)), '[]'),
    (select array_agg(b.org_id) from below b)
  from mine m
$$;
create function enrolment_of(wanted_hash text)
returns table (org_id uuid, enrolment_id uuid, user_id uuid, expires_at timestamptz, used_at timestamptz)
language sql security definer set search_path = pg_catalog, public stable as $$
  select e.org_id, e.enrolment_id, e.user_id, e.expires_at, e.used_at from enrolment e where e.token_hash = wanted_hash
$$;
create function job_orgs(at timestamptz) returns table (org_id uuid, job_id uuid)
language sql security definer set search_path = pg_catalog, public stable as $$
  select j.org_id, j.job_id from job j where j.done_at is null and j.run_at <= at and (j.taken_until is null or j.taken_until < at)
  order by j.run_at limit 20
$$;
-- A revoked user has no session any more, yet her phone must hear of it and hand over what it holds.
create function device_anywhere(wanted_device uuid)
returns table (org_id uuid, device_id uuid, user_id uuid, state text, sign_key text, user_state text)
language sql security definer set search_path = pg_catalog, public stable as $$
  select d.org_id, d.device_id, d.user_id, d.state, d.sign_key, u.state from device d
  join app_user u on u.org_id = d.org_id and u.user_id = d.user_id where d.device_id = wanted_device
$$;
