-- Cash in an officer's hand: her head moves by what she takes and by receipts alone, so the head itself says whose it is.
alter table account_head add column officer_id uuid;
alter table account_head add foreign key (org_id, officer_id) references app_user;
update account_head h set officer_id = o.user_id from officer_cash_head o where o.org_id = h.org_id and o.head_id = h.head_id;
