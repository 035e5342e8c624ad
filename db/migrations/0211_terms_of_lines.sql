-- When CIF and VRF loans of a group are to be paid back: by terms of their own, or as the lender's own book in this organisation has them.
alter table credit_line add column terms jsonb, add column loan_id uuid,
  add check (terms is null or loan_id is null), add check ((terms is null and loan_id is null) or fund in ('cif', 'vrf')),
  add foreign key (org_id, loan_id) references office_loan;
create unique index credit_line_of_loan on credit_line (org_id, loan_id) where loan_id is not null;
alter table credit_line_step drop constraint credit_line_step_step_check;
alter table credit_line_step add column terms jsonb, add column loan_id uuid,
  add check (step in ('apply', 'sanction', 'receive', 'refuse', 'withdraw', 'close', 'letter', 'terms')),
  add check (step = 'terms' or (terms is null and loan_id is null)),
  add foreign key (org_id, loan_id) references office_loan;
