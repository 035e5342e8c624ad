/** The lender's book beside the group's: what the group owes by each, and the events that only one of them knows. */
import { sql } from 'kysely';
import { partySums, balanceOf } from '#domain/ledger/index.server.ts';
import { CHART } from '#domain/ledger/index.ts';
import { groupIsHers } from '#domain/people/index.server.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import type { Named } from './group.queries.server.ts';
import { groupBanksOf, untoldOf, type GroupBank, type Untold } from './two-books.untold.server.ts';
import type { PairAsked, PairsAsked } from './two-books.model.ts';
import {
  lenderOf,
  pairEvents,
  type LoanKind,
  type EventPair,
  type LenderBook,
  type SideEvent,
} from './two-books.rules.ts';

/** Money of a federation or trust, as a group's cash book knows it. A bank's loan has its bank's statement instead. */
const DEBTS = [CHART.cifLoan, CHART.vrfLoan, CHART.otherLoans];

type GroupRow = {
  readonly groupId: string;
  readonly bookId: string;
  readonly name: string;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
};
const namesOf = ({ name, nameHi, nameUr }: GroupRow): Named => ({ en: name, hi: nameHi, ur: nameUr });
const groupRows = async (tx: Tx, condition: ReturnType<typeof sql>): Promise<GroupRow[]> =>
  (
    await sql<GroupRow>`select g.group_id as "groupId", g.book_id as "bookId", g.name, g.name_hi as "nameHi", g.name_ur as "nameUr"
      from groups g where g.org_id = ${tx.orgId} and g.book_id is not null and not g.practice and ${condition}
      order by g.name, g.group_id`.execute(tx.db)
  ).rows;

type Body = LenderBook & { readonly names: Named | null };
/** Books that lend; null names = the organisation itself. */
async function lenderBooks(tx: Tx): Promise<Body[]> {
  const { rows } = await sql<LenderBook & { en: string | null; hi: string | null; ur: string | null }>`
    select b.book_id as "bookId", b.body_kind as "bodyKind", b.body_id as "bodyId", g.name as en, g.name_hi as hi, g.name_ur as ur
    from book b left join groups g on g.org_id = b.org_id and g.group_id = b.body_id
    where b.org_id = ${tx.orgId} and b.basis = 'accrual' and b.body_kind <> 'group' order by b.body_kind desc, b.book_id`.execute(
    tx.db,
  );
  return rows.map(({ en, hi, ur, ...book }) => ({ ...book, names: en === null ? null : { en, hi, ur } }));
}

type Above = { readonly groupId: string; readonly kind: string };
async function aboveOf(tx: Tx, groupIds: readonly string[]): Promise<Map<string, Above[]>> {
  const { rows } = await sql<{ below: string; groupId: string; kind: string }>`
    with recursive up as (
      select g.group_id as below, g.parent_group_id as id, 1 as depth from groups g
        where g.org_id = ${tx.orgId} and g.group_id = any(${groupIds}::uuid[])
      union all select up.below, g.parent_group_id, up.depth + 1 from up join groups g on g.org_id = ${tx.orgId} and g.group_id = up.id
        where up.depth < 6)
    select up.below, g.group_id as "groupId", g.kind from up join groups g on g.org_id = ${tx.orgId} and g.group_id = up.id
    order by up.below, up.depth`.execute(tx.db);
  const above = new Map<string, Above[]>();
  for (const { below, ...one } of rows) above.set(below, [...(above.get(below) ?? []), one]);
  return above;
}

type Owed = { readonly groupId: string; readonly bookId: string; readonly paise: number };
/** What lenders' books say is lent to these groups. */
async function lentTo(tx: Tx, groupIds: readonly string[], asOf: IsoDate): Promise<Owed[]> {
  const sums = groupIds.length === 0 ? [] : await partySums(tx, { partyIds: groupIds, asOf });
  const owed = new Map<string, Owed>();
  for (const sum of sums.filter((one) => one.account === CHART.groupLoans)) {
    const key = `${sum.partyId} ${sum.bookId}`;
    const paise = (owed.get(key)?.paise ?? 0) + balanceOf(sum);
    owed.set(key, { groupId: sum.partyId, bookId: sum.bookId, paise });
  }
  return [...owed.values()];
}

type Debt = {
  readonly bookId: string;
  readonly account: string;
  readonly partyId: string | null;
  readonly paise: number;
};
/** What the groups' own books say they owe, whom they name. */
async function debtsOf(tx: Tx, bookIds: readonly string[], asOf: IsoDate): Promise<Debt[]> {
  const { rows } = await sql<Debt>`select p.book_id as "bookId", p.account,
      nullif(p.party_id, '00000000-0000-0000-0000-000000000000') as "partyId", -sum(p.amount_paise)::bigint as paise
    from posting p where p.org_id = ${tx.orgId} and p.book_id = any(${bookIds}::uuid[]) and p.account = any(${DEBTS}::text[])
      and p.event_on <= ${asOf}::date group by 1, 2, 3`.execute(tx.db);
  return rows;
}

export type Remark = {
  readonly remarkId: string;
  readonly on: IsoDate;
  readonly differencePaise: number;
  readonly remark: string;
  readonly agreedBy: string;
  readonly enteredBy: string | null;
};
export type TwoBooksRow = {
  readonly groupId: string;
  readonly names: Named;
  /** Null: the lender keeps no book here, only the group's figure is known. */
  readonly lender: { readonly bookId: string; readonly names: Named | null } | null;
  readonly lenderPaise: number | null;
  readonly groupPaise: number;
  readonly differencePaise: number | null;
  /** The last remark about exactly this difference. */
  readonly agreed: Remark | null;
};

async function remarksOf(tx: Tx, groupIds: readonly string[]) {
  const { rows } = await sql<Remark & { groupId: string; lenderBookId: string }>`
    select r.remark_id as "remarkId", r.group_id as "groupId", r.lender_book_id as "lenderBookId", r.on_date as on,
      r.difference_paise as "differencePaise", r.remark, r.agreed_by as "agreedBy", u.name as "enteredBy"
    from difference_remark r left join app_user u on u.org_id = r.org_id and u.user_id = r.entered_by
    where r.org_id = ${tx.orgId} and r.group_id = any(${groupIds}::uuid[]) order by r.entered_at desc, r.remark_id desc`.execute(
    tx.db,
  );
  return rows;
}

async function rowsFor(tx: Tx, groups: readonly GroupRow[], on: IsoDate) {
  const ids = groups.map((one) => one.groupId);
  const books = await lenderBooks(tx);
  const above = await aboveOf(tx, ids);
  const lent = await lentTo(tx, ids, on);
  const debts = await debtsOf(
    tx,
    groups.map((one) => one.bookId),
    on,
  );
  const remarks = await remarksOf(tx, ids);
  return groups.flatMap((group) => {
    const lentBy = lent.filter((one) => one.groupId === group.groupId);
    const of = { books, above: above.get(group.groupId) ?? [], lentBy: lentBy.map((one) => one.bookId) };
    const own = debts
      .filter((one) => one.bookId === group.bookId)
      .map((debt) => ({ ...debt, lender: lenderOf(debt, of)?.bookId ?? null }));
    const lenders = new Set([...lentBy.map((one) => one.bookId), ...own.map((one) => one.lender)]);
    return [...lenders].map((bookId): TwoBooksRow & { debts: readonly Debt[] } => {
      const lender = books.find((one) => one.bookId === bookId) ?? null;
      const hers = own.filter((one) => one.lender === bookId);
      const groupPaise = hers.reduce((sum, one) => sum + one.paise, 0);
      const lenderPaise = lender ? (lentBy.find((one) => one.bookId === bookId)?.paise ?? 0) : null;
      const differencePaise = lenderPaise === null ? null : lenderPaise - groupPaise;
      const about = remarks.find((one) => one.groupId === group.groupId && one.lenderBookId === bookId);
      return {
        groupId: group.groupId,
        names: namesOf(group),
        lender: lender && { bookId: lender.bookId, names: lender.names },
        ...{ lenderPaise, groupPaise, differencePaise },
        agreed: about && differencePaise !== 0 && about.differencePaise === differencePaise ? about : null,
        debts: hers,
      };
    });
  });
}

export type TwoBooksList = { readonly on: IsoDate; readonly rows: readonly TwoBooksRow[] };
/** Groups of hers that owe a lender, or are owed for, by either book. */
export async function twoBooksList(tx: Tx, who: Actor, { on }: PairsAsked): Promise<TwoBooksList> {
  const day = on ?? tx.today;
  const rows = await rowsFor(tx, await groupRows(tx, sql`${groupIsHers(tx, who, 'g.group_id')}`), day);
  return { on: day, rows: rows.map(({ debts: _, ...row }) => row) };
}

export type TwoBooksPage = TwoBooksRow & {
  readonly on: IsoDate;
  readonly pairs: readonly EventPair[];
  readonly remarks: readonly Remark[];
  /** Loans of this lender, with the office's pages of them. */
  readonly loans: readonly { readonly loanId: string; readonly number: string; readonly outstandingPaise: number }[];
  /** Events of the lender that the group's book can be told, and its bank accounts of today. */
  readonly untold: readonly Untold[];
  readonly groupBanks: readonly GroupBank[];
};

/** Null when neither book knows anything of the other. */
export async function twoBooks(tx: Tx, { groupId, lenderBookId, on }: PairAsked): Promise<TwoBooksPage | null> {
  const day = on ?? tx.today;
  const groups = await groupRows(tx, sql`g.group_id = ${groupId}`);
  const row = (await rowsFor(tx, groups, day)).find((one) => one.lender?.bookId === lenderBookId);
  if (!row) return null;
  const { debts, ...shown } = row;
  const lenders = await lenderEvents(tx, { groupId, lenderBookId, day });
  const own = await groupEvents(tx, { bookId: groups[0]!.bookId, debts, day });
  const { rows: loans } = await sql<TwoBooksPage['loans'][number]>`
    select l.loan_id as "loanId", l.number, s.outstanding_paise as "outstandingPaise" from office_loan l
    join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    where l.org_id = ${tx.orgId} and l.book_id = ${lenderBookId} and l.borrower_kind = 'group' and l.borrower_id = ${groupId}
      and s.disbursed_on is not null order by l.number`.execute(tx.db);
  const remarks = (await remarksOf(tx, [groupId])).filter((one) => one.lenderBookId === lenderBookId);
  const pairs = pairEvents(lenders, own);
  const untold = await untoldOf(tx, { groupId, lenderBookId, pairs });
  return { ...shown, on: day, pairs, remarks, loans, untold, groupBanks: await groupBanksOf(tx, groupId) };
}

/** Journals that were taken back, and those that took them back, say nothing together. */
const standing = sql`j.reverses_seq is null and not exists (select from journal r where r.org_id = j.org_id and r.book_id = j.book_id and r.reverses_seq = j.seq)`;

type Sums = { readonly bookId: string; readonly seq: number; readonly on: IsoDate } & Record<LoanKind, number>;
const eventsIn = (rows: readonly Sums[]): SideEvent[] =>
  rows.flatMap(({ bookId, seq, on, lent, repaid, interest }) =>
    Object.entries({ lent, repaid, interest })
      .filter(([, paise]) => paise > 0)
      .map(([kind, paise]) => ({ bookId, seq, on, kind: kind as LoanKind, paise })),
  );

/** Interest, fines and fees are one figure: the group's book has one account for them. */
const EARNED = [CHART.memberInterest, CHART.fines, CHART.fees, CHART.fundsHeldForOthers];

async function lenderEvents(
  tx: Tx,
  { groupId, lenderBookId, day }: { groupId: string; lenderBookId: string; day: IsoDate },
): Promise<SideEvent[]> {
  const { rows } = await sql<Sums>`with of_group as (
      select j.seq, j.event_on, j.narration from office_loan l
      join loan_event e on e.org_id = l.org_id and e.loan_id = l.loan_id
      join journal j on j.source_id = e.event_id and j.org_id = l.org_id and j.book_id = l.book_id and j.source_kind = 'loan'
      where l.org_id = ${tx.orgId} and l.book_id = ${lenderBookId} and l.borrower_kind = 'group' and l.borrower_id = ${groupId}
        and j.event_on <= ${day}::date and ${standing})
    select ${lenderBookId} as "bookId", o.seq, o.event_on as on,
      coalesce(sum(p.amount_paise) filter (where p.account = ${CHART.groupLoans} and p.amount_paise > 0), 0)::bigint as lent,
      coalesce(-sum(p.amount_paise) filter (where p.account = ${CHART.groupLoans} and p.amount_paise < 0), 0)::bigint as repaid,
      greatest(0, coalesce(-sum(p.amount_paise) filter (where p.account = any(${EARNED}::text[])), 0))::bigint as interest
    from of_group o join posting p on p.org_id = ${tx.orgId} and p.book_id = ${lenderBookId} and p.seq = o.seq
    group by o.seq, o.event_on order by o.event_on, o.seq`.execute(tx.db);
  return eventsIn(rows);
}

async function groupEvents(
  tx: Tx,
  { bookId, debts, day }: { bookId: string; debts: readonly Debt[]; day: IsoDate },
): Promise<SideEvent[]> {
  const nobody = '00000000-0000-0000-0000-000000000000';
  const { rows } = await sql<Sums>`with debt as (
      select * from unnest(${debts.map((one) => one.account)}::text[], ${debts.map((one) => one.partyId ?? nobody)}::uuid[]) as d(account, party_id)),
    known as (select p.seq, p.event_on as on,
        coalesce(-sum(p.amount_paise) filter (where d.account is not null and p.amount_paise < 0), 0)::bigint as lent,
        coalesce(sum(p.amount_paise) filter (where d.account is not null and p.amount_paise > 0), 0)::bigint as repaid,
        coalesce(sum(p.amount_paise) filter (where p.account = ${CHART.interestToFederation}), 0)::bigint as interest
      from posting p left join debt d on d.account = p.account and d.party_id = p.party_id
      join journal j on j.org_id = p.org_id and j.book_id = p.book_id and j.seq = p.seq
      where p.org_id = ${tx.orgId} and p.book_id = ${bookId} and p.event_on <= ${day}::date and ${standing}
        and (d.account is not null or (p.account = ${CHART.interestToFederation}
          and (p.party_id = ${nobody} or p.party_id in (select party_id from debt))))
      group by p.seq, p.event_on)
    select ${bookId} as "bookId", seq, "on", lent, repaid, interest from known order by "on", seq`.execute(tx.db);
  return eventsIn(rows);
}
