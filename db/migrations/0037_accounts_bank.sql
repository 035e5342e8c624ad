-- Bank statements read in, and which of their lines stand for which entries of the book. Mappings remembered for banks and for Tally.

create table bank_statement (
  org_id uuid not null,
  book_id uuid not null,
  statement_id uuid not null,
  head_id uuid not null,
  file_name text,
  from_on date not null,
  to_on date not null,
  imported_by uuid not null,
  imported_at timestamptz not null,
  primary key (org_id, statement_id),
  foreign key (org_id, book_id) references book,
  foreign key (org_id, head_id) references account_head
);
select make_tenant('bank_statement', append_only => true);

create table bank_line (
  org_id uuid not null,
  line_id uuid not null,
  statement_id uuid not null,
  head_id uuid not null,
  -- order within the account: statements follow one another
  line_no int not null,
  on_date date not null,
  description text not null,
  reference text,
  -- into the account positive
  amount_paise bigint not null check (amount_paise <> 0),
  balance_paise bigint,
  -- of everything the bank printed, and of how often the same came in one statement: the same file twice adds nothing
  fingerprint text not null,
  primary key (org_id, line_id),
  unique (org_id, head_id, fingerprint),
  foreign key (org_id, statement_id) references bank_statement,
  foreign key (org_id, head_id) references account_head
);
create index on bank_line (org_id, head_id, on_date);
select make_tenant('bank_line', append_only => true);

create table bank_match (
  org_id uuid not null,
  match_id uuid not null,
  head_id uuid not null,
  matched_by uuid not null,
  matched_at timestamptz not null,
  undone_by uuid,
  undone_at timestamptz,
  primary key (org_id, match_id),
  foreign key (org_id, head_id) references account_head,
  check ((undone_at is null) = (undone_by is null))
);
select make_tenant('bank_match', append_only => true);
grant update (undone_by, undone_at) on bank_match to bakhiya_app;

-- One side of a match: lines of the bank, entries of the book.
create table bank_match_part (
  org_id uuid not null,
  match_id uuid not null,
  part int not null,
  line_id uuid,
  book_id uuid,
  seq bigint,
  line int,
  primary key (org_id, match_id, part),
  foreign key (org_id, match_id) references bank_match,
  foreign key (org_id, line_id) references bank_line,
  foreign key (org_id, book_id, seq, line) references posting,
  check ((line_id is null) <> (seq is null))
);
create index on bank_match_part (org_id, line_id) where line_id is not null;
create index on bank_match_part (org_id, book_id, seq, line) where seq is not null;
select make_tenant('bank_match_part', append_only => true);

-- How columns of a bank's file, or names of Tally's ledgers, are read; the last row counts.
create table read_mapping (
  org_id uuid not null,
  book_id uuid not null,
  -- a bank head, or the book itself for Tally
  mapping_for uuid not null,
  kind text not null check (kind in ('bank', 'tally')),
  mapping jsonb not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (org_id, mapping_for, kind, set_at),
  foreign key (org_id, book_id) references book
);
select make_tenant('read_mapping', append_only => true);
