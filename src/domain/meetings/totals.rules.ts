/**
 * The money lines of a sheet, one per head and woman: the register, the totals on the screen and the box that is expected all come
 * from this one list; the journal is built beside it and must agree (a property of the tests).
 */
import { sumPaise } from '#platform/money.ts';
import type { Till } from '#domain/savings/index.ts';
import { membersOn, rulesOn } from './calendar.rules.ts';
import type { GroupContext } from './context.model.ts';
import type { Correction, MeetingSheet, NoteCount, Transfer } from './model.ts';

export type RegisterLine = {
  readonly section:
    | 'fines'
    | 'savings'
    | 'repayments'
    | 'other_receipts'
    | 'loans'
    | 'other_payments'
    | 'withdrawals'
    | 'transfers'
    | 'exits'
    | 'corrections'
    | 'difference';
  /** What it is inside its section: `compulsory`, `interest`, `bookkeeper`, ... */
  readonly head: string;
  readonly personId: string | null;
  readonly loanId: string | null;
  readonly till: Till;
  readonly bankAccountId: string | null;
  readonly inPaise: number;
  readonly outPaise: number;
};
type Draft = Partial<RegisterLine> & Pick<RegisterLine, 'section' | 'head'>;
const line = (draft: Draft): RegisterLine => ({
  personId: null,
  loanId: null,
  till: 'cash',
  bankAccountId: null,
  inPaise: 0,
  outPaise: 0,
  ...draft,
});

export const sumNotes = (notes: readonly NoteCount[]): number =>
  sumPaise(notes.map((note) => note.valuePaise * note.count));

export function registerLines(sheet: MeetingSheet): RegisterLine[] {
  return [
    ...fromMembers(sheet),
    ...fromOthers(sheet),
    ...sheet.transfers.flatMap(ofTransfer),
    ...sheet.corrections.map(ofCorrection),
  ]
    .concat(ofDifference(sheet))
    .filter((row) => row.inPaise !== 0 || row.outPaise !== 0);
}

function fromMembers(sheet: MeetingSheet): RegisterLine[] {
  const fines = sheet.fines.map(({ personId, reason, paidPaise }) =>
    line({ section: 'fines', head: reason, personId, inPaise: paidPaise }),
  );
  const savings = sheet.savings.flatMap(({ personId, compulsoryPaise, voluntaryPaise }) => [
    line({ section: 'savings', head: 'compulsory', personId, inPaise: compulsoryPaise }),
    line({ section: 'savings', head: 'voluntary', personId, inPaise: voluntaryPaise }),
  ]);
  const repayments = sheet.repayments.flatMap(({ personId, loanId, excess, ...parts }) => {
    const of = { section: 'repayments', personId, loanId } as const;
    return [
      line({ ...of, head: 'fine', inPaise: parts.finePaise }),
      line({ ...of, head: 'fee', inPaise: parts.feePaise }),
      line({ ...of, head: 'interest', inPaise: parts.interestPaise }),
      line({ ...of, head: 'principal', inPaise: parts.principalPaise }),
      line({ ...of, head: `excess_${excess?.to ?? 'unasked'}`, inPaise: excess?.amountPaise ?? 0 }),
    ];
  });
  return [...fines, ...savings, ...repayments];
}

function fromOthers(sheet: MeetingSheet): RegisterLine[] {
  return [
    ...sheet.otherReceipts.map(({ head, partyId: personId, to: till, bankAccountId, amountPaise }) =>
      line({ section: 'other_receipts', head, personId, till, bankAccountId, inPaise: amountPaise }),
    ),
    ...sheet.loans.flatMap(({ personId, loanId, paidFrom: till, bankAccountId, terms }) => [
      line({ section: 'loans', head: 'lent', personId, loanId, till, bankAccountId, outPaise: terms.principalPaise }),
      line({ section: 'loans', head: 'fee', personId, loanId, till, bankAccountId, inPaise: terms.feePaise }),
    ]),
    ...sheet.otherPayments.map(({ head, partyId: personId, from: till, bankAccountId, amountPaise }) =>
      line({ section: 'other_payments', head, personId, till, bankAccountId, outPaise: amountPaise }),
    ),
    ...sheet.withdrawals.map(({ kind: head, personId, from: till, bankAccountId, amountPaise }) =>
      line({ section: 'withdrawals', head, personId, till, bankAccountId, outPaise: amountPaise }),
    ),
    ...sheet.exits.map(({ reason: head, personId, from: till, bankAccountId, paidPaise }) =>
      line({ section: 'exits', head, personId, till, bankAccountId, outPaise: paidPaise }),
    ),
  ];
}

function ofTransfer({ way, bankAccountId, amountPaise, byPersonId: personId }: Transfer): RegisterLine[] {
  const of = { section: 'transfers', head: way, personId } as const;
  const cashOut = line({ ...of, outPaise: amountPaise });
  const bankIn = line({ ...of, till: 'bank', bankAccountId, inPaise: amountPaise });
  if (way === 'handed') return [cashOut];
  if (way === 'arrived') return [bankIn];
  if (way === 'cash_to_bank') return [cashOut, bankIn];
  return [line({ ...of, till: 'bank', bankAccountId, outPaise: amountPaise }), line({ ...of, inPaise: amountPaise })];
}

/** The wrong entry goes back through the box, the right one comes in its place. */
function ofCorrection({ part, personId, loanId, wasPaise, nowPaise }: Correction): RegisterLine {
  const money =
    part === 'payment' ? { inPaise: wasPaise, outPaise: nowPaise } : { inPaise: nowPaise, outPaise: wasPaise };
  return line({ section: 'corrections', head: part, personId, loanId, ...money });
}

function ofDifference(sheet: MeetingSheet): RegisterLine[] {
  const { difference } = sheet.closing;
  if (!difference) return [];
  const { kind: head, amountPaise } = difference;
  const of = { section: 'difference', head } as const;
  return [line({ ...of, ...(head === 'excess' ? { inPaise: amountPaise } : { outPaise: amountPaise }) })];
}

/** The box as the books expect it before counting: opening + cash in - cash out, without the voted difference. */
export const expectedClosingCash = (sheet: MeetingSheet): number =>
  sheet.opening.cashPaise +
  sumPaise(
    registerLines(sheet)
      .filter((row) => row.till === 'cash' && row.section !== 'difference')
      .map((row) => row.inPaise - row.outPaise),
  );

const hereStates = new Set(['present', 'late']);
export const isHere = (sheet: MeetingSheet, personId: string): boolean =>
  sheet.attendance.some((mark) => mark.personId === personId && hereStates.has(mark.state));

export type Quorum = {
  readonly here: number;
  readonly members: number;
  readonly needed: number;
  readonly met: boolean;
};
export function quorumOf(sheet: MeetingSheet, context: GroupContext): Quorum {
  const members = membersOn(context, sheet.heldOn);
  const { numerator, denominator } = rulesOn(context, sheet.heldOn).quorum;
  const here = members.filter((member) => isHere(sheet, member.personId)).length;
  const needed = Math.ceil((members.length * numerator) / denominator);
  return { here, members: members.length, needed, met: here >= needed };
}

/** Money that can be lent now: expected box plus banks (with their limits), less the group's reserve; never below zero. */
export function moneyAvailable(
  sheet: MeetingSheet,
  context: GroupContext,
): { cashPaise: number; bankPaise: number; totalPaise: number } {
  const cash = expectedClosingCash(sheet);
  const moved = registerLines(sheet).filter((row) => row.till === 'bank');
  const bank =
    sumPaise(context.banks.map((account) => account.balancePaise + account.limitPaise)) +
    sumPaise(moved.map((row) => row.inPaise - row.outPaise));
  const total = cash + bank - rulesOn(context, sheet.heldOn).reservePaise;
  return { cashPaise: Math.max(0, cash), bankPaise: Math.max(0, bank), totalPaise: Math.max(0, total) };
}

export type MeetingTotals = Quorum & {
  readonly savedPaise: number;
  readonly repaidPaise: number;
  readonly finesPaidPaise: number;
  readonly otherReceiptsPaise: number;
  readonly lentPaise: number;
  readonly otherPaymentsPaise: number;
  readonly withdrawnPaise: number;
  readonly cashInPaise: number;
  readonly cashOutPaise: number;
  readonly bankInPaise: number;
  readonly bankOutPaise: number;
  readonly expectedCashPaise: number;
  readonly countedCashPaise: number;
  /** Counted less expected: what must be voted when not 0. */
  readonly differencePaise: number;
};
export function totals(sheet: MeetingSheet, context: GroupContext): MeetingTotals {
  const rows = registerLines(sheet);
  const sum = (way: 'inPaise' | 'outPaise', keep: (row: RegisterLine) => boolean) =>
    sumPaise(rows.filter(keep).map((row) => row[way]));
  const of = (section: RegisterLine['section']) => (row: RegisterLine) => row.section === section;
  const expectedCashPaise = expectedClosingCash(sheet);
  return {
    ...quorumOf(sheet, context),
    savedPaise: sum('inPaise', of('savings')),
    repaidPaise: sum('inPaise', of('repayments')),
    finesPaidPaise: sum('inPaise', of('fines')),
    otherReceiptsPaise: sum('inPaise', of('other_receipts')),
    lentPaise: sum('outPaise', of('loans')),
    otherPaymentsPaise: sum('outPaise', of('other_payments')),
    withdrawnPaise: sum('outPaise', (row) => row.section === 'withdrawals' || row.section === 'exits'),
    cashInPaise: sum('inPaise', (row) => row.till === 'cash'),
    cashOutPaise: sum('outPaise', (row) => row.till === 'cash'),
    bankInPaise: sum('inPaise', (row) => row.till === 'bank'),
    bankOutPaise: sum('outPaise', (row) => row.till === 'bank'),
    expectedCashPaise,
    countedCashPaise: sheet.closing.cashPaise,
    differencePaise: sheet.closing.cashPaise - expectedCashPaise,
  };
}
