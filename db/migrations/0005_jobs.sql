-- Work that nobody waits for. `job` (0001) belongs to an organisation; `duty` is a round of the installation itself. Each is taken by
-- one process at a time, for a while: a process that died gives it back when that time is over.

create table duty (
  name text primary key,
  every_seconds int not null check (every_seconds > 0),
  run_at timestamptz not null default now(),
  taken_until timestamptz,
  -- failures in a row, and what the last one was: kind and code, never words that somebody typed
  failures int not null default 0,
  failed text,
  failed_at timestamptz,
  done_at timestamptz
);
insert into duty (name, every_seconds) values ('auth.sweep', 3600), ('commands.find_stuck', 60);
grant select, update on duty to bakhiya_app;

alter table job add column failed_at timestamptz;

-- One minute after the first failure, twice as long after each further one, at most six hours.
create function retry_wait(failures int) returns interval language sql immutable as $$
  select least(interval '1 minute' * power(2, least(greatest(failures, 1) - 1, 12)), interval '6 hours')
$$;

-- What a crash left behind: released (or its last parent applied) in one transaction, and never run in the next.
create index command_released on command (org_id, command_id) where status = 'released';
create index command_held on command (org_id, command_id) where status = 'held';
create function stuck_commands() returns table (org_id uuid, command_id uuid)
language sql security definer set search_path = pg_catalog, public stable as $$
  (select c.org_id, c.command_id from command c where c.status = 'released'
   union all
   select c.org_id, c.command_id from command c
   where c.status = 'held' and c.outcome ->> 'code' = 'door.waiting' and not exists (
     select from command_wait w where w.org_id = c.org_id and w.command_id = c.command_id and not exists (
       select from command p where p.org_id = w.org_id and p.command_id = w.waits_for and p.status in ('applied', 'settled')))
   union all
   select q.org_id, q.quarantine_id from quarantine q
   where q.decision = 'released' and q.settled_at < now() - interval '1 minute' and not exists (
     select from command k where k.org_id = q.org_id and k.command_id = q.quarantine_id))
  limit 200
$$;
revoke execute on function stuck_commands from public;
grant execute on function stuck_commands to bakhiya_app;
