-- Savings of a group kept at its federation: paid in, taken out, interest added. The two journals are the two views of one event.
create table kept_saving (
  org_id uuid not null references org,
  entry_id uuid not null,
  group_id uuid not null,
  federation_id uuid not null,
  kind text not null check (kind in ('paid_in', 'withdrawn', 'interest')),
  on_date date not null,
  paise bigint not null check (paise > 0),
  reference text,
  book_id uuid not null,
  seq bigint not null,
  -- null: its meeting books it
  group_book_id uuid,
  group_seq bigint,
  recorded_by uuid not null,
  entered_at timestamptz not null,
  back_on date,
  back_seq bigint,
  group_back_seq bigint,
  back_by uuid,
  back_reason text,
  primary key (org_id, entry_id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, federation_id) references groups (org_id, group_id),
  foreign key (org_id, book_id, seq) references journal,
  foreign key (org_id, group_book_id, group_seq) references journal (org_id, book_id, seq),
  check ((group_book_id is null) = (group_seq is null)),
  check ((back_on is null) = (back_seq is null) and (back_on is null) = (back_by is null) and (back_on is null) = (back_reason is null))
);
create index kept_saving_of_group on kept_saving (org_id, group_id, on_date);
select make_tenant('kept_saving', append_only => true);
grant update (back_on, back_seq, group_back_seq, back_by, back_reason) on kept_saving to bakhiya_app;
