/** One event, two views: which entry of the lender's book is which entry of the group's, by kind, amount and day. Pure. */
import { daysBetween, type IsoDate } from '#platform/dates.ts';

/** Of loans, and of savings that a group keeps at its federation. */
export const EVENT_KINDS = ['lent', 'repaid', 'interest', 'paid_in', 'withdrawn'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
export type LoanKind = Extract<EventKind, 'lent' | 'repaid' | 'interest'>;
/** What one journal says of one kind; several loans of one day are one entry. */
export type SideEvent = {
  readonly bookId: string;
  readonly seq: number;
  readonly on: IsoDate;
  readonly kind: EventKind;
  readonly paise: number;
};
export type EventPair = { readonly lender: SideEvent | null; readonly group: SideEvent | null };

/** A group books at its next meeting what its lender booked that day: a month either way. */
export const WINDOW_DAYS = 31;

const byDay = (a: SideEvent, b: SideEvent) => a.on.localeCompare(b.on) || a.seq - b.seq;

/** Nearest days first, each entry once; what finds no other half stands alone. Oldest first. */
export function pairEvents(lenders: readonly SideEvent[], groups: readonly SideEvent[]): EventPair[] {
  const near = lenders
    .flatMap((lender) =>
      groups
        .filter((group) => group.kind === lender.kind && group.paise === lender.paise)
        .map((group) => ({ lender, group, days: Math.abs(daysBetween(lender.on, group.on)) })),
    )
    .filter((pair) => pair.days <= WINDOW_DAYS)
    .sort((a, b) => a.days - b.days || byDay(a.lender, b.lender) || byDay(a.group, b.group));
  const [lenderTaken, groupTaken] = [new Set<SideEvent>(), new Set<SideEvent>()];
  const pairs: EventPair[] = [];
  for (const { lender, group } of near) {
    if (lenderTaken.has(lender) || groupTaken.has(group)) continue;
    lenderTaken.add(lender);
    groupTaken.add(group);
    pairs.push({ lender, group });
  }
  for (const lender of lenders) if (!lenderTaken.has(lender)) pairs.push({ lender, group: null });
  for (const group of groups) if (!groupTaken.has(group)) pairs.push({ lender: null, group });
  return pairs.sort((a, b) => byDay((a.lender ?? a.group)!, (b.lender ?? b.group)!));
}

export type LenderBook = {
  readonly bookId: string;
  readonly bodyKind: 'trust' | 'federation' | 'centre';
  readonly bodyId: string;
};
type Debt = { readonly account: string; readonly partyId: string | null };

/**
 * Whose book tells the other half of a debt of the group: the lender it names; else the federation above it that keeps a book (a village
 * organisation lends the VRF, a cluster the CIF); else the one book that lent to it. Null: that lender keeps no book here.
 */
export function lenderOf(
  { account, partyId }: Debt,
  of: {
    readonly books: readonly LenderBook[];
    /** Bodies above the group, the nearest first. */
    readonly above: readonly { readonly groupId: string; readonly kind: string }[];
    readonly lentBy: readonly string[];
  },
): LenderBook | null {
  const named = of.books.find((book) => book.bodyId === partyId);
  if (named) return named;
  const kind = account === '2130' ? 'village_organisation' : account === '2120' ? 'cluster_federation' : null;
  const federation = of.above.find((one) => one.kind === kind);
  const its = of.books.find((book) => book.bodyId === federation?.groupId);
  if (its) return its;
  const lent = of.books.filter((book) => of.lentBy.includes(book.bookId));
  return lent.length === 1 ? lent[0]! : null;
}
