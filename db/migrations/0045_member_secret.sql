-- A member's own PIN or picture signs: opens her passbook, and nothing else, on any enrolled phone.

create table member_secret (
  org_id uuid not null,
  person_id uuid not null,
  way text not null check (way in ('pin', 'picture')),
  -- how the phone stretched it; the secret itself never travels
  salt text not null,
  iterations int not null,
  -- what the phones of her own group compare with, without signal
  phone_check text not null,
  -- Argon2id over the other half of what stretching gives: what the server compares with
  proof_hash text not null,
  -- eleven digits, see src/app/members/card.ts
  card_number text not null,
  wrong_tries int not null default 0,
  last_wrong_at timestamptz,
  locked_until timestamptz,
  set_by uuid not null,
  set_at timestamptz not null default now(),
  primary key (org_id, person_id),
  foreign key (org_id, person_id) references person
);
create index on member_secret (org_id, card_number);
select make_tenant('member_secret');

-- Who is erased leaves no way to guess what she chose.
create function forget_member_secret() returns trigger language plpgsql as $$
begin
  delete from member_secret where org_id = new.org_id and person_id = new.person_id;
  return new;
end $$;
create trigger forget_member_secret after update of erased_on on person
  for each row when (new.erased_on is not null) execute function forget_member_secret();

-- How she confirmed that a correction was read out to her; null for what was told before this was asked.
alter table correction add column told_way text check (told_way in ('word', 'pin', 'picture'));
