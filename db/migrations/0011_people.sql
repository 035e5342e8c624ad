-- Persons and households, their numbers, consents, merges, and the tokens a search runs on.

create table household (
  org_id uuid not null references org,
  household_id uuid not null,
  place_id uuid,
  label text,
  primary key (org_id, household_id),
  foreign key (org_id, place_id) references place
);
select make_tenant('household');

create table person (
  org_id uuid not null references org,
  person_id uuid not null,
  -- who she is now: herself, or the person she was merged into (kept in step with person_alias)
  now_id uuid not null,
  name_latin text,
  name_devanagari text,
  name_urdu text,
  relation_kind text check (relation_kind in ('husband', 'father', 'mother', 'guardian')),
  relation_name text,
  place_id uuid,
  household_id uuid,
  household_role text check (household_role in ('wife', 'husband', 'unmarried_child', 'head', 'other')),
  birth_year int,
  birth_date date,
  phone text check (phone ~ '^[6-9][0-9]{9}$'),
  photo_id uuid,
  picture_sign text,
  social_category text check (social_category in ('general', 'obc', 'sc', 'st', 'not_said')),
  flags text[] not null default '{}',
  note text,
  aadhaar_last_four text check (aadhaar_last_four ~ '^[0-9]{4}$'),
  aadhaar_consent_id uuid,
  registered_on date not null,
  left_on date,
  erased_on date,
  primary key (org_id, person_id),
  foreign key (org_id, now_id) references person deferrable initially deferred,
  foreign key (org_id, place_id) references place,
  foreign key (org_id, household_id) references household,
  check (erased_on is not null or coalesce(name_latin, name_devanagari, name_urdu) is not null)
);
create index on person (org_id, phone) where phone is not null;
create index on person (org_id, place_id);
create index on person (org_id, household_id);
create index on person (org_id, now_id);
select make_tenant('person');

create table person_craft (
  org_id uuid not null,
  person_id uuid not null,
  craft text not null,
  since_year int,
  primary key (org_id, person_id, craft),
  foreign key (org_id, person_id) references person
);
create index on person_craft (org_id, craft);
select make_tenant('person_craft');

-- Each field's history; values go when a leaver is erased, the line stays.
create table person_change (
  org_id uuid not null,
  change_id uuid not null,
  person_id uuid not null,
  field text not null,
  before jsonb,
  after jsonb,
  command_id uuid,
  user_id uuid not null,
  at timestamptz not null,
  primary key (org_id, change_id),
  foreign key (org_id, person_id) references person
);
create index on person_change (org_id, person_id, at);
select make_tenant('person_change');

create table person_identity (
  org_id uuid not null,
  identity_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('artisan_card', 'udyam', 'eshram', 'voter_card', 'ration_card', 'job_card', 'other')),
  number text not null,
  added_on date not null,
  primary key (org_id, identity_id),
  foreign key (org_id, person_id) references person
);
create index on person_identity (org_id, person_id);
create index on person_identity (org_id, kind, number);
select make_tenant('person_identity');

create table person_bank_account (
  org_id uuid not null,
  bank_account_id uuid not null,
  person_id uuid not null,
  number text not null check (number ~ '^[0-9]{9,18}$'),
  ifsc text not null,
  bank_name text,
  operated_by text not null check (operated_by in ('self', 'husband', 'son', 'other_family', 'agent', 'other')),
  added_on date not null,
  primary key (org_id, bank_account_id),
  foreign key (org_id, person_id) references person
);
create index on person_bank_account (org_id, person_id);
select make_tenant('person_bank_account');

create table consent (
  org_id uuid not null,
  consent_id uuid not null,
  person_id uuid not null,
  purpose text not null,
  language text not null check (language in ('en', 'hi', 'ur')),
  given_on date not null,
  withdrawn_on date,
  note text,
  recorded_by uuid not null,
  primary key (org_id, consent_id),
  foreign key (org_id, person_id) references person,
  check (withdrawn_on is null or withdrawn_on >= given_on)
);
create index on consent (org_id, person_id);
select make_tenant('consent');

-- Nothing of the alias is moved or deleted: from merged_on on she means the kept one, until undone_on.
create table person_alias (
  org_id uuid not null,
  alias_id uuid not null,
  kept_id uuid not null,
  merge_no int not null,
  merged_on date not null,
  undone_on date,
  reason text not null,
  undo_reason text,
  primary key (org_id, alias_id, merge_no),
  foreign key (org_id, alias_id) references person,
  foreign key (org_id, kept_id) references person,
  check (alias_id <> kept_id)
);
create unique index person_alias_standing on person_alias (org_id, alias_id) where undone_on is null;
create index on person_alias (org_id, kept_id);
select make_tenant('person_alias');

-- How long a leaver's personal fields are kept: dated, with its source.
create table person_retention (
  org_id uuid not null references org,
  from_on date not null,
  months int not null check (months between 0 and 600),
  source text not null,
  primary key (org_id, from_on)
);
select make_tenant('person_retention');

-- Byte order, so that a prefix is a range of the index.
create table person_token (
  org_id uuid not null,
  token text collate "C" not null,
  person_id uuid not null,
  primary key (org_id, token, person_id),
  foreign key (org_id, person_id) references person
);
-- for rewriting one person's tokens; without the token, else the search takes it for the better index
create index on person_token (org_id, person_id);
select make_tenant('person_token');

-- Search as one types. Row-level security would keep the planner from the best index, so this function is past it and names the
-- organisation itself: that of the transaction and no other. `words` = [{"p": [prefix, ...], "w": [points, ...]}, ...], most telling first.
-- `places` and `in_group` narrow to what the asker may see. One word alone looks at 500 candidates per prefix at most: she types on.
create function person_search(words jsonb, places uuid[], in_group uuid, at_most int)
returns table (person_id uuid, points int)
-- a prefix not known when planning looks unselective: only the index order is worth anything here
language plpgsql security definer set search_path = pg_catalog, public
  set enable_seqscan = off set enable_bitmapscan = off set jit = off stable rows 20 as $$
declare
  own uuid := nullif(current_setting('app.org', true), '')::uuid;
  count_words int := jsonb_array_length(words);
begin
  if own is null or count_words = 0 then return; end if;
  return query
  with prefix as materialized (
    select w.n::int as word, p.prefix, (w.word -> 'w' ->> (p.i - 1)::int)::int as weight
    from jsonb_array_elements(words) with ordinality as w(word, n)
      cross join lateral jsonb_array_elements_text(w.word -> 'p') with ordinality as p(prefix, i)
  ), hit as (
    select t.person_id as id, f.word, max(f.weight) as best from prefix f cross join lateral (
      select k.person_id from person_token k
      where k.org_id = own and k.token >= f.prefix and k.token < f.prefix || chr(1114111)
        and (places is null or exists (select from person q where q.org_id = own and q.person_id = k.person_id and q.place_id = any(places)))
        and (in_group is null or exists (select from membership m where m.org_id = own and m.person_id = k.person_id
          and m.group_id = in_group and m.left_on is null))
      limit case when count_words = 1 then 500 else 50000 end) t
    group by t.person_id, f.word
  ), best as (
    -- every word must be found, whichever way
    select hit.id, sum(hit.best)::int as points from hit group by hit.id having count(*) = count_words
    order by 2 desc limit 300
  )
  -- one look-up per candidate: a join is misplanned, since `best` is guessed to hold one row
  select p.now_id, max(best.points) from best cross join lateral (
    select q.now_id, q.name_latin, q.name_devanagari, q.name_urdu from person q where q.org_id = own and q.person_id = best.id offset 0) p
  group by p.now_id
  order by 2 desc, min(coalesce(p.name_latin, p.name_devanagari, p.name_urdu)), 1
  limit least(at_most, 100);
end $$;
revoke execute on function person_search from public;
grant execute on function person_search to bakhiya_app;
