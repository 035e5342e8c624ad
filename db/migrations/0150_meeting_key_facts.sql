-- What she was told of a loan voted at a meeting before she took the money: the statement as the phone showed it, whole, with its hash.
create table meeting_key_facts (
  org_id uuid not null,
  meeting_id uuid not null,
  loan_id uuid not null,
  statement jsonb not null,
  -- sha256 of the statement's canonical text, printed on her paper
  statement_hash text not null,
  way text not null check (way in ('signature', 'thumb', 'pin')),
  language text not null check (language in ('en', 'hi', 'ur')),
  witness text,
  photo_id uuid,
  acknowledged_at timestamptz not null,
  recorded_by uuid not null,
  entered_at timestamptz not null default now(),
  primary key (org_id, meeting_id, loan_id),
  foreign key (org_id, meeting_id) references meeting,
  foreign key (org_id, loan_id) references loan
);
create index on meeting_key_facts (org_id, loan_id);
select make_tenant('meeting_key_facts', append_only => true);
-- a leaver's name goes from what was shown to her; the hash stays
grant update (statement) on meeting_key_facts to bakhiya_app;
