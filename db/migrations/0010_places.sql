-- Places: the shared reference tree (not tenant) and each organisation's own tree, adopted from it and grown below it.

create table ref_place (
  ref_place_id uuid primary key,
  key text not null unique,
  parent_ref_place_id uuid references ref_place,
  kind text not null check (kind in ('country','state','district','block','municipal_corporation','zone','ward','old_ward',
    'gram_panchayat','village','hamlet','mohalla','cluster_area')),
  code text,
  lgd_code text,
  census2011 text,
  name_en text not null,
  name_hi text,
  name_ur text,
  other_names jsonb not null default '{}',
  valid_from date,
  valid_to date,
  source text not null,
  needs_hindi boolean generated always as (name_hi is null) stored,
  needs_urdu boolean generated always as (name_ur is null) stored,
  -- columns an administrator corrected: a later load leaves them alone
  corrected_fields text[] not null default '{}',
  check (valid_to is null or valid_from is null or valid_from <= valid_to)
);
create index ref_place_parent on ref_place (parent_ref_place_id);
create index ref_place_lgd on ref_place (kind, lgd_code);

-- A new ward bears the name of an old one. By name only: no claim about the boundary, and never by number.
create table ref_ward_hint (
  ref_place_id uuid not null references ref_place,
  old_ref_place_id uuid not null references ref_place,
  match text not null check (match in ('name','family')),
  primary key (ref_place_id, old_ref_place_id)
);

create table place (
  org_id uuid not null references org,
  place_id uuid not null,
  parent_id uuid,
  ref_place_id uuid references ref_place,
  kind text not null check (kind in ('country','state','district','block','municipal_corporation','zone','ward','old_ward',
    'gram_panchayat','village','hamlet','mohalla','cluster_area')),
  code text,
  lgd_code text,
  name_en text not null,
  name_hi text,
  name_ur text,
  valid_from date,
  valid_to date,
  -- the key of an imported list, so that the list can be imported again
  import_key text,
  primary key (org_id, place_id),
  foreign key (org_id, parent_id) references place,
  unique (org_id, ref_place_id),
  unique (org_id, import_key),
  check (valid_to is null or valid_from is null or valid_from <= valid_to)
);
create index place_parent on place (org_id, parent_id);
select make_tenant('place');
grant select on ref_place, ref_ward_hint to bakhiya_app;
