-- Backups of the whole installation: their key, where copies go, what ran and how it ended, and what the machine says of itself.
-- None of it belongs to one organisation; who may see it is asked by keeps_installation.

create table backup_key (
  only_one boolean primary key default true check (only_one),
  recovery_key text not null,
  made_at timestamptz not null default now()
);
grant select on backup_key to bakhiya_app;

create table backup_setting (
  only_one boolean primary key default true check (only_one),
  -- a folder on another disk; a stick with a folder bakhiya-backups is found by itself
  second_folder text
);
insert into backup_setting default values;
grant select on backup_setting to bakhiya_app;
grant update (second_folder) on backup_setting to bakhiya_app;

-- backup: a file was written; copy: the newest file was copied elsewhere; trial: it was restored into a throw-away place and compared;
-- restore: this database itself came from a backup.
create table backup_run (
  run_id uuid primary key,
  kind text not null check (kind in ('backup', 'copy', 'trial', 'restore')),
  reason text not null check (reason in ('daily', 'weekly', 'stop', 'asked', 'update', 'plugged')),
  state text not null check (state in ('asked', 'running', 'done', 'failed')),
  asked_at timestamptz not null default now(),
  ended_at timestamptz,
  -- the moment the saved rows are of
  saved_at timestamptz,
  path text,
  bytes bigint,
  row_count bigint,
  file_count bigint,
  progress_done bigint,
  progress_of bigint,
  -- code of the fault, for the sentence, and the operator's own words of it
  fault text,
  fault_detail text
);
create index on backup_run (kind, state, asked_at);
grant select, insert on backup_run to bakhiya_app;

-- What the process that serves sees of its machine, written every minute; a pair of numbers turns into words on the first page.
create table machine_state (
  only_one boolean primary key default true check (only_one),
  seen_at timestamptz not null default now(),
  disk_path text,
  disk_free_bytes bigint,
  disk_total_bytes bigint,
  -- how far the clock stands behind the last thing written, 0 when it does not
  clock_behind_seconds bigint not null default 0,
  -- by how much the clock was set while the process ran, with its sign, and when
  clock_jump_seconds bigint not null default 0,
  clock_jumped_at timestamptz
);
insert into machine_state default values;
grant select on machine_state to bakhiya_app;

-- Matters of the installation are for the organisation whose administrators stand above all others: every organisation that has one is it
-- or lies below it. Where unrelated ones share a server there is none, and its operator alone sees to them.
create function keeps_installation(wanted_org uuid) returns boolean
language sql security definer set search_path = pg_catalog, public stable as $$
  with recursive below as (
    select wanted_org as org_id
    union all select o.org_id from org o join below b on o.parent_org_id = b.org_id),
  administered as (
    select distinct g.org_id from user_grant g join app_user u on u.org_id = g.org_id and u.user_id = g.user_id
    where g.role = 'administrator' and g.scope_kind is null and u.state = 'active'
      and g.from_on <= current_date and (g.to_on is null or g.to_on >= current_date))
  select exists (select from administered a where a.org_id = wanted_org)
    and (not exists (select from administered a where a.org_id not in (select b.org_id from below b))
      -- the demo shows every page to each of its administrators
      or (select s.demo from server_state s))
$$;
revoke execute on function keeps_installation from public;
grant execute on function keeps_installation to bakhiya_app;
