-- Loans of meetings whose first rows wait: what such a row adds to the balance on its day, and how much of it the books know.
alter table loan_row add column grows_paise bigint not null default 0 check (grows_paise >= 0);
alter table loan add column added_paise bigint not null default 0 check (added_paise >= 0);
