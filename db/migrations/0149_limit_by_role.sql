-- A limit may be one role's own: it goes before the one for everybody.
alter table loan_approval_limit add column role text;
