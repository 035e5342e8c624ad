-- Bank statements of groups' accounts beside the office's: what prints a statement is a till, a head of an office or an account of a group.
create table bank_till (
  org_id uuid not null,
  till_id uuid not null,
  book_id uuid not null,
  primary key (org_id, till_id),
  foreign key (org_id, book_id) references book
);
insert into bank_till (org_id, till_id, book_id) select org_id, head_id, book_id from account_head where account = '1020';
select make_tenant('bank_till', append_only => true);

alter table bank_statement drop constraint bank_statement_org_id_head_id_fkey,
  add foreign key (org_id, head_id) references bank_till;
alter table bank_line drop constraint bank_line_org_id_head_id_fkey, add foreign key (org_id, head_id) references bank_till;
alter table bank_match drop constraint bank_match_org_id_head_id_fkey, add foreign key (org_id, head_id) references bank_till;
