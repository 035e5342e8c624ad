-- Tables that somebody brings in: what was read, how its columns were understood, what became of each line.

create table import (
  org_id uuid not null references org,
  import_id uuid not null,
  kind text not null check (kind in ('places', 'groups', 'members', 'opening')),
  file_name text not null,
  file_hash text not null,
  -- field -> column, as decided for this table
  mapping jsonb not null,
  heading_line int not null,
  line_count int not null,
  -- all lines or none; else those that can be taken
  whole boolean not null default true,
  state text not null check (state in ('read', 'running', 'done', 'stopped', 'undone', 'discarded')),
  user_id uuid not null,
  read_at timestamptz not null,
  begun_at timestamptz,
  ended_at timestamptz,
  primary key (org_id, import_id)
);
create index on import (org_id, read_at desc);
select make_tenant('import');

-- The cells, without any full Aadhaar number; gone when the import ends.
create table import_draft (
  org_id uuid not null,
  import_id uuid not null,
  lines jsonb not null,
  primary key (org_id, import_id),
  foreign key (org_id, import_id) references import
);
select make_tenant('import_draft');

create table import_line (
  org_id uuid not null,
  import_id uuid not null,
  line int not null,
  outcome text not null check (outcome in ('applied', 'already', 'refused')),
  code text,
  params jsonb,
  field text,
  command_ids uuid[] not null default '{}',
  subject_kind text,
  subject_id uuid,
  primary key (org_id, import_id, line),
  foreign key (org_id, import_id) references import
);
create index on import_line (org_id, import_id, outcome, line);
select make_tenant('import_line');

-- How an organisation's own tables are understood, remembered by their headings.
create table import_mapping (
  org_id uuid not null references org,
  kind text not null,
  headings_hash text not null,
  mapping jsonb not null,
  primary key (org_id, kind, headings_hash)
);
select make_tenant('import_mapping');
