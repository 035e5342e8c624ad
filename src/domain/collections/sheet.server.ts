/** The document an officer's phone is sent: her loans as contract and events, her cash, what was decided about it. */
import { sql, type RawBuilder } from 'kysely';
import { BORROWER_NAMES, borrowerJoins, guarantorsJson, loanIsHers, storiesOf } from '#domain/loans/index.server.ts';
import { addDays } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { lotsOf } from './cash.rules.ts';
import { movesOf } from './heads.server.ts';
import { limitsOf, rulesOf } from './settings.server.ts';
import type {
  SheetCash,
  SheetDay,
  SheetDoc,
  SheetHandOver,
  SheetLoan,
  SheetReceipt,
  SheetTake,
} from './sheet.rules.ts';

export type SheetSize = {
  /** Of loans not due for now so many go along, those due first. */
  readonly mostLoans: number;
  /** Late, or due up to so many days from now: always sent, however many they are. She may be without signal for as long. */
  readonly daysAhead: number;
};
const USUAL_SIZE: SheetSize = { mostLoans: 600, daysAhead: 7 };
/** Her own records and receipts of so many days. */
const DAYS_ON_PHONE = 14;

type LoanRow = Omit<SheetLoan, 'contract' | 'events'>;

/** @param who with those of her grants alone that let her record */
export async function collectionSheet(tx: Tx, who: Actor, size: SheetSize = USUAL_SIZE): Promise<SheetDoc> {
  const shown = await loansOf(tx, who, size);
  const stories = await storiesOf(
    tx,
    shown.map((loan) => loan.loanId),
  );
  const limits = (await limitsOf(tx)).map(({ fromOn, limitPaise, days }) => ({ fromOn, limitPaise, days }));
  return {
    rules: await rulesOf(tx),
    limits,
    loans: shown.flatMap((loan) => {
      const story = stories.get(loan.loanId);
      return story ? [{ ...withGuarantors(loan), contract: story.contract, events: story.events }] : [];
    }),
    away: await awayOf(tx, who, size),
    cash: await cashOf(tx, who, [...new Set(shown.map((loan) => loan.bookId))]),
    handedOver: await handedOver(tx, who),
    receipts: await receiptsOf(tx, who),
    taken: await takenOf(tx, who),
    days: await daysOf(tx, who),
  };
}

/** Whom she may call; how and when they said yes stays at the office. */
function withGuarantors({ guarantors, ...loan }: LoanRow): LoanRow {
  if (!guarantors || guarantors.length === 0) return loan;
  return {
    ...loan,
    guarantors: guarantors.map(({ guarantorId, names, phone }) => ({ guarantorId, names, phone })),
  };
}

/** Her running loans as `hers`: when the oldest unpaid instalment of each is or was due, and whether it goes on her phone. */
const hers = (tx: Tx, who: Actor, { mostLoans, daysAhead }: SheetSize): RawBuilder<unknown> => sql`hers as (
  select x.*, x.place_no <= ${mostLoans} or coalesce(x.due_on <= ${addDays(tx.today, daysAhead)}::date, false) as is_sent
  from (select l.loan_id, s.oldest_unpaid_due_on as due_on,
      row_number() over (order by s.oldest_unpaid_due_on nulls last, l.number) as place_no
    from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    where l.org_id = ${tx.orgId} and s.status = 'active' and ${loanIsHers(tx, who)}) x)`;

async function awayOf(tx: Tx, who: Actor, size: SheetSize): Promise<SheetDoc['away']> {
  const { rows } = await sql<NonNullable<SheetDoc['away']>>`with ${hers(tx, who, size)}
    select count(*)::int as loans, min(due_on) as "dueFromOn" from hers where not is_sent`.execute(tx.db);
  const away = rows[0]!;
  return away.loans > 0 ? away : null;
}

async function loansOf(tx: Tx, who: Actor, size: SheetSize): Promise<LoanRow[]> {
  const { rows } = await sql<LoanRow>`with ${hers(tx, who, size)}
    select l.loan_id as "loanId", l.book_id as "bookId", l.number,
      ${BORROWER_NAMES} as names,
      case when m.name is not null then json_build_object('en', m.name, 'hi', m.name_hi, 'ur', m.name_ur)
        when w.name_en is not null then json_build_object('en', w.name_en, 'hi', w.name_hi, 'ur', w.name_ur) end as at,
      json_build_object('en', v.name_en, 'hi', v.name_hi, 'ur', v.name_ur) as product,
      ${guarantorsJson} as guarantors,
      coalesce((select json_agg(json_build_object('visitId', c.visit_id, 'on', c.on_date, 'metAt', c.met_at, 'result', c.result,
          'promisedOn', c.promised_on) order by c.visited_at, c.visit_id)
        from (select * from collection_visit c where c.org_id = l.org_id and c.loan_id = l.loan_id
          order by c.visited_at desc limit 20) c), '[]') as visits
    from office_loan l join hers on hers.loan_id = l.loan_id
    join loan_product_version v on v.org_id = l.org_id and v.product_id = l.product_id and v.version = l.version
    ${borrowerJoins()}
    left join lateral (select k.name, k.name_hi, k.name_ur from membership b join groups k on k.org_id = b.org_id and k.group_id = b.group_id
      where b.org_id = l.org_id and b.person_id = p.person_id and b.left_on is null order by b.joined_on limit 1) m on true
    left join place w on w.org_id = l.org_id and w.place_id = coalesce(p.place_id, g.place_id, en.place_id)
    where l.org_id = ${tx.orgId} and hers.is_sent order by hers.place_no`.execute(tx.db);
  return rows;
}

/** Of every book she holds money of or may collect for. */
async function cashOf(tx: Tx, who: Actor, books: string[]): Promise<SheetCash[]> {
  const moves = await movesOf(tx, who.userId);
  const { rows } = await sql<{ bookId: string; names: SheetCash['names'] }>`
    select b.book_id as "bookId", case when g.group_id is not null then json_build_object('en', g.name, 'hi', g.name_hi, 'ur', g.name_ur)
      else json_build_object('en', o.name, 'hi', o.name_hi, 'ur', o.name_ur) end as names
    from book b join org o on o.org_id = b.org_id
    left join groups g on g.org_id = b.org_id and g.group_id = b.body_id
    where b.org_id = ${tx.orgId} and b.book_id = any(${[...books, ...moves.map((move) => move.bookId)]}::uuid[])
    order by b.book_id`.execute(tx.db);
  return rows.map((row) => ({ ...row, lots: lotsOf(moves.filter((move) => move.bookId === row.bookId)) }));
}

async function handedOver(tx: Tx, who: Actor): Promise<SheetHandOver[]> {
  const { rows } =
    await sql<SheetHandOver>`select h.hand_over_id as "handOverId", h.book_id as "bookId", h.on_date as on, h.paise,
      h.given_to as "givenTo" from cash_hand_over h
    where h.org_id = ${tx.orgId} and h.user_id = ${who.userId} and not exists (select from cash_receipt r
      where r.org_id = h.org_id and r.hand_over_id = h.hand_over_id and not exists (select from cash_receipt_undone u
        where u.org_id = r.org_id and u.receipt_id = r.receipt_id))
    order by h.handed_at, h.hand_over_id`.execute(tx.db);
  return rows;
}

const since = (tx: Tx): string => addDays(tx.today, -DAYS_ON_PHONE);

async function receiptsOf(tx: Tx, who: Actor): Promise<SheetReceipt[]> {
  const { rows } =
    await sql<SheetReceipt>`select r.receipt_id as "receiptId", r.on_date as on, r.paise, h.paise as "statedPaise", r.reason
    from cash_receipt r left join cash_hand_over h on h.org_id = r.org_id and h.hand_over_id = r.hand_over_id
    where r.org_id = ${tx.orgId} and r.user_id = ${who.userId} and r.received_at >= ${since(tx)}::date
      and not exists (select from cash_receipt_undone u where u.org_id = r.org_id and u.receipt_id = r.receipt_id)
    order by r.received_at, r.receipt_id`.execute(tx.db);
  return rows;
}

async function takenOf(tx: Tx, who: Actor): Promise<SheetTake[]> {
  const { rows } =
    await sql<SheetTake>`select c.collection_id as "collectionId", c.loan_id as "loanId", c.on_date as on, c.paise,
      c.slip_no as "slipNo", ${BORROWER_NAMES} as names,
      exists (select from loan_event_undone u where u.org_id = c.org_id and u.loan_id = c.loan_id and u.event_id = c.event_id) as "isUndone"
    from collection c join office_loan l on l.org_id = c.org_id and l.loan_id = c.loan_id
    ${borrowerJoins()}
    where c.org_id = ${tx.orgId} and c.user_id = ${who.userId} and c.entered_at >= ${since(tx)}::date
    order by c.taken_at, c.collection_id`.execute(tx.db);
  return rows;
}

async function daysOf(tx: Tx, who: Actor): Promise<SheetDay[]> {
  const { rows } =
    await sql<SheetDay>`select on_date as on, counted_paise as "countedPaise", stated_paise as "statedPaise", reason
    from collection_day where org_id = ${tx.orgId} and user_id = ${who.userId} and entered_at >= ${since(tx)}::date order by on_date`.execute(
      tx.db,
    );
  return rows;
}
