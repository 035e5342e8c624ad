-- Self-help groups, village organisations, cluster federations and craft clusters; who belonged and who held office when.

create table groups (
  org_id uuid not null references org,
  group_id uuid not null,
  kind text not null check (kind in ('self_help_group', 'village_organisation', 'cluster_federation', 'craft_cluster')),
  name text not null,
  name_hi text,
  name_ur text,
  place_id uuid,
  parent_group_id uuid,
  book_id uuid,
  formed_on date not null,
  state text not null default 'active' check (state in ('active', 'dormant', 'closed')),
  -- practised on, posts nothing, counted nowhere
  practice boolean not null default false,
  size_exception text,
  photo_file_id uuid,
  primary key (org_id, group_id),
  foreign key (org_id, parent_group_id) references groups,
  foreign key (org_id, book_id) references book,
  foreign key (org_id, place_id) references place
);
create index on groups (org_id, parent_group_id);
create index on groups (org_id, place_id);
select make_tenant('groups');

create table membership (
  org_id uuid not null,
  group_id uuid not null,
  person_id uuid not null,
  joined_on date not null,
  -- the first day she is no member any more
  left_on date,
  leave_reason text,
  usual_compulsory_paise bigint,
  usual_voluntary_paise bigint,
  -- charged at meetings and not yet paid; a memo, since cash books post only what is paid
  fines_owed_paise bigint not null default 0 check (fines_owed_paise >= 0),
  primary key (org_id, group_id, person_id, joined_on),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, person_id) references person,
  check (left_on is null or left_on >= joined_on)
);
create index on membership (org_id, person_id);
select make_tenant('membership');

create table officer (
  org_id uuid not null,
  group_id uuid not null,
  person_id uuid not null,
  role text not null check (role in ('president', 'secretary', 'treasurer', 'signatory', 'bookkeeper')),
  from_on date not null,
  -- the first day she holds it no more
  until_on date,
  primary key (org_id, group_id, person_id, role, from_on),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, person_id) references person
);
select make_tenant('officer');

-- The group's rules as dated data: a change never rewrites what an earlier meeting was judged by.
create table group_rule (
  org_id uuid not null,
  group_id uuid not null,
  from_on date not null,
  rules jsonb not null,
  decided_by text,
  entered_at timestamptz not null default now(),
  primary key (org_id, group_id, from_on),
  foreign key (org_id, group_id) references groups
);
select make_tenant('group_rule');

create table bank_account (
  org_id uuid not null,
  bank_account_id uuid not null,
  group_id uuid not null,
  bank text not null,
  branch text,
  ifsc text,
  number text not null,
  -- how far it may go below zero (cash credit)
  limit_paise bigint not null default 0,
  opened_on date,
  closed_on date,
  primary key (org_id, bank_account_id),
  foreign key (org_id, group_id) references groups
);
create index on bank_account (org_id, group_id);
select make_tenant('bank_account');
