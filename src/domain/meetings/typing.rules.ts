/**
 * A meeting laid out for typing it once more into the national register of groups, part after part as its entry goes: roll, money of
 * each woman, money of the group, bank, closing. The register's own form is not published (microfinance.md §11: LokOS): parts come from
 * its known modules (§3), their order and names are general knowledge (gk), held in `TYPING_ORDER` so that one line changes it.
 */
import type { Rate } from '#domain/loans/index.ts';
import { RECEIPT_HEADS, PAYMENT_HEADS } from './heads.ts';
import type { AttendanceState, MeetingSheet } from './model.ts';
import { expectedClosingCash, registerLines, type RegisterLine } from './totals.rules.ts';

export const TYPING_ORDER = [
  'roll',
  'savings',
  'repayments',
  'fines',
  'from_members',
  'to_members',
  'loans',
  'group_in',
  'group_out',
  'bank',
  'mended',
] as const;
export type TypingKey = (typeof TYPING_ORDER)[number];

/** One line as it is typed: a woman (or, where `heads` has one, what the money was for) and its figures in paise, one for each head. */
export type TypingRow = {
  readonly personId: string | null;
  readonly loanId: string | null;
  /** Names the line where it is not a woman's. */
  readonly head: string | null;
  readonly bankAccountId: string | null;
  readonly attendance: AttendanceState | null;
  /** Of a new loan: what the register asks beside the amount. */
  readonly loan: { readonly purpose: string; readonly rate: Rate; readonly instalments: number } | null;
  readonly amountsPaise: readonly number[];
};
export type TypingPart = {
  readonly key: TypingKey;
  /** Column heads, in the order of typing; `amount` for a part with one figure a line. */
  readonly heads: readonly string[];
  readonly rows: readonly TypingRow[];
  readonly totalsPaise: readonly number[];
};
export type TypingSheet = {
  readonly openingCashPaise: number;
  readonly cashInPaise: number;
  readonly cashOutPaise: number;
  readonly bankInPaise: number;
  readonly bankOutPaise: number;
  /** Counted less expected, as it was voted. */
  readonly differencePaise: number;
  readonly closingCashPaise: number;
  /** Only parts with a line. */
  readonly parts: readonly TypingPart[];
};

/** What stays of a paid excess where it ends: on the loan as principal, in savings as voluntary. */
const HEAD_OF: Readonly<Record<string, string>> = { excess_principal: 'principal' };
/** Typed in this order, whichever came first. */
const HEADS_IN_ORDER = ['compulsory', 'voluntary', 'principal', 'interest', 'fee', 'fine', 'excess_next', 'lent'];

type Entry = Omit<TypingRow, 'amountsPaise'> & { readonly column: string; readonly paise: number };

function partOfLine({ section, head }: RegisterLine): TypingKey | null {
  if (section === 'savings' || head === 'excess_savings') return 'savings';
  if (section === 'repayments' || section === 'fines' || section === 'loans') return section;
  if (section === 'withdrawals' || section === 'exits') return 'to_members';
  if (section === 'other_receipts') return of(RECEIPT_HEADS, head) === 'member' ? 'from_members' : 'group_in';
  if (section === 'other_payments') return of(PAYMENT_HEADS, head) === 'member' ? 'to_members' : 'group_out';
  return null;
}
const of = (rules: Readonly<Record<string, { readonly party: string }>>, head: string) => rules[head]?.party;

function columnOf(key: TypingKey, { section, head }: RegisterLine): string {
  if (key === 'savings' && head === 'excess_savings') return 'voluntary';
  if (key === 'fines') return 'fine';
  if (key === 'group_in' || key === 'group_out') return 'amount';
  return section === 'exits' ? 'left' : (HEAD_OF[head] ?? head);
}

function moneyEntries(sheet: MeetingSheet, key: TypingKey): Entry[] {
  return registerLines(sheet)
    .filter((line) => partOfLine(line) === key)
    .map((line) => {
      const isGroups = key === 'group_in' || key === 'group_out';
      return {
        personId: line.personId,
        loanId: key === 'repayments' || key === 'loans' ? line.loanId : null,
        head: isGroups ? line.head : null,
        bankAccountId: isGroups ? line.bankAccountId : null,
        attendance: null,
        loan: key === 'loans' ? loanOf(sheet, line.loanId) : null,
        column: columnOf(key, line),
        paise: line.inPaise || line.outPaise,
      };
    });
}

function loanOf(sheet: MeetingSheet, loanId: string | null): TypingRow['loan'] {
  const loan = sheet.loans.find((one) => one.loanId === loanId);
  return loan ? { purpose: loan.purpose, rate: loan.terms.rate, instalments: loan.terms.instalments } : null;
}

const blank = { personId: null, loanId: null, head: null, bankAccountId: null, attendance: null, loan: null } as const;

function entriesOf(sheet: MeetingSheet, key: TypingKey): Entry[] {
  if (key === 'roll')
    return sheet.attendance.map((mark) => ({
      ...blank,
      personId: mark.personId,
      attendance: mark.state,
      column: '',
      paise: 0,
    }));
  // a woman who saved nothing is typed with 0
  if (key === 'savings') {
    const nothing = sheet.attendance.map(({ personId }) => ({ ...blank, personId, column: 'compulsory', paise: 0 }));
    return [...nothing, ...moneyEntries(sheet, key)];
  }
  if (key === 'bank')
    return sheet.transfers.map((one) => ({
      ...blank,
      personId: one.byPersonId,
      head: one.way,
      bankAccountId: one.bankAccountId,
      column: 'amount',
      paise: one.amountPaise,
    }));
  if (key === 'mended')
    return sheet.corrections.flatMap((one) => {
      const row = { ...blank, personId: one.personId, loanId: one.loanId, head: one.head ?? one.part };
      return [
        { ...row, column: 'was', paise: one.wasPaise },
        { ...row, column: 'now', paise: one.nowPaise },
      ];
    });
  return moneyEntries(sheet, key);
}

function partOf(sheet: MeetingSheet, key: TypingKey): TypingPart {
  const entries = entriesOf(sheet, key);
  const place = (head: string) => HEADS_IN_ORDER.indexOf(head) + 1 || HEADS_IN_ORDER.length + 1;
  const heads = [...new Set(entries.map((entry) => entry.column))]
    .filter((head) => head !== '')
    .toSorted((a, b) => place(a) - place(b));
  const lines = Map.groupBy(entries, (entry) =>
    [entry.personId, entry.loanId, entry.head, entry.bankAccountId].join('|'),
  );
  const rows = [...lines.values()].map((same): TypingRow => {
    const { column: _column, paise: _paise, ...row } = same[0]!;
    return { ...row, amountsPaise: heads.map((head) => sumOf(same.filter((entry) => entry.column === head))) };
  });
  return {
    key,
    heads,
    rows,
    totalsPaise: heads.map((head) => sumOf(entries.filter((entry) => entry.column === head))),
  };
}
const sumOf = (entries: readonly Entry[]): number => entries.reduce((sum, entry) => sum + entry.paise, 0);

/** @param sheet of a closed meeting */
export function typingSheet(sheet: MeetingSheet): TypingSheet {
  const lines = registerLines(sheet).filter((line) => line.section !== 'difference');
  const sum = (till: RegisterLine['till'], way: 'inPaise' | 'outPaise') =>
    lines.filter((line) => line.till === till).reduce((total, line) => total + line[way], 0);
  return {
    openingCashPaise: sheet.opening.cashPaise,
    cashInPaise: sum('cash', 'inPaise'),
    cashOutPaise: sum('cash', 'outPaise'),
    bankInPaise: sum('bank', 'inPaise'),
    bankOutPaise: sum('bank', 'outPaise'),
    differencePaise: sheet.closing.cashPaise - expectedClosingCash(sheet),
    closingCashPaise: sheet.closing.cashPaise,
    parts: TYPING_ORDER.map((key) => partOf(sheet, key)).filter((part) => part.rows.length > 0),
  };
}
