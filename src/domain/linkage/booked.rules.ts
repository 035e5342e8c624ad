/**
 * What a group's books say of each request for money. The books keep one account a kind of lender, not one a request, so each receipt is
 * laid to the request it belongs to: by sum and day as the register has it, else to the oldest one it fits into; what was paid back goes
 * to the oldest money still owed. Where that is a choice between several, it is said. Pure.
 */
import { daysBetween, type IsoDate } from '#platform/dates.ts';
import { FUNDS, type Fund, type LineState } from './funds.model.ts';

/** Lenders as the books keep them: the two kinds of bank loan together. */
export type Kept = 'revolving_fund' | 'cif' | 'vrf' | 'bank';
export const KEPT_OF: Readonly<Record<Fund, Kept>> = {
  revolving_fund: 'revolving_fund',
  cif: 'cif',
  vrf: 'vrf',
  bank_term: 'bank',
  cash_credit: 'bank',
};
/** In the order in which they count on one day; interest is asked for what is owed before it is paid back. `opening`: what stood when the books began. */
const KINDS = ['opening', 'came', 'interest', 'paid'] as const;
/** One line of a meeting, as its last correction left it. */
export type BookMove = {
  readonly on: IsoDate;
  readonly kept: Kept;
  readonly kind: (typeof KINDS)[number];
  readonly paise: number;
};
export type BookLine = {
  readonly lineId: string;
  readonly fund: Fund;
  readonly state: LineState;
  readonly appliedOn: IsoDate;
  readonly lastOn: IsoDate;
  readonly askedPaise: number;
  readonly sanctionedPaise: number | null;
  readonly receipts: readonly { readonly on: IsoDate; readonly paise: number }[];
};
export type Booked = {
  /** What came; of a limit, that is drawn again after it was paid in, the most that stood drawn. */
  readonly paise: number;
  readonly owedPaise: number;
  /** False where a receipt or a payment could belong to another request as well. */
  readonly isSure: boolean;
  readonly moves: readonly BookMove[];
};
export type BookedAll = {
  readonly lines: ReadonlyMap<string, Booked>;
  /** With what no request in the register asked for; of bank loans that is a term loan. */
  readonly funds: Readonly<Record<Fund, FundBooked>>;
};
export type FundBooked = {
  readonly paise: number;
  readonly owedPaise: number;
  /** False where what is owed could be the other kind of bank loan. */
  readonly isToldApart: boolean;
};

/** As far apart may the day of the register and the meeting that booked it be. */
const DAYS_APART = 45;

type Bucket = {
  readonly line: BookLine | null;
  readonly fund: Fund;
  readonly waiting: { on: IsoDate; paise: number }[];
  came: number;
  owed: number;
  most: number;
  isSure: boolean;
  isToldApart: boolean;
  readonly moves: BookMove[];
};
const bucketOf = (line: BookLine | null, fund: Fund): Bucket => ({
  ...{ line, fund, waiting: [...(line?.receipts ?? [])] },
  ...{ came: 0, owed: 0, most: 0, isSure: true, isToldApart: true, moves: [] },
});

export function bookedOf(lines: readonly BookLine[], moves: readonly BookMove[]): BookedAll {
  const buckets = FUNDS.map((fund) => bucketOf(null, fund)).concat(
    lines
      .filter((line) => line.state !== 'refused' && line.state !== 'withdrawn')
      .toSorted((a, b) => (a.appliedOn < b.appliedOn ? -1 : a.appliedOn > b.appliedOn ? 1 : 0))
      .map((line) => bucketOf(line, line.fund)),
  );
  const sorted = moves
    .filter((move) => move.paise !== 0)
    .toSorted((a, b) => (a.on === b.on ? KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) : a.on < b.on ? -1 : 1));
  for (const move of sorted) {
    const same = buckets.filter((one) => KEPT_OF[one.fund] === move.kept);
    if (move.kind === 'opening' || move.kind === 'came') take(move, same);
    else payBack(move, same);
  }
  const cameOf = ({ fund, came, most }: Bucket) => (fund === 'cash_credit' ? most : came);
  const sums = FUNDS.map((fund) => {
    const all = buckets.filter((one) => one.fund === fund);
    const sum = (of: (bucket: Bucket) => number) => all.reduce((total, one) => total + of(one), 0);
    const told = {
      paise: sum(cameOf),
      owedPaise: sum((one) => one.owed),
      isToldApart: all.every((one) => one.isToldApart),
    };
    return [fund, told] as const;
  });
  return {
    lines: new Map(
      buckets.flatMap((one) => {
        const { line, owed: owedPaise, isSure, moves: its } = one;
        return line ? [[line.lineId, { paise: cameOf(one), owedPaise, isSure, moves: its }] as const] : [];
      }),
    ),
    funds: Object.fromEntries(sums) as BookedAll['funds'],
  };
}

/** A receipt goes whole to one request. */
function take(move: BookMove, same: readonly Bucket[]): void {
  const bucket = (move.kind === 'opening' ? null : ownerOf(move, same)) ?? same.find((one) => one.line === null)!;
  bucket.came += move.paise;
  bucket.owed += move.paise;
  bucket.most = Math.max(bucket.most, bucket.owed);
  bucket.moves.push(move);
}

function ownerOf(move: BookMove, same: readonly Bucket[]): Bucket | null {
  const open = same.filter(
    ({ line }) => line && line.appliedOn <= move.on && (line.state !== 'closed' || move.on <= line.lastOn),
  );
  const registered = open
    .flatMap((bucket) =>
      bucket.waiting
        .filter((one) => one.paise === move.paise)
        .map((one) => ({ bucket, one, apart: Math.abs(daysBetween(one.on, move.on)) })),
    )
    .filter(({ apart }) => apart <= DAYS_APART)
    .toSorted((a, b) => a.apart - b.apart)[0];
  if (registered) {
    registered.bucket.waiting.splice(registered.bucket.waiting.indexOf(registered.one), 1);
    return registered.bucket;
  }
  const room = ({ line, fund, came, owed }: Bucket) =>
    (line!.sanctionedPaise ?? line!.askedPaise) - (fund === 'cash_credit' ? owed : came);
  const fitting = open.filter((one) => room(one) >= move.paise);
  const choices = fitting.length > 0 ? fitting : open;
  choose(choices);
  // what fits nowhere is shown at the newest, where the two views then differ
  return (fitting.length > 0 ? fitting[0] : open.at(-1)) ?? null;
}

/** Between several nothing is sure. */
function choose(choices: readonly Bucket[]): void {
  if (choices.length < 2) return;
  const isOneFund = new Set(choices.map((one) => one.fund)).size === 1;
  for (const one of choices) {
    one.isSure = false;
    if (!isOneFund) one.isToldApart = false;
  }
}

function payBack(move: BookMove, same: readonly Bucket[]): void {
  const owing = same.filter((one) => one.owed > 0);
  choose(owing);
  if (move.kind === 'interest') {
    owing[0]?.moves.push(move);
    return;
  }
  let left = move.paise;
  for (const one of owing) {
    const paise = Math.min(left, one.owed);
    if (paise === 0) continue;
    one.owed -= paise;
    left -= paise;
    one.moves.push({ ...move, paise });
  }
  // where nothing is owed any more it does not matter whose it was
  if (same.every((one) => one.owed === 0)) for (const one of same) one.isToldApart = true;
}
