-- She may also say yes with her own PIN or picture signs.
alter table loan_key_facts drop constraint loan_key_facts_way_check,
  add constraint loan_key_facts_way_check check (way in ('signature', 'thumb', 'pin'));
