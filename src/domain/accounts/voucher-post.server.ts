/** How a voucher comes to stand: judged, written, and either posted with its number at once or left for a second person. */
import { sql } from 'kysely';
import { CHART } from '#domain/ledger/index.ts';
import { post, postReversal } from '#domain/ledger/index.server.ts';
import { addDays, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Already, type Outcome, type Refused } from '#platform/outcomes.ts';
import { advanceLines } from './advances.queries.server.ts';
import { advancesOf } from './advance.rules.ts';
import { groundOf, type OfficeBook } from './books.server.ts';
import type { VoucherLine, VoucherWords } from './model.ts';
import {
  judgeDate,
  judgeVoucher,
  passesAlone,
  postingsOf,
  totalOf,
  voucherLabel,
  yearOf,
  type Limit,
  type VoucherGround,
} from './voucher.rules.ts';

/** A handler's own steps are never asked twice. */
export type Done<T> = Exclude<Outcome<T>, Already<unknown>>;

export type Purpose =
  | 'plain'
  | 'opening'
  | 'recurring'
  | 'depreciation'
  | 'disposal'
  | 'grants_used'
  | 'year_close'
  | 'reversal';
export type Draft = VoucherWords & {
  readonly voucherId: string;
  readonly purpose: Purpose;
  readonly eventOn: IsoDate;
  readonly reversesVoucherId?: string | null;
  readonly billFileIds?: readonly string[];
};
export type VoucherReceipt = {
  readonly voucherId: string;
  /** `waiting`: it is in no book until a second person approves it. */
  readonly state: 'posted' | 'waiting';
  readonly number: number | null;
  readonly label: string | null;
};

/** The row that numbers come from is taken first: what a voucher is judged by stands still until it is posted or refused. */
export async function lockSeries(tx: Tx, bookId: string, year: number): Promise<void> {
  await sql`insert into voucher_series as s (org_id, book_id, financial_year, last_number) values (${tx.orgId}, ${bookId}, ${year}, 0)
    on conflict (org_id, book_id, financial_year) do update set last_number = s.last_number`.execute(tx.db);
}

/**
 * @param own judged by its own rules and passes alone: openings and closings, which have a right of their own
 * @returns posted or waiting; refused `accounts.*` with the next step, and nothing written
 */
export async function writeVoucher(
  tx: Tx,
  who: Actor,
  { book, draft, own = false }: { book: OfficeBook; draft: Draft; own?: boolean },
): Promise<Done<VoucherReceipt>> {
  await lockSeries(tx, book.bookId, yearOf(draft.eventOn));
  const ground = await groundOf(tx, book);
  const wrong = own ? null : await judge(tx, { book, draft, ground });
  if (wrong) return wrong;
  await insertVoucher(tx, who, { book, draft });
  const amountPaise = totalOf(draft.lines);
  const alone =
    own || passesAlone({ type: draft.type, amountPaise }, { limits: await limitsOf(tx, book.bookId), today: tx.today });
  if (!alone) return applied({ voucherId: draft.voucherId, state: 'waiting', number: null, label: null });
  return postVoucher(tx, { book, draft, ground });
}

type Judged = { readonly book: OfficeBook; readonly draft: Draft; readonly ground: VoucherGround };

/** An asset wears, and a grant is carried to income, after the grant has ended too. */
const termsFor = ({ purpose }: Draft, ground: VoucherGround): VoucherGround =>
  purpose === 'plain' || purpose === 'recurring'
    ? ground
    : {
        ...ground,
        funds: new Map([...ground.funds.keys()].map((id) => [id, { fromOn: '1900-01-01', untilOn: null }])),
      };

/** What rules say, and what only the books know: cash that is there, an advance that is still open. */
export async function judge(tx: Tx, { book, draft, ground }: Judged) {
  // the exact opposite needs no judging but its day; it may leave the box short: the count then says so
  const evening = { ...ground, booksFromOn: addDays(ground.booksFromOn, -1) };
  const ruling =
    draft.purpose === 'reversal' ? judgeDate(draft.eventOn, evening) : judgeVoucher(draft, termsFor(draft, ground));
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  if (draft.purpose === 'reversal') return null;
  return (await cashShort(tx, { book, draft, ground })) ?? (await settlesTooMuch(tx, { book, draft, ground }));
}

/** A cash box holds what it holds: no payment may take it below zero on its day or any day after. */
async function cashShort(tx: Tx, { book, draft, ground }: Judged) {
  const taken = new Map<string, number>();
  for (const line of draft.lines)
    if (ground.heads.get(line.headId)!.account === CHART.cash)
      taken.set(line.headId, (taken.get(line.headId) ?? 0) + line.amountPaise);
  for (const [headId, paise] of taken) {
    const short =
      paise < 0 ? await cashShortfall(tx, { book, headId, eventOn: draft.eventOn, neededPaise: -paise }) : null;
    if (short) return short;
  }
  return null;
}

/** Refuses `accounts.cash_short` when a box (or a bank account that may not be overdrawn) has not so much on that day and after. */
export async function cashShortfall(
  tx: Tx,
  of: { book: OfficeBook; headId: string; eventOn: IsoDate; neededPaise: number },
): Promise<Refused | null> {
  // the whole from the buckets, less what came after the day: only later postings are read one by one
  const { rows } = await sql<{ least: number }>`
    with later as (select p.event_on, sum(p.amount_paise) as paise from posting p
      where p.org_id = ${tx.orgId} and p.book_id = ${of.book.bookId} and p.party_id = ${of.headId}
        and p.event_on > ${of.eventOn}::date group by 1),
    start as (select coalesce((select sum(b.debit_paise - b.credit_paise) from party_balance b
      where b.org_id = ${tx.orgId} and b.book_id = ${of.book.bookId} and b.party_id = ${of.headId}), 0)
      - coalesce((select sum(paise) from later), 0) as paise)
    select start.paise + least(0, coalesce((select min(running) from (
      select sum(paise) over (order by event_on) as running from later) r), 0)) as least from start`.execute(tx.db);
  const therePaise = rows[0]!.least;
  return therePaise < of.neededPaise
    ? refused('accounts.cash_short', { therePaise, neededPaise: of.neededPaise })
    : null;
}

async function settlesTooMuch(tx: Tx, { book, draft, ground }: Judged) {
  const settling = draft.lines.filter((line) => line.settlesVoucherId);
  if (settling.length === 0) return null;
  const open = advancesOf(await advanceLines(tx, { bookId: book.bookId }), draft.eventOn);
  for (const line of settling) {
    if (ground.heads.get(line.headId)!.account !== CHART.advances || line.amountPaise > 0)
      return refused('accounts.settles_no_advance');
    const together = settling
      .filter((one) => one.settlesVoucherId === line.settlesVoucherId && one.headId === line.headId)
      .reduce((sum, one) => sum - one.amountPaise, 0);
    const openPaise = open
      .filter((one) => one.voucherId === line.settlesVoucherId && one.headId === line.headId)
      .reduce((sum, one) => sum + one.openPaise, 0);
    if (together > openPaise) return refused('accounts.settles_too_much', { openPaise, settledPaise: together });
  }
  return null;
}

async function limitsOf(tx: Tx, bookId: string): Promise<Limit[]> {
  const { rows } = await sql<Limit>`select type, from_on as "fromOn", limit_paise as "limitPaise" from voucher_limit
    where org_id = ${tx.orgId} and book_id = ${bookId} order by from_on, set_at`.execute(tx.db);
  return rows;
}

async function insertVoucher(tx: Tx, who: Actor, { book, draft }: Omit<Judged, 'ground'>): Promise<void> {
  const of = { org_id: tx.orgId, voucher_id: draft.voucherId };
  await tx.db
    .insertInto('voucher')
    .values({
      ...of,
      book_id: book.bookId,
      type: draft.type,
      purpose: draft.purpose,
      event_on: draft.eventOn,
      amount_paise: totalOf(draft.lines),
      narration: draft.narration,
      payee: draft.payee ?? null,
      party_head_id: draft.partyHeadId ?? null,
      mode: draft.mode ?? null,
      reference: draft.reference ?? null,
      reverses_voucher_id: draft.reversesVoucherId ?? null,
      made_by: who.userId,
      made_at: tx.now,
    })
    .execute();
  await tx.db
    .insertInto('voucher_line')
    .values(draft.lines.map((line, at) => ({ ...of, ...lineRow(line), line: at + 1 })))
    .execute();
  const bills = (draft.billFileIds ?? []).map((file_id) => ({
    ...of,
    file_id,
    added_by: who.userId,
    added_at: tx.now,
  }));
  if (bills.length > 0) await tx.db.insertInto('voucher_bill').values(bills).execute();
}

const lineRow = (line: VoucherLine) => ({
  head_id: line.headId,
  amount_paise: line.amountPaise,
  fund_id: line.fundId ?? null,
  programme_id: line.programmeId ?? null,
  district_id: line.districtId ?? null,
  settles_voucher_id: line.settlesVoucherId ?? null,
  note: line.note ?? null,
});

/** Gives the next number of the year and posts: number and journal come together or not at all. */
export async function postVoucher(tx: Tx, { book, draft, ground }: Judged): Promise<Done<VoucherReceipt>> {
  const year = yearOf(draft.eventOn);
  const { rows } = await sql<{ last_number: number }>`update voucher_series set last_number = last_number + 1
    where org_id = ${tx.orgId} and book_id = ${book.bookId} and financial_year = ${year} returning last_number`.execute(
    tx.db,
  );
  const number = rows[0]!.last_number;
  const source = { kind: 'voucher', id: draft.voucherId } as const;
  const narration = `accounts.${draft.purpose === 'plain' ? draft.type : draft.purpose}`;
  const done = draft.reversesVoucherId
    ? await postReversal(tx, book.bookId, {
        seq: await seqOf(tx, draft.reversesVoucherId),
        eventOn: draft.eventOn,
        narration,
        source,
      })
    : await post(tx, book.bookId, {
        draft: { eventOn: draft.eventOn, narration, postings: postingsOf(draft.lines, ground.heads) },
        source,
      });
  if (!done.ok) return asRefusal(done.outcome);
  await tx.db
    .insertInto('voucher_posted')
    .values({
      org_id: tx.orgId,
      book_id: book.bookId,
      financial_year: year,
      number,
      voucher_id: draft.voucherId,
      seq: done.posted.seq,
      event_on: draft.eventOn,
      entered_on: tx.today,
    })
    .execute();
  const label = voucherLabel(draft.type, year, number);
  return applied({ voucherId: draft.voucherId, state: 'posted', number, label });
}

/** The office sits at the screen: a period closed meanwhile is told with the next step, not held for somebody. */
const asRefusal = (outcome: Outcome<never>): Done<never> => {
  if (outcome.kind === 'held')
    return refused('accounts.period_closed', {
      closedTo: outcome.params['closedTo'] ?? null,
      openFrom: addDays(String(outcome.params['closedTo']), 1),
    });
  if (outcome.kind === 'already') throw new Error('The ledger posts a journal once');
  return outcome;
};

async function seqOf(tx: Tx, voucherId: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select seq from voucher_posted
    where org_id = ${tx.orgId} and voucher_id = ${voucherId}`.execute(tx.db);
  return rows[0]?.seq ?? -1;
}
