-- The figures of a bank loan's letter may be written after its money came: each writing keeps its figures, its day and its reason.
alter table credit_line_step drop constraint credit_line_step_step_check;
alter table credit_line_step add check (step in ('apply', 'sanction', 'receive', 'refuse', 'withdraw', 'close', 'letter')),
  add column first_due_on date, add column instalment_paise bigint check (instalment_paise > 0),
  add check ((first_due_on is null) = (instalment_paise is null)), add check (step <> 'letter' or (first_due_on is not null and note is not null));
