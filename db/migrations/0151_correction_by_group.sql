-- A phone is told which meetings of its group were corrected.
create index on correction (org_id, group_id, meeting_id);
