-- Signing in. The tables of the sign-in library (better-auth 1.7, two-factor plug-in) as its own migration compiler wrote them,
-- in a schema that only bakhiya_auth may read; row-level security is off here, the app's role simply has no right.
-- What the library writes passes outside `perform`; auth_note puts its line into the organisation's audit trail.

create schema auth;
grant usage on schema auth to bakhiya_auth;

create table auth."user" (
  "id" text primary key,
  "name" text not null,
  "email" text not null unique,
  "emailVerified" boolean not null,
  "image" text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "twoFactorEnabled" boolean
);

-- The columns from "kind" on are ours. A renewed session names the one it replaces, which ends when the new one is first used:
-- an answer lost on the way signs nobody out.
create table auth.session (
  "id" text primary key,
  "expiresAt" timestamptz not null,
  "token" text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth."user" on delete cascade,
  "kind" text check ("kind" in ('office', 'phone')),
  "deviceId" text,
  "strongUntil" timestamptz,
  "rotatedAt" timestamptz,
  "replaces" text
);
create index on auth.session ("userId");
create index on auth.session ("expiresAt");

create table auth.account (
  "id" text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth."user" on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null,
  unique ("providerId", "accountId")
);
create index on auth.account ("userId");

create table auth.verification (
  "id" text primary key,
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index on auth.verification ("identifier");

create table auth."twoFactor" (
  "id" text primary key,
  "secret" text not null,
  "backupCodes" text not null,
  "userId" text not null references auth."user" on delete cascade,
  "verified" boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
create index on auth."twoFactor" ("secret");
create index on auth."twoFactor" ("userId");

-- Ours from here on.

-- Logins that db/demo made; they open nothing unless server_state.demo says that this database is the demo's.
create table auth.demo_login (user_id text primary key references auth."user" on delete cascade);

-- One secret per installation signs cookies and seals TOTP keys: every process on this database must use the same.
create table auth.installation (
  only_one boolean primary key default true check (only_one),
  secret text not null,
  created_at timestamptz not null default now()
);

-- Failures per account and per address. The key is a keyed hash: a list of phones that were tried is personal data too.
create table auth.attempt (
  kind text not null check (kind in ('account', 'address')),
  key text not null,
  failures int not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  primary key (kind, key)
);
create index on auth.attempt (last_at);

-- How long to wait after so many failures in a row. Many users share one address behind a village's mobile network, hence its longer patience.
create table auth.delay (
  kind text not null check (kind in ('account', 'address')),
  failures int not null check (failures > 0),
  wait_seconds int not null check (wait_seconds > 0),
  primary key (kind, failures)
);
insert into auth.delay values
  ('account', 5, 30), ('account', 6, 60), ('account', 7, 300), ('account', 8, 900), ('account', 9, 3600),
  ('address', 40, 30), ('address', 50, 60), ('address', 60, 300), ('address', 80, 900), ('address', 120, 3600);

-- Null while nothing is to be waited.
create function auth.wait_after(attempt_kind text, failures_so_far int) returns int language sql stable as $$
  select d.wait_seconds from auth.delay d where d.kind = attempt_kind and d.failures <= failures_so_far order by d.failures desc limit 1
$$;

-- A one-time code is taken once (RFC 6238 section 5.2).
create table auth.used_code (
  user_id text not null references auth."user" on delete cascade,
  code_hash text not null,
  until timestamptz not null,
  primary key (user_id, code_hash)
);

-- Session ages in seconds: idle until it ends, token renewed after, and the end whatever happens.
create table auth.session_age (
  kind text primary key check (kind in ('office', 'phone')),
  idle_seconds int not null,
  rotate_seconds int not null,
  absolute_seconds int not null
);
insert into auth.session_age values ('office', 43200, 3600, 604800), ('phone', 2592000, 86400, 31536000);

grant select, insert, update, delete on all tables in schema auth to bakhiya_auth;
grant select on server_state to bakhiya_auth;

-- The app's role ends sessions in the same transaction that revokes a user or a phone of its own organisation.
create function end_sessions_of(wanted_user uuid, wanted_device uuid default null) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare ended int;
begin
  if not exists (select from app_user where user_id = wanted_user and org_id = nullif(current_setting('app.org', true), '')::uuid) then
    return 0;
  end if;
  delete from auth.session where "userId" = wanted_user::text and (wanted_device is null or "deviceId" = wanted_device::text);
  get diagnostics ended = row_count;
  return ended;
end $$;
revoke execute on function end_sessions_of from public;
grant execute on function end_sessions_of to bakhiya_app;

-- What a session needs to know beyond the sign-in library: is she still active, must she choose a new secret, has the phone been revoked.
create function standing_of(wanted_user uuid, wanted_device uuid default null)
returns table (phone text, active boolean, must_change_secret boolean, device_revoked boolean, demo boolean)
language sql security definer set search_path = pg_catalog, public stable as $$
  select u.phone, u.state = 'active', u.must_change_secret,
    exists (select from device d where d.org_id = u.org_id and d.device_id = wanted_device and d.state = 'revoked'),
    (select s.demo from server_state s)
  from app_user u where u.user_id = wanted_user
$$;
revoke execute on function standing_of from public;
grant execute on function standing_of to bakhiya_auth;

-- The audit line of a sign-in, a failure, a sign-out or a changed secret, written by a role that cannot read the trail.
create function auth_note(wanted_user uuid, act text, result text, device uuid default null) returns void
language sql security definer set search_path = pg_catalog, public as $$
  insert into audit (org_id, user_id, device_id, action, subject_kind, subject_id, outcome)
  select u.org_id, u.user_id, device, 'auth.' || act, 'user', u.user_id, result from app_user u where u.user_id = wanted_user
$$;
revoke execute on function auth_note from public;
grant execute on function auth_note to bakhiya_auth;

-- Finding who signs in is the sign-in's business alone.
revoke execute on function sign_in_candidates from public;
grant execute on function sign_in_candidates to bakhiya_auth;
