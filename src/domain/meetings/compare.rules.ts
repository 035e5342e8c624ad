/** Two sheets of one meeting field by field: what each says, and whether they agree. Pure. */
import type { MeetingSheet } from './model.ts';
import { registerLines } from './totals.rules.ts';

export type ComparedSide =
  | { readonly kind: 'money'; readonly paise: number }
  | { readonly kind: 'day' | 'text' | 'attendance'; readonly text: string };
export type FieldPair = {
  readonly key: string;
  readonly what:
    | 'held_on'
    | 'place'
    | 'opening'
    | 'closing'
    | 'attendance'
    | 'saving'
    | 'repayment'
    | 'fine'
    | 'loan'
    | 'withdrawal'
    | 'receipt'
    | 'payment';
  /** Whose line it is, or which head. */
  readonly personId: string | null;
  readonly head: string | null;
  /** Null where that sheet has no such line. */
  readonly left: ComparedSide | null;
  readonly right: ComparedSide | null;
  readonly same: boolean;
};

const WHAT: Readonly<Partial<Record<string, FieldPair['what']>>> = {
  fines: 'fine',
  savings: 'saving',
  repayments: 'repayment',
  loans: 'loan',
  withdrawals: 'withdrawal',
  exits: 'withdrawal',
  other_receipts: 'receipt',
};
const ORDER: readonly FieldPair['what'][] = [
  'held_on',
  'place',
  'opening',
  'attendance',
  'fine',
  'saving',
  'repayment',
  'receipt',
  'loan',
  'payment',
  'withdrawal',
  'closing',
];
type Entry = { pair: Pick<FieldPair, 'key' | 'what' | 'personId' | 'head'>; side: ComparedSide };

function entriesOf(sheet: MeetingSheet): Entry[] {
  const alone = (what: FieldPair['what'], side: ComparedSide): Entry => ({
    pair: { key: what, what, personId: null, head: null },
    side,
  });
  const sums = new Map<string, Entry>();
  for (const line of registerLines(sheet)) {
    const what = WHAT[line.section] ?? 'payment';
    const head = what === 'receipt' || what === 'payment' ? line.head : null;
    const key = `${what}|${head ?? line.personId ?? ''}`;
    const before = sums.get(key)?.side;
    const paise = (before?.kind === 'money' ? before.paise : 0) + line.inPaise - line.outPaise;
    sums.set(key, { pair: { key, what, personId: head ? null : line.personId, head }, side: { kind: 'money', paise } });
  }
  const marks = sheet.attendance.map(({ personId, state }): Entry => ({
    pair: { key: `attendance|${personId}`, what: 'attendance', personId, head: null },
    side: { kind: 'attendance', text: state },
  }));
  return [
    alone('held_on', { kind: 'day', text: sheet.heldOn }),
    alone('place', { kind: 'text', text: sheet.place }),
    alone('opening', { kind: 'money', paise: sheet.opening.cashPaise }),
    ...marks,
    ...sums.values(),
    alone('closing', { kind: 'money', paise: sheet.closing.cashPaise }),
  ];
}

/** In the order of the sheet; `left` stands in the books, `right` is held. */
export function compareSheets(left: MeetingSheet | null, right: MeetingSheet): FieldPair[] {
  const mine = new Map((left ? entriesOf(left) : []).map((entry) => [entry.pair.key, entry]));
  const hers = new Map(entriesOf(right).map((entry) => [entry.pair.key, entry]));
  const order = (key: string) => ORDER.indexOf((mine.get(key) ?? hers.get(key))!.pair.what);
  const keys = [...new Set([...mine.keys(), ...hers.keys()])].toSorted((a, b) => order(a) - order(b));
  return keys.map((key) => {
    const [a, b] = [mine.get(key), hers.get(key)];
    const same = JSON.stringify(a?.side) === JSON.stringify(b?.side);
    return { ...(a ?? b)!.pair, left: a?.side ?? null, right: b?.side ?? null, same };
  });
}
