-- The cashier's or the bank's paper behind a receipt of an officer's cash, as photographed; added with the receipt or after it.
create table cash_receipt_photo (
  org_id uuid not null,
  receipt_id uuid not null,
  photo_id uuid not null,
  added_by uuid not null,
  added_at timestamptz not null,
  primary key (org_id, receipt_id, photo_id),
  foreign key (org_id, receipt_id) references cash_receipt,
  foreign key (org_id, photo_id) references file
);
select make_tenant('cash_receipt_photo', append_only => true);
