-- Asked after every applied command, in a breath with its commit: a transaction with settings of its own for this one look cost more than it.
create function command_awaited(wanted_org uuid, wanted_command uuid) returns boolean
language sql security definer set search_path = pg_catalog, public stable as $$
  select exists (select from command_wait w where w.org_id = wanted_org and w.waits_for = wanted_command)
$$;
