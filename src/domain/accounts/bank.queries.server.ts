/** The bank beside the book: what is open on both sides, what could belong together, and the statement that ties the two balances. */
import { sql } from 'kysely';
import { addDays, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { balanceOf } from '#domain/ledger/index.server.ts';
import { propose, type OpenEntry, type OpenLine, type Proposal } from './bank-match.rules.ts';
import type { BankMapping } from './bank.model.ts';
import { headSum } from './sums.server.ts';
import type { VoucherType } from './model.ts';
import { voucherLabel } from './voucher.rules.ts';

type OfHead = { readonly bookId: string; readonly headId: string };

export async function bankMapping(tx: Tx, { bookId, headId }: OfHead): Promise<BankMapping | null> {
  const { rows } = await sql<{ mapping: BankMapping }>`select mapping from read_mapping
    where org_id = ${tx.orgId} and book_id = ${bookId} and mapping_for = ${headId} and kind = 'bank' order by set_at desc limit 1`.execute(
    tx.db,
  );
  return rows[0]?.mapping ?? null;
}

export type LineRow = OpenLine & {
  readonly description: string;
  readonly reference: string | null;
  readonly balancePaise: number | null;
  readonly matchId: string | null;
};
export type EntryRow = OpenEntry & {
  readonly voucherId: string | null;
  readonly label: string | null;
  readonly narration: string;
  readonly matchId: string | null;
};

/** All lines and entries up to a day; `matchId` only where every part of the match lies up to that day, else both sides are open. */
export async function bothSides(
  tx: Tx,
  { bookId, headId, asOf }: OfHead & { asOf: IsoDate },
): Promise<{ lines: LineRow[]; entries: EntryRow[]; startOn: IsoDate | null }> {
  const whole = sql`select m.match_id from bank_match m where m.org_id = ${tx.orgId} and m.head_id = ${headId} and m.undone_at is null
    and not exists (select from bank_match_part q
      left join bank_line ql on ql.org_id = q.org_id and ql.line_id = q.line_id
      left join journal qj on qj.org_id = q.org_id and qj.book_id = q.book_id and qj.seq = q.seq
      where q.org_id = m.org_id and q.match_id = m.match_id and coalesce(ql.on_date, qj.event_on) > ${asOf}::date)`;
  const { rows: lines } = await sql<LineRow>`with whole as (${whole})
    select l.line_id as "lineId", l.on_date as "onDate", l.amount_paise as "amountPaise", l.description, l.reference,
      l.balance_paise as "balancePaise", concat_ws(' ', l.description, l.reference) as text,
      (select q.match_id from bank_match_part q join whole w on w.match_id = q.match_id
        where q.org_id = l.org_id and q.line_id = l.line_id limit 1) as "matchId"
    from bank_line l where l.org_id = ${tx.orgId} and l.head_id = ${headId} and l.on_date <= ${asOf}::date
    order by l.on_date, l.line_no`.execute(tx.db);
  const startOn = lines[0]?.onDate ?? null;
  // older entries stand in the balance the first statement begins with; those still under way are taken up when the bank shows them
  const from = startOn ? addDays(startOn, -92) : asOf;
  const { rows: entries } = await sql<
    Omit<EntryRow, 'label'> & { type: VoucherType | null; year: number | null; number: number | null }
  >`
    with whole as (${whole})
    select p.seq, p.line, p.event_on as "eventOn", p.amount_paise as "amountPaise", v.reference, v.voucher_id as "voucherId",
      coalesce(v.narration, j.narration) as narration, v.type, d.financial_year as year, d.number,
      concat_ws(' ', v.payee, v.narration, (select n.name_en from account_name n
        where n.org_id = v.org_id and n.named_id = v.party_head_id order by n.from_on desc limit 1)) as text,
      (select q.match_id from bank_match_part q join whole w on w.match_id = q.match_id
        where q.org_id = p.org_id and q.book_id = p.book_id and q.seq = p.seq and q.line = p.line limit 1) as "matchId"
    from posting p join journal j on j.org_id = p.org_id and j.book_id = p.book_id and j.seq = p.seq
    left join voucher_posted d on d.org_id = p.org_id and d.book_id = p.book_id and d.seq = p.seq
    left join voucher v on v.org_id = d.org_id and v.voucher_id = d.voucher_id
    where p.org_id = ${tx.orgId} and p.book_id = ${bookId} and p.party_id = ${headId} and p.event_on <= ${asOf}::date
      and p.event_on >= ${from}::date and coalesce(v.purpose, '') <> 'opening'
    order by p.event_on, p.seq, p.line`.execute(tx.db);
  return {
    lines,
    startOn,
    entries: entries.map(({ type, year, number, ...entry }) => ({
      ...entry,
      label: number === null ? null : voucherLabel(type!, year!, number),
    })),
  };
}

export type BankWork = {
  readonly lines: readonly LineRow[];
  readonly entries: readonly EntryRow[];
  readonly proposals: readonly Proposal[];
  readonly mapping: BankMapping | null;
};

/** Everything open on either side, with what could belong together. */
export async function bankWork(tx: Tx, { bookId, headId }: OfHead): Promise<BankWork> {
  const { lines, entries } = await bothSides(tx, { bookId, headId, asOf: tx.today });
  const open = { lines: lines.filter((line) => !line.matchId), entries: entries.filter((entry) => !entry.matchId) };
  return { ...open, proposals: propose(open.lines, open.entries), mapping: await bankMapping(tx, { bookId, headId }) };
}

export type Reconciliation = {
  readonly asOf: IsoDate;
  readonly bookPaise: number;
  /** In the book and not at the bank: cheques not presented negative, deposits under way positive. */
  readonly notAtBank: readonly EntryRow[];
  /** At the bank and not in the book: charges, interest, money nobody wrote down. */
  readonly notInBook: readonly LineRow[];
  /** Under way when the first statement began and not shown by the bank yet; 0 once all is matched. */
  readonly underWayAtStartPaise: number;
  /** Book less what is not at the bank, plus what is not in the book. */
  readonly computedPaise: number;
  /** The last balance the bank printed up to that day; null before the first statement. */
  readonly bankPaise: number | null;
  /** 0, or a statement is missing between two that were read. */
  readonly differencePaise: number | null;
};

export async function reconciliation(
  tx: Tx,
  { bookId, headId, asOf }: OfHead & { asOf?: IsoDate | null },
): Promise<Reconciliation> {
  const on = asOf ?? tx.today;
  const { lines, entries, startOn } = await bothSides(tx, { bookId, headId, asOf: on });
  const balanceAt = async (day: IsoDate) => balanceOf(await headSum(tx, { bookId, headId, asOf: day }));
  const bookPaise = await balanceAt(on);
  const since = entries.filter((entry) => startOn !== null && entry.eventOn >= startOn);
  const earlier = entries.filter((entry) => startOn !== null && entry.eventOn < startOn);
  const total = (list: readonly { readonly amountPaise: number }[]) =>
    list.reduce((sum, one) => sum + one.amountPaise, 0);
  const notAtBank = since.filter((entry) => !entry.matchId);
  const notInBook = lines.filter((line) => !line.matchId);
  const first = lines[0];
  const underWayAtStartPaise =
    first && first.balancePaise !== null
      ? first.balancePaise -
        first.amountPaise -
        (await balanceAt(addDays(first.onDate, -1))) +
        total(earlier.filter((entry) => entry.matchId))
      : 0;
  const computedPaise = bookPaise - total(notAtBank) + total(notInBook) + underWayAtStartPaise;
  const bankPaise = lines.findLast((line) => line.balancePaise !== null)?.balancePaise ?? null;
  return {
    asOf: on,
    bookPaise,
    notAtBank,
    notInBook,
    underWayAtStartPaise,
    computedPaise,
    bankPaise,
    differencePaise: bankPaise === null ? null : bankPaise - computedPaise,
  };
}
