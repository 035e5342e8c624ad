-- Grants from sanction to release, budgets, fixed assets with their yearly wear.

create table grant_sanction (
  org_id uuid not null,
  book_id uuid not null,
  sanction_id uuid not null,
  fund_id uuid not null,
  number text not null,
  sanctioned_on date not null,
  amount_paise bigint not null check (amount_paise > 0),
  purpose text not null,
  -- heads of the general financial rules: recurring, non-recurring (creation of capital assets)
  recurring boolean not null,
  scheme text,
  sanctioned_by text not null,
  entered_by uuid not null,
  entered_at timestamptz not null,
  primary key (org_id, sanction_id),
  unique (org_id, fund_id, number),
  foreign key (org_id, fund_id) references fund
);
select make_tenant('grant_sanction', append_only => true);

-- Money of a sanction that came: each release names the receipt it came by, each receipt one release.
create table grant_release (
  org_id uuid not null,
  sanction_id uuid not null,
  voucher_id uuid not null,
  letter text not null,
  released_on date not null,
  amount_paise bigint not null check (amount_paise > 0),
  entered_by uuid not null,
  entered_at timestamptz not null,
  primary key (org_id, sanction_id, voucher_id),
  foreign key (org_id, sanction_id) references grant_sanction,
  foreign key (org_id, voucher_id) references voucher
);
select make_tenant('grant_release', append_only => true);

-- The last row of a line counts: a revision never rewrites what was decided before.
create table budget_line (
  org_id uuid not null,
  book_id uuid not null,
  financial_year int not null,
  head_id uuid not null,
  fund_id uuid not null default '00000000-0000-0000-0000-000000000000',
  programme_id uuid not null default '00000000-0000-0000-0000-000000000000',
  amount_paise bigint not null check (amount_paise >= 0),
  decided_by text not null,
  decided_on date not null,
  entered_by uuid not null,
  entered_at timestamptz not null,
  primary key (org_id, book_id, financial_year, head_id, fund_id, programme_id, entered_at),
  foreign key (org_id, book_id) references book,
  foreign key (org_id, head_id) references account_head
);
select make_tenant('budget_line', append_only => true);

create table asset (
  org_id uuid not null,
  book_id uuid not null,
  asset_id uuid not null,
  -- the head its cost stands on: also its class
  head_id uuid not null,
  name text not null,
  tag text not null,
  bought_on date not null,
  in_use_on date not null,
  cost_paise bigint not null check (cost_paise > 0),
  residual_paise bigint not null check (residual_paise >= 0),
  -- worn down before these books began
  worn_before_paise bigint not null default 0 check (worn_before_paise >= 0),
  fund_id uuid,
  place text,
  voucher_id uuid,
  entered_by uuid not null,
  entered_at timestamptz not null,
  check (residual_paise + worn_before_paise <= cost_paise),
  check (in_use_on >= bought_on),
  primary key (org_id, asset_id),
  unique (org_id, book_id, tag),
  foreign key (org_id, book_id) references book,
  foreign key (org_id, head_id) references account_head,
  foreign key (org_id, fund_id) references fund,
  foreign key (org_id, voucher_id) references voucher
);
select make_tenant('asset', append_only => true);

-- How a class wears, as dated data: a year is computed with what held on its last day.
create table asset_rate (
  org_id uuid not null,
  book_id uuid not null,
  head_id uuid not null,
  from_on date not null,
  method text not null check (method in ('straight_line', 'written_down')),
  rate_bps int not null check (rate_bps between 0 and 10000),
  -- used for fewer days in its first year: half the rate; 0 = never half
  half_under_days int not null check (half_under_days between 0 and 366),
  source text not null,
  entered_by uuid not null,
  entered_at timestamptz not null,
  primary key (org_id, book_id, head_id, from_on, entered_at),
  foreign key (org_id, head_id) references account_head
);
select make_tenant('asset_rate', append_only => true);

-- What one year's voucher took from one asset; void when that voucher was sent back or taken back.
create table asset_wear (
  org_id uuid not null,
  asset_id uuid not null,
  voucher_id uuid not null,
  financial_year int not null,
  amount_paise bigint not null check (amount_paise > 0),
  primary key (org_id, asset_id, voucher_id),
  foreign key (org_id, asset_id) references asset,
  foreign key (org_id, voucher_id) references voucher
);
select make_tenant('asset_wear', append_only => true);

create table asset_disposal (
  org_id uuid not null,
  asset_id uuid not null,
  voucher_id uuid not null,
  disposed_on date not null,
  proceeds_paise bigint not null check (proceeds_paise >= 0),
  -- positive: gain
  gain_paise bigint not null,
  reason text not null,
  primary key (org_id, asset_id, voucher_id),
  foreign key (org_id, asset_id) references asset,
  foreign key (org_id, voucher_id) references voucher
);
select make_tenant('asset_disposal', append_only => true);
