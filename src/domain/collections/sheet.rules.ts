/**
 * The collection sheet as the phone holds it, and what it says with her own records on top that the office does not know yet. The
 * document is what `sheet.server.ts` sends; every figure on the screen is reckoned here.
 */
import type { IsoDate } from '#platform/dates.ts';
import { sumPaise } from '#platform/money.ts';
import { lotsOf, type CashLimitOn, type Lot } from './cash.rules.ts';
import type { DayClosing, HandOver, MetAt, Take, Visit, VisitResult } from './model.ts';
import { missedSince, type RecoveryRule, type VisitFacts } from './recovery.rules.ts';
import { dueOn, eventOfTaken, type DueOn, type LoanStory } from './take.rules.ts';

export type Names = { readonly en: string; readonly hi: string | null; readonly ur: string | null };

export type SheetVisit = VisitFacts & { readonly visitId: string; readonly promisedOn: IsoDate | null };
export type SheetLoan = LoanStory & {
  readonly loanId: string;
  readonly bookId: string;
  readonly number: string;
  readonly names: Names;
  /** Her group, or where she lives; where an enterprise works. */
  readonly at: Names | null;
  readonly product: Names;
  /** Who stands for it; phones of before this was said have none. */
  readonly guarantors?: readonly {
    readonly guarantorId: string;
    readonly names: Names;
    readonly phone: string | null;
  }[];
  readonly visits: readonly SheetVisit[];
};
export type SheetTake = {
  readonly collectionId: string;
  readonly loanId: string;
  readonly on: IsoDate;
  readonly paise: number;
  readonly slipNo: string;
  readonly names: Names;
  /** Taken back at the desk. */
  readonly isUndone: boolean;
};
export type SheetHandOver = Pick<HandOver, 'handOverId' | 'bookId' | 'on' | 'paise' | 'givenTo'>;
export type SheetReceipt = {
  readonly receiptId: string;
  readonly on: IsoDate;
  readonly paise: number;
  readonly statedPaise: number | null;
  readonly reason: string | null;
};
export type SheetDay = Pick<DayClosing, 'on' | 'countedPaise' | 'statedPaise' | 'reason'>;
export type SheetCash = {
  readonly bookId: string;
  readonly names: Names;
  /** What she owes that book, by the day it came. */
  readonly lots: readonly Lot[];
};

export type SheetDoc = {
  readonly rules: readonly RecoveryRule[];
  readonly limits: readonly CashLimitOn[];
  readonly loans: readonly SheetLoan[];
  /** Running loans that were not sent: none of them falls due before that day (null: nothing of them is to be asked). Null: all are here. */
  readonly away: { readonly loans: number; readonly dueFromOn: IsoDate | null } | null;
  readonly cash: readonly SheetCash[];
  /** Without a receipt yet. */
  readonly handedOver: readonly SheetHandOver[];
  /** Of the last weeks. */
  readonly receipts: readonly SheetReceipt[];
  readonly taken: readonly SheetTake[];
  readonly days: readonly SheetDay[];
};

/** What the wire carries of it: the document with its first loans, and the others in pieces that each fit an answer over a weak line. */
export type SheetPart = { readonly kind: string; readonly id: string; readonly doc?: unknown };
type Head = SheetDoc & { readonly morePieces?: number };
const [HEAD, PIECE] = ['collections', 'collections-more'];

/** @param loansAPart at least 1 */
export function sheetInParts(
  doc: SheetDoc,
  { userId, loansAPart }: { userId: string; loansAPart: number },
): Required<SheetPart>[] {
  const pieces = Math.max(0, Math.ceil(doc.loans.length / loansAPart) - 1);
  const piece = (at: number) => doc.loans.slice(at * loansAPart, (at + 1) * loansAPart);
  const head: Head = { ...doc, loans: piece(0), morePieces: pieces };
  const more = Array.from({ length: pieces }, (_, at) => ({ kind: PIECE, id: String(at + 1), doc: piece(at + 1) }));
  return [{ kind: HEAD, id: userId, doc: head }, ...more];
}

/** Null where there is no sheet. Pieces of an earlier, longer sheet may lie beside. */
export function sheetOfParts(parts: readonly SheetPart[]): SheetDoc | null {
  const head = parts.find((part) => part.kind === HEAD)?.doc as Head | undefined;
  if (!head) return null;
  const { morePieces = 0, ...doc } = head;
  const pieces = new Map(parts.flatMap((part) => (part.kind === PIECE ? [[part.id, part.doc as SheetLoan[]]] : [])));
  const more = Array.from({ length: morePieces }, (_, at) => pieces.get(String(at + 1)) ?? []);
  return { ...doc, loans: [doc.loans, ...more].flat() };
}

/** Her own commands that the document does not include yet, oldest first. */
export type OwnRecord =
  | { readonly kind: 'take'; readonly input: Take }
  | { readonly kind: 'visit'; readonly input: Visit }
  | { readonly kind: 'handOver'; readonly input: HandOver }
  | { readonly kind: 'closeDay'; readonly input: DayClosing };

/** The sheet with her own records laid on it; the phone's figures until the office has answered. */
export function withOwn(doc: SheetDoc, own: readonly OwnRecord[]): SheetDoc {
  return own.reduce(laidOn, doc);
}

function laidOn(doc: SheetDoc, record: OwnRecord): SheetDoc {
  if (record.kind === 'take') return takenOn(doc, record.input);
  if (record.kind === 'handOver') {
    const { handOverId, bookId, on, paise, givenTo } = record.input;
    return { ...doc, handedOver: [...doc.handedOver, { handOverId, bookId, on, paise, givenTo }] };
  }
  if (record.kind === 'closeDay') {
    const { on, countedPaise, statedPaise, reason } = record.input;
    return { ...doc, days: [...doc.days, { on, countedPaise, statedPaise, reason }] };
  }
  const { visitId, loanId, on, metAt, result, promisedOn } = record.input;
  const visit = { visitId, on, metAt, result, promisedOn };
  const loans = doc.loans.map((loan) => (loan.loanId === loanId ? { ...loan, visits: [...loan.visits, visit] } : loan));
  return { ...doc, loans };
}

function takenOn(doc: SheetDoc, take: Take): SheetDoc {
  const { collectionId, loanId, on, paise, slipNo } = take;
  const loan = doc.loans.find((one) => one.loanId === loanId);
  if (!loan) return doc;
  const event = eventOfTaken(loan, { ...take, eventId: collectionId }, false);
  const loans = doc.loans.map((one) => (one === loan ? { ...one, events: [...one.events, event] } : one));
  const cash = doc.cash.map((one) =>
    one.bookId === loan.bookId ? { ...one, lots: lotsOf([...one.lots, { on, paise }]) } : one,
  );
  const taken = [...doc.taken, { collectionId, loanId, on, paise, slipNo, names: loan.names, isUndone: false }];
  return { ...doc, loans, cash, taken };
}

export type SheetRow = { readonly loan: SheetLoan; readonly due: DueOn };
export type Sheet = {
  /** Something is to be asked for today: longest late first. */
  readonly due: readonly SheetRow[];
  /** Nothing yet; soonest first. */
  readonly later: readonly SheetRow[];
  readonly todayPaise: number;
  readonly latePaise: number;
};

const before = (a: string | null, b: string | null): number => (a ?? '9').localeCompare(b ?? '9');

/** Loans that do not run that day (paid off by her own record, for one) are left out. */
export function sheetOn(doc: SheetDoc, on: IsoDate): Sheet {
  const rows = doc.loans.flatMap((loan) => {
    const due = dueOn(loan, on);
    return due ? [{ loan, due }] : [];
  });
  const due = rows.filter((row) => row.due.duePaise > 0);
  return {
    due: due.sort((a, b) => b.due.daysLate - a.due.daysLate || a.loan.number.localeCompare(b.loan.number)),
    later: rows.filter((row) => row.due.duePaise <= 0).sort((a, b) => before(a.due.nextOn, b.due.nextOn)),
    todayPaise: sumPaise(due.map((row) => row.due.todayPaise)),
    latePaise: sumPaise(due.map((row) => row.due.latePaise)),
  };
}

/** What of her loans is not on this phone: `later` when nothing of it can be due yet, `due` when some may be, for news is long overdue. */
export function awayOn({ away }: SheetDoc, on: IsoDate): 'none' | 'later' | 'due' {
  if (!away) return 'none';
  return away.dueFromOn !== null && away.dueFromOn <= on ? 'due' : 'later';
}

/** How often she missed the agreed place since she last paid. */
export function missedOf(loan: SheetLoan): number {
  const paid = loan.events.filter((event) => event.kind === 'repaid' || event.kind === 'settled');
  return missedSince(
    loan.visits,
    paid.reduce<IsoDate | null>((last, { on }) => (last && last > on ? last : on), null),
  );
}

export type InHand = {
  /** Owed to the office: with her, or given away without a receipt yet. */
  readonly owedPaise: number;
  readonly awaitingPaise: number;
  /** What lies in her bag when all is right. */
  readonly withHerPaise: number;
};
/** @param bookId of one lender; left out: of all */
export function inHand(doc: SheetDoc, bookId?: string): InHand {
  const ours = <One extends { bookId: string }>(rows: readonly One[]) =>
    rows.filter((row) => bookId === undefined || row.bookId === bookId);
  const owedPaise = sumPaise(ours(doc.cash).flatMap((cash) => cash.lots.map((lot) => lot.paise)));
  const awaitingPaise = sumPaise(ours(doc.handedOver).map((one) => one.paise));
  return { owedPaise, awaitingPaise, withHerPaise: Math.max(0, owedPaise - awaitingPaise) };
}

export const lotsOfAll = (doc: SheetDoc): Lot[] => lotsOf(doc.cash.flatMap((cash) => cash.lots));
export const isClosedOn = (doc: SheetDoc, on: IsoDate): boolean => doc.days.some((day) => day.on === on);

/** The day and how many she took on it: short enough to be said. */
export const slipNumber = (doc: SheetDoc, on: IsoDate): string =>
  `${on.slice(2).replaceAll('-', '')}-${doc.taken.filter((take) => take.on === on).length + 1}`;

export type { MetAt, VisitResult };
