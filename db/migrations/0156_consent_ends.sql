-- A phone that comes is told which consents ended on a day since it came last.
create index on consent (org_id, withdrawn_on) where withdrawn_on is not null;
