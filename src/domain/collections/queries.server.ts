/** What the office asks of its officers' cash: who holds how much since when, their evenings, and where a rule was gone past. */
import * as z from 'zod/mini';
import { sql } from 'kysely';
import { Id } from '#domain/ledger/index.ts';
import { BORROWER_NAMES, borrowerJoins } from '#domain/loans/index.server.ts';
import { addDays, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, type Actor } from '#platform/door.ts';
import { cashStand, lotsOf, type CashLimitOn, type CashStand, type Lot } from './cash.rules.ts';
import { movesOf } from './heads.server.ts';
import { ReceiptPhoto, type MetAt, type VisitResult, type Warning } from './model.ts';
import { PHOTO_IDS, receiptPhoto } from './receipt-photos.server.ts';
import type { RecoveryRule } from './recovery.rules.ts';
import { limitsOf, rulesOf } from './settings.server.ts';
import type { Names } from './sheet.rules.ts';

const OfficerRef = z.strictObject({ userId: Id });
const read = { may: 'collections.read', scope: () => null };

export const questions = defineQuestions('collections', {
  officers: { input: z.strictObject({}), ...read, run: officers },
  officer: { input: OfficerRef, ...read, run: officer },
  receiptPhoto: { input: ReceiptPhoto, ...read, run: receiptPhoto },
  warnings: { input: z.strictObject({}), ...read, run: warnings },
});

const DAYS_SHOWN = 60;
const MOST_ROWS = 200;
const since = (tx: Tx): string => addDays(tx.today, -DAYS_SHOWN);

export type OfficerRow = {
  readonly userId: string;
  readonly name: string;
  readonly stand: CashStand;
  /** Said to be given away, without a receipt. */
  readonly awaiting: number;
  readonly awaitingPaise: number;
  readonly lastDay: DayRow | null;
};
export type DayRow = {
  readonly on: IsoDate;
  readonly statedPaise: number;
  readonly countedPaise: number;
  readonly reason: string | null;
};
export type Officers = {
  readonly rows: readonly OfficerRow[];
  readonly heldPaise: number;
  readonly limits: readonly (CashLimitOn & { readonly decidedBy: string })[];
};

const OPEN = sql`not exists (select from cash_receipt r where r.org_id = h.org_id and r.hand_over_id = h.hand_over_id
  and not exists (select from cash_receipt_undone u where u.org_id = r.org_id and u.receipt_id = r.receipt_id))`;

/** Everybody who ever took cash, closed a day or said she gave something away. Most held first. */
async function officers(tx: Tx): Promise<Officers> {
  type Raw = Omit<OfficerRow, 'stand'>;
  const { rows } = await sql<Raw>`
    select a.user_id as "userId", a.name, coalesce(h.n, 0)::int as awaiting, coalesce(h.paise, 0)::bigint as "awaitingPaise",
      (select json_build_object('on', d.on_date, 'statedPaise', d.stated_paise, 'countedPaise', d.counted_paise, 'reason', d.reason)
        from collection_day d where d.org_id = a.org_id and d.user_id = a.user_id order by d.on_date desc limit 1) as "lastDay"
    from app_user a left join lateral (select count(*) as n, sum(h.paise) as paise from cash_hand_over h
      where h.org_id = a.org_id and h.user_id = a.user_id and ${OPEN}) h on true
    where a.org_id = ${tx.orgId} and (exists (select from officer_cash_head o where o.org_id = a.org_id and o.user_id = a.user_id)
      or exists (select from collection_day d where d.org_id = a.org_id and d.user_id = a.user_id) or h.n > 0)
    order by a.name`.execute(tx.db);
  const moves = await movesOf(tx, null);
  const limits = await limitsOf(tx);
  const all = rows.map((row) => {
    const lots = lotsOf(moves.filter((move) => move.userId === row.userId));
    return { ...row, stand: cashStand(lots, limits, tx.today) };
  });
  all.sort((a, b) => b.stand.heldPaise - a.stand.heldPaise);
  return { rows: all, heldPaise: all.reduce((sum, row) => sum + row.stand.heldPaise, 0), limits };
}

export type TakeRow = {
  readonly collectionId: string;
  readonly loanId: string;
  readonly number: string;
  readonly names: Names;
  readonly on: IsoDate;
  readonly takenAt: Date;
  readonly paise: number;
  readonly overPaise: number;
  readonly slipNo: string;
  readonly metAt: MetAt;
  readonly isLate: boolean;
  readonly isUndone: boolean;
  readonly warned: readonly Warning[];
  readonly spot: SpotShown;
};
export type SpotShown = { readonly latE6: number; readonly lonE6: number; readonly accuracyM: number } | null;
export type HandOverRow = {
  readonly handOverId: string;
  readonly bookId: string;
  readonly on: IsoDate;
  readonly paise: number;
  readonly givenTo: 'cashier' | 'bank';
  readonly reference: string | null;
};
export type ReceiptRow = {
  readonly receiptId: string;
  readonly on: IsoDate;
  readonly paise: number;
  readonly statedPaise: number | null;
  readonly reason: string | null;
  readonly reference: string | null;
  readonly by: string | null;
  readonly isUndone: boolean;
  /** Of its paper, in the order they were added. */
  readonly photoIds: readonly string[];
};
export type OfficerCard = {
  readonly userId: string;
  readonly name: string;
  readonly stand: CashStand;
  /** Of each lender's book: its body, and what she holds of it by the day it came. */
  readonly books: readonly {
    readonly bookId: string;
    readonly bodyKind: 'trust' | 'federation';
    readonly bodyId: string;
    readonly lots: readonly Lot[];
  }[];
  readonly handOvers: readonly HandOverRow[];
  readonly receipts: readonly ReceiptRow[];
  readonly takes: readonly TakeRow[];
  readonly days: readonly DayRow[];
};

/** Null for nobody of this organisation. */
async function officer(tx: Tx, _who: Actor, { userId }: z.infer<typeof OfficerRef>): Promise<OfficerCard | null> {
  const { rows } = await sql<{ name: string }>`select name from app_user
    where org_id = ${tx.orgId} and user_id = ${userId}`.execute(tx.db);
  if (!rows[0]) return null;
  const moves = await movesOf(tx, userId);
  const { rows: books } = await sql<Omit<OfficerCard['books'][number], 'lots'>>`
    select b.book_id as "bookId", b.body_kind as "bodyKind", b.body_id as "bodyId" from officer_cash_head h
    join book b on b.org_id = h.org_id and b.book_id = h.book_id
    where h.org_id = ${tx.orgId} and h.user_id = ${userId} order by b.book_id`.execute(tx.db);
  return {
    userId,
    name: rows[0].name,
    stand: cashStand(lotsOf(moves), await limitsOf(tx), tx.today),
    books: books.map((book) => ({ ...book, lots: lotsOf(moves.filter((move) => move.bookId === book.bookId)) })),
    handOvers: await handOversOf(tx, userId),
    receipts: await receiptsOf(tx, userId),
    takes: await takesOf(tx, sql`c.user_id = ${userId} and c.entered_at >= ${since(tx)}::date`),
    days: await daysOf(tx, userId),
  };
}

async function handOversOf(tx: Tx, userId: string): Promise<HandOverRow[]> {
  const { rows } =
    await sql<HandOverRow>`select h.hand_over_id as "handOverId", h.book_id as "bookId", h.on_date as on, h.paise,
      h.given_to as "givenTo", h.reference from cash_hand_over h
    where h.org_id = ${tx.orgId} and h.user_id = ${userId} and ${OPEN} order by h.handed_at, h.hand_over_id`.execute(
      tx.db,
    );
  return rows;
}

async function receiptsOf(tx: Tx, userId: string): Promise<ReceiptRow[]> {
  const { rows } =
    await sql<ReceiptRow>`select r.receipt_id as "receiptId", r.on_date as on, r.paise, h.paise as "statedPaise",
      r.reason, r.reference, (select a.name from app_user a where a.org_id = r.org_id and a.user_id = r.received_by) as by,
      exists (select from cash_receipt_undone u where u.org_id = r.org_id and u.receipt_id = r.receipt_id) as "isUndone", ${PHOTO_IDS} as "photoIds"
    from cash_receipt r left join cash_hand_over h on h.org_id = r.org_id and h.hand_over_id = r.hand_over_id
    where r.org_id = ${tx.orgId} and r.user_id = ${userId} and r.received_at >= ${since(tx)}::date
    order by r.received_at desc, r.receipt_id limit ${MOST_ROWS}`.execute(tx.db);
  return rows;
}

async function daysOf(tx: Tx, userId: string): Promise<DayRow[]> {
  const { rows } =
    await sql<DayRow>`select on_date as on, stated_paise as "statedPaise", counted_paise as "countedPaise", reason
    from collection_day where org_id = ${tx.orgId} and user_id = ${userId} and entered_at >= ${since(tx)}::date
    order by on_date desc`.execute(tx.db);
  return rows;
}

const LOAN = (
  of: string,
) => sql`join office_loan l on l.org_id = ${sql.raw(of)}.org_id and l.loan_id = ${sql.raw(of)}.loan_id
  ${borrowerJoins()}`;
const SPOT = sql`case when c.lat_e6 is not null
  then json_build_object('latE6', c.lat_e6, 'lonE6', c.lon_e6, 'accuracyM', c.accuracy_m) end as spot`;

async function takesOf(tx: Tx, which: ReturnType<typeof sql>): Promise<TakeRow[]> {
  const { rows } =
    await sql<TakeRow>`select c.collection_id as "collectionId", c.loan_id as "loanId", l.number, ${BORROWER_NAMES} as names,
      c.on_date as on, c.taken_at as "takenAt", c.paise, c.over_paise as "overPaise", c.slip_no as "slipNo", c.met_at as "metAt",
      c.is_late as "isLate", c.warned, ${SPOT},
      exists (select from loan_event_undone u where u.org_id = c.org_id and u.loan_id = c.loan_id and u.event_id = c.event_id) as "isUndone"
    from collection c ${LOAN('c')}
    where c.org_id = ${tx.orgId} and ${which} order by c.taken_at desc, c.collection_id desc limit ${MOST_ROWS}`.execute(
      tx.db,
    );
  return rows;
}

export type WarningRow = {
  readonly id: string;
  readonly officerId: string;
  readonly officer: string;
  readonly loanId: string;
  readonly number: string;
  readonly names: Names;
  readonly at: Date;
  readonly metAt: MetAt;
  /** Null: money was taken. */
  readonly result: VisitResult | null;
  readonly paise: number | null;
  readonly warned: readonly Warning[];
  /** What her phone had shown her before she went on. */
  readonly shown: readonly Warning[];
  readonly spot: SpotShown;
};
export type WarningLog = { readonly rows: readonly WarningRow[]; readonly rules: readonly RecoveryRule[] };

/** Every record made outside the hours, or at home too early; newest first. */
async function warnings(tx: Tx): Promise<WarningLog> {
  const { rows } = await sql<WarningRow>`
    select c.*, l.number, ${BORROWER_NAMES} as names, a.name as officer from (
      select c.org_id, c.collection_id as id, c.user_id as "officerId", c.loan_id, c.loan_id as "loanId", c.taken_at as at,
        c.met_at as "metAt", null as result, c.paise, c.warned, c.shown, ${SPOT}
      from collection c where c.org_id = ${tx.orgId} and cardinality(c.warned || c.shown) > 0
      union all
      select c.org_id, c.visit_id, c.user_id, c.loan_id, c.loan_id, c.visited_at, c.met_at, c.result, null, c.warned, c.shown, ${SPOT}
      from collection_visit c where c.org_id = ${tx.orgId} and cardinality(c.warned || c.shown) > 0) c
    ${LOAN('c')} join app_user a on a.org_id = c.org_id and a.user_id = c."officerId"
    order by c.at desc, c.id limit ${MOST_ROWS}`.execute(tx.db);
  return { rows, rules: await rulesOf(tx) };
}
