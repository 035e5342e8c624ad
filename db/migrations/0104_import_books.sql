-- Vouchers of the office and the balances old groups begin with come in as lists too.
alter table import drop constraint import_kind_check;
alter table import add constraint import_kind_check
  check (kind in ('places', 'groups', 'members', 'opening', 'vouchers', 'cutoffs'));
