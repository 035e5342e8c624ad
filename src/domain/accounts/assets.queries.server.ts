/** The register of fixed assets, and what a year would wear away before anything is written. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { daysUsed, rateOf, wearOf, type AssetRate } from './depreciation.rules.ts';
import { yearOf } from './voucher.rules.ts';

export type AssetRow = {
  readonly assetId: string;
  readonly headId: string;
  readonly name: string;
  readonly tag: string;
  readonly boughtOn: IsoDate;
  readonly inUseOn: IsoDate;
  readonly costPaise: number;
  readonly residualPaise: number;
  readonly wornBeforePaise: number;
  /** Up to the end of `year`, this one's included when it is written. */
  readonly wornPaise: number;
  readonly bookValuePaise: number;
  readonly fundId: string | null;
  readonly place: string | null;
  readonly voucherId: string | null;
  readonly disposedOn: IsoDate | null;
  readonly gainPaise: number | null;
  /** Years whose wear is written or waits for a second person. */
  readonly wornYears: readonly number[];
};

/** @param year wear of years up to this one counts; all of it when left out */
export async function assetsOf(
  tx: Tx,
  { bookId, year = null }: { bookId: string; year?: number | null },
): Promise<AssetRow[]> {
  const { rows } = await sql<AssetRow>`
    select a.asset_id as "assetId", a.head_id as "headId", a.name, a.tag, a.bought_on as "boughtOn", a.in_use_on as "inUseOn",
      a.cost_paise as "costPaise", a.residual_paise as "residualPaise", a.worn_before_paise as "wornBeforePaise",
      a.worn_before_paise + coalesce(w.paise, 0) as "wornPaise",
      case when d.disposed_on is null then a.cost_paise - a.worn_before_paise - coalesce(w.paise, 0) else 0 end as "bookValuePaise",
      a.fund_id as "fundId", a.place, a.voucher_id as "voucherId", d.disposed_on as "disposedOn", d.gain_paise as "gainPaise",
      coalesce(w.years, '{}') as "wornYears"
    from asset a
    left join lateral (select sum(x.amount_paise) as paise, array_agg(x.financial_year order by x.financial_year) as years
      from asset_wear x join voucher_state s on s.org_id = x.org_id and s.voucher_id = x.voucher_id and s.state in ('posted', 'waiting')
      where x.org_id = a.org_id and x.asset_id = a.asset_id and x.financial_year <= ${year ?? 9999}) w on true
    left join lateral (select y.disposed_on, y.gain_paise
      from asset_disposal y join voucher_state s on s.org_id = y.org_id and s.voucher_id = y.voucher_id and s.state in ('posted', 'waiting')
      where y.org_id = a.org_id and y.asset_id = a.asset_id limit 1) d on true
    where a.org_id = ${tx.orgId} and a.book_id = ${bookId} order by a.bought_on, a.tag`.execute(tx.db);
  return rows;
}

export async function ratesOf(
  tx: Tx,
  bookId: string,
): Promise<(AssetRate & { readonly headId: string; readonly source: string })[]> {
  const { rows } = await sql<
    AssetRate & { headId: string; source: string }
  >`select head_id as "headId", from_on as "fromOn", method,
      rate_bps as "rateBps", half_under_days as "halfUnderDays", source from asset_rate
    where org_id = ${tx.orgId} and book_id = ${bookId} order by head_id, from_on, entered_at`.execute(tx.db);
  return rows;
}

export type WearRow = {
  readonly assetId: string;
  readonly headId: string;
  readonly fundId: string | null;
  readonly name: string;
  readonly tag: string;
  readonly openingPaise: number;
  readonly rate: AssetRate | null;
  readonly daysUsed: number;
  readonly wearPaise: number;
  readonly closingPaise: number;
};
export type WearPreview = {
  readonly year: number;
  readonly rows: readonly WearRow[];
  readonly wearPaise: number;
  /** Assets whose class has no rate on the last day of the year. */
  readonly withoutRate: readonly string[];
};

/** What the run of a year would write: assets already worn in that year are left out, so a second run finds nothing. */
export async function wearPreview(tx: Tx, { bookId, year }: { bookId: string; year: number }): Promise<WearPreview> {
  const rates = await ratesOf(tx, bookId);
  const assets = (await assetsOf(tx, { bookId })).filter(
    (asset) =>
      !asset.wornYears.includes(year) &&
      yearOf(asset.inUseOn) <= year &&
      (asset.disposedOn === null || yearOf(asset.disposedOn) > year),
  );
  const rows = assets.map((asset): WearRow => {
    const rate = rateOf(
      rates.filter((one) => one.headId === asset.headId),
      year,
    );
    const openingPaise = asset.costPaise - asset.wornPaise;
    const wearPaise = rate ? wearOf(asset, { year, rate }) : 0;
    return {
      assetId: asset.assetId,
      headId: asset.headId,
      fundId: asset.fundId,
      name: asset.name,
      tag: asset.tag,
      openingPaise,
      rate,
      daysUsed: daysUsed(asset.inUseOn, year),
      wearPaise,
      closingPaise: openingPaise - wearPaise,
    };
  });
  return {
    year,
    rows,
    wearPaise: rows.reduce((sum, row) => sum + row.wearPaise, 0),
    withoutRate: rows.filter((row) => row.rate === null).map((row) => row.assetId),
  };
}
