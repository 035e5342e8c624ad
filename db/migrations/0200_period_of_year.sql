-- A closing made by a year end is opened by undoing the year end alone: otherwise its surplus would stand while the year takes entries.
alter table period_close add column closes_year int;
update period_close p set closes_year = y.financial_year from year_close y
  where y.org_id = p.org_id and y.book_id = p.book_id and y.period_close_id = p.period_close_id;
update period_close p set closes_year = y.financial_year from group_year_close y
  where y.org_id = p.org_id and y.book_id = p.book_id and y.period_close_id = p.period_close_id;
