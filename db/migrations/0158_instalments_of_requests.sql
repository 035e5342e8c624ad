-- When a bank loan is to be paid back, as its letter says: without it nobody can tell from the group's books whether it was paid in time.
alter table credit_line add column first_due_on date, add column instalment_paise bigint check (instalment_paise > 0),
  add check ((first_due_on is null) = (instalment_paise is null)), add check (first_due_on is null or fund = 'bank_term');
