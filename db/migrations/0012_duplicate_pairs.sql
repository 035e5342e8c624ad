-- Pairs of records that may be one woman, kept in step by every write of a person: finding them anew compares everybody with everybody.
create table duplicate_pair (
  org_id uuid not null,
  left_id uuid not null,
  right_id uuid not null,
  score int not null check (score between 0 and 100),
  -- [{"code", "points", "likeness"}]: why, no personal data
  reasons jsonb not null,
  primary key (org_id, left_id, right_id),
  foreign key (org_id, left_id) references person,
  foreign key (org_id, right_id) references person,
  check (left_id < right_id)
);
create index on duplicate_pair (org_id, right_id);
create index on duplicate_pair (org_id, score desc, left_id, right_id);
select make_tenant('duplicate_pair');
