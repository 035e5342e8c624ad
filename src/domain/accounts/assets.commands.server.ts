/** The register of fixed assets: entered, worn down year by year, disposed of with gain or loss. */
import { financialYearName } from '#platform/dates.ts';
import { CHART } from '#domain/ledger/index.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { assetsOf, wearPreview, type WearRow } from './assets.queries.server.ts';
import type * as ask from './assets.model.ts';
import { headsOf, headUnder, officeBook } from './books.server.ts';
import type { VoucherLine } from './model.ts';
import { draftOfVoucher } from './vouchers.queries.server.ts';
import { lockSeries, writeVoucher, type Draft, type VoucherReceipt } from './voucher-post.server.ts';
import { yearOf, yearSpan } from './voucher.rules.ts';

/** Enters what a voucher bought (or what was there before); the cost itself is in the books by that voucher or the opening. */
export async function addAsset(tx: Tx, who: Actor, input: ask.NewAsset): Promise<Outcome<{ assetId: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const head = (await headsOf(tx, book.bookId, input.boughtOn)).find((one) => one.headId === input.headId);
  if (!head || head.account !== CHART.equipment) return refused('accounts.no_asset_head');
  if (input.inUseOn < input.boughtOn) return refused('accounts.used_before_bought', { boughtOn: input.boughtOn });
  if (input.residualPaise + input.wornBeforePaise > input.costPaise) return refused('accounts.worn_beyond_cost');
  const bought = input.voucherId ? await draftOfVoucher(tx, book.bookId, input.voucherId) : null;
  if (
    input.voucherId &&
    !bought?.draft.lines.some((line) => line.headId === head.headId && line.amountPaise >= input.costPaise)
  )
    return refused('accounts.voucher_bought_less');
  await tx.db
    .insertInto('asset')
    .values({
      org_id: tx.orgId,
      book_id: book.bookId,
      asset_id: input.assetId,
      head_id: input.headId,
      name: input.name,
      tag: input.tag,
      bought_on: input.boughtOn,
      in_use_on: input.inUseOn,
      cost_paise: input.costPaise,
      residual_paise: input.residualPaise,
      worn_before_paise: input.wornBeforePaise,
      fund_id: input.fundId,
      place: input.place,
      voucher_id: input.voucherId,
      entered_by: who.userId,
      entered_at: tx.now,
    })
    .execute();
  return applied({ assetId: input.assetId });
}

export async function setRate(tx: Tx, who: Actor, input: ask.RateSetting): Promise<Outcome<{ headId: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const head = (await headsOf(tx, book.bookId, tx.today)).find((one) => one.headId === input.headId);
  if (!head || head.account !== CHART.equipment) return refused('accounts.no_asset_head');
  await tx.db
    .insertInto('asset_rate')
    .values({
      org_id: tx.orgId,
      book_id: book.bookId,
      head_id: input.headId,
      from_on: input.fromOn,
      method: input.method,
      rate_bps: input.rateBps,
      half_under_days: input.halfUnderDays,
      source: input.source,
      entered_by: who.userId,
      entered_at: tx.now,
    })
    .execute();
  return applied({ headId: input.headId });
}

/** Sums of the rows per fund, so that a grant's assets wear in that grant. */
function wearLines(rows: readonly WearRow[], { expense, worn }: { expense: string; worn: string }): VoucherLine[] {
  const byFund = new Map<string | null, number>();
  for (const row of rows) byFund.set(row.fundId, (byFund.get(row.fundId) ?? 0) + row.wearPaise);
  return [...byFund].flatMap(([fundId, paise]) => [
    { headId: expense, amountPaise: paise, fundId },
    { headId: worn, amountPaise: -paise, fundId },
  ]);
}

/** One journal for the year; what is worn already is left out, so a second run writes only what came to the register since. */
export async function depreciate(
  tx: Tx,
  who: Actor,
  input: ask.WearRun,
): Promise<Outcome<VoucherReceipt & { wearPaise: number }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const { to } = yearSpan(input.year);
  await lockSeries(tx, book.bookId, input.year);
  const preview = await wearPreview(tx, { bookId: book.bookId, year: input.year });
  if (preview.withoutRate.length > 0) return refused('accounts.rate_missing', { count: preview.withoutRate.length });
  const rows = preview.rows.filter((row) => row.wearPaise > 0);
  if (rows.length === 0) return refused('accounts.nothing_to_wear', { year: input.year });
  const expense = await headUnder(tx, book.bookId, CHART.depreciation);
  const worn = await headUnder(tx, book.bookId, CHART.accumulatedDepreciation);
  if (!expense || !worn)
    return refused('accounts.head_missing', { account: expense ? CHART.accumulatedDepreciation : CHART.depreciation });
  const draft: Draft = {
    voucherId: input.voucherId,
    type: 'journal',
    purpose: 'depreciation',
    eventOn: to,
    narration: financialYearName(input.year),
    lines: wearLines(rows, { expense, worn }),
  };
  const done = await writeVoucher(tx, who, { book, draft });
  if (done.kind !== 'applied') return done;
  await tx.db
    .insertInto('asset_wear')
    .values(
      rows.map((row) => ({
        org_id: tx.orgId,
        asset_id: row.assetId,
        voucher_id: input.voucherId,
        financial_year: input.year,
        amount_paise: row.wearPaise,
      })),
    )
    .execute();
  return applied({ ...done.receipt, wearPaise: preview.wearPaise });
}

/** Cost and wear leave the books, proceeds come in, the difference is gain or loss; earlier years must be worn first. */
export async function disposeAsset(
  tx: Tx,
  who: Actor,
  input: ask.Disposal,
): Promise<Outcome<VoucherReceipt & { gainPaise: number }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  await lockSeries(tx, book.bookId, yearOf(input.disposedOn));
  const asset = (await assetsOf(tx, { bookId: book.bookId })).find((one) => one.assetId === input.assetId);
  if (!asset) return refused('accounts.asset_unknown');
  if (asset.disposedOn !== null) return refused('accounts.disposed_already', { disposedOn: asset.disposedOn });
  if (input.disposedOn < asset.inUseOn) return refused('accounts.used_before_bought', { boughtOn: asset.boughtOn });
  if (asset.wornYears.includes(yearOf(input.disposedOn)))
    return refused('accounts.worn_this_year', { year: yearOf(input.disposedOn) });
  if ((input.proceedsPaise === 0) !== (input.intoHeadId === null)) return refused('accounts.proceeds_need_a_head');
  const gainPaise = input.proceedsPaise - asset.bookValuePaise;
  const worn = await headUnder(tx, book.bookId, CHART.accumulatedDepreciation);
  const result = await headUnder(tx, book.bookId, gainPaise >= 0 ? CHART.assetGain : CHART.assetLoss);
  if (!worn || !result)
    return refused('accounts.head_missing', { account: worn ? CHART.assetGain : CHART.accumulatedDepreciation });
  const of = asset.fundId ? { fundId: asset.fundId } : {};
  const lines: VoucherLine[] = [
    ...(input.intoHeadId ? [{ headId: input.intoHeadId, amountPaise: input.proceedsPaise, ...of }] : []),
    { headId: worn, amountPaise: asset.wornPaise, ...of },
    { headId: asset.headId, amountPaise: -asset.costPaise, ...of },
    { headId: result, amountPaise: -gainPaise, ...of },
  ].filter((line) => line.amountPaise !== 0);
  const draft: Draft = {
    voucherId: input.voucherId,
    type: input.intoHeadId ? 'receipt' : 'journal',
    purpose: 'disposal',
    eventOn: input.disposedOn,
    narration: input.reason,
    lines,
  };
  const done = await writeVoucher(tx, who, { book, draft });
  if (done.kind !== 'applied') return done;
  await tx.db
    .insertInto('asset_disposal')
    .values({
      org_id: tx.orgId,
      asset_id: asset.assetId,
      voucher_id: input.voucherId,
      disposed_on: input.disposedOn,
      proceeds_paise: input.proceedsPaise,
      gain_paise: gainPaise,
      reason: input.reason,
    })
    .execute();
  return applied({ ...done.receipt, gainPaise });
}
