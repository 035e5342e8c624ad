-- Backups of the whole installation: their key, where copies go, what ran and how it ended, and what the machine says of itself.
-- None of it belongs to one organisation; who may see it is asked by is_installation_root.

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

-- Matters of the installation are for the one organisation at the top of it; where several share a server, for its operator alone.
create function is_installation_root(wanted_org uuid) returns boolean
language sql security definer set search_path = pg_catalog, public stable as $$
  select (select count(*) = 1 from org where parent_org_id is null)
    and exists (select from org where org_id = wanted_org and parent_org_id is null)
$$;
revoke execute on function is_installation_root from public;
grant execute on function is_installation_root to bakhiya_app;
