/** Kinds of cash in use, largest first, in paise. A count sheet is a record from kind to how many. */
import type { Paise } from '#platform/money.ts';

export type CashKind = { readonly paise: Paise; readonly form: 'note' | 'coin' };

export const CASH_KINDS: readonly CashKind[] = [
  { paise: 50_000, form: 'note' },
  { paise: 20_000, form: 'note' },
  { paise: 10_000, form: 'note' },
  { paise: 5_000, form: 'note' },
  { paise: 2_000, form: 'note' },
  { paise: 1_000, form: 'note' },
  { paise: 1_000, form: 'coin' },
  { paise: 500, form: 'coin' },
  { paise: 200, form: 'coin' },
  { paise: 100, form: 'coin' },
];

/** "note-50000": notes and coins of ten rupees are counted apart. */
export type CashKey = `${CashKind['form']}-${number}`;
export type CashCounts = Readonly<Partial<Record<CashKey, number>>>;

export const cashKey = (kind: CashKind): CashKey => `${kind.form}-${kind.paise}`;

export const cashTotal = (counts: CashCounts, kinds: readonly CashKind[] = CASH_KINDS): Paise =>
  kinds.reduce((total, kind) => total + kind.paise * (counts[cashKey(kind)] ?? 0), 0);
