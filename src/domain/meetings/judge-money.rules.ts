/** The money of a sheet, section by section: each checks its lines against the books so far and adds its postings. */
import { credit, debit, type PostingDraft } from '#domain/ledger/index.ts';
import {
  addParts,
  applyRepayment,
  dueAt,
  grownBy,
  NO_PARTS,
  openLoan,
  payoffAt,
  splitRepayment,
  sumParts,
  type LoanState,
  type Parts,
} from '#domain/loans/index.ts';
import {
  intoTill,
  isCarried,
  judgeWithdrawal,
  noBalance,
  outOfTill,
  settleExit,
  type MemberBalance,
  type TillOf,
} from '#domain/savings/index.ts';
import { ruledOut, type Params } from '#platform/outcomes.ts';
import { rulesOn } from './calendar.rules.ts';
import type { GroupContext } from './context.model.ts';
import { PAYMENT_HEADS, RECEIPT_HEADS, type HeadRule } from './heads.ts';
import type { Refusal } from './judge-roll.rules.ts';
import type { MeetingSheet, NewLoan, Repayment } from './model.ts';

export type Work = {
  readonly on: string;
  readonly balances: Map<string, MemberBalance>;
  readonly loans: Map<string, LoanState>;
  readonly touched: Set<string>;
  readonly transit: Map<string, number>;
  /** What was really taken on her loans, excess placed there included. */
  readonly repaid: Map<string, Parts>;
  readonly exited: Set<string>;
  /** Kept apart so that the cash book shows money in and money out, not their difference. */
  readonly receipts: PostingDraft[];
  readonly payments: PostingDraft[];
  /** Interest added to balances. */
  readonly added: PostingDraft[];
};
export type Step = (work: Work, sheet: MeetingSheet, context: GroupContext) => Refusal | null;

export const no = (reason: string, params: Params = {}): Refusal => ruledOut(`meetings.${reason}`, params) as Refusal;
const CASH: TillOf = { from: 'cash', bankAccountId: null };

export const startWork = (context: GroupContext, on: string): Work => ({
  on,
  balances: new Map(context.balances.map((balance) => [balance.personId, balance])),
  loans: new Map(context.loans.map((loan) => [loan.loanId, loan])),
  touched: new Set(),
  transit: new Map(context.inTransit.map((part) => [part.personId, part.amountPaise])),
  repaid: new Map(),
  exited: new Set(),
  receipts: [],
  payments: [],
  added: [],
});

type BalancePart = Exclude<keyof MemberBalance, 'personId'>;
export const balanceOf = (work: Work, personId: string): MemberBalance =>
  work.balances.get(personId) ?? noBalance(personId);
export function addToBalance(work: Work, personId: string, change: { part: BalancePart; paise: number }): boolean {
  const before = balanceOf(work, personId);
  const after = before[change.part] + change.paise;
  if (after < 0) return false;
  work.balances.set(personId, { ...before, [change.part]: after });
  return true;
}
export const loanAccount = (loan: { source: LoanState['source'] }) =>
  loan.source === 'own' ? 'memberLoans' : 'memberLoansOnlent';
/** What its waiting rows added to the balance is lent from now on, and earned: no money moves. */
export const keepLoan = (work: Work, loan: LoanState): void => {
  const addedPaise = (loan.addedPaise ?? 0) - (work.loans.get(loan.loanId)?.addedPaise ?? 0);
  const of = { partyId: loan.personId, itemId: loan.loanId };
  if (addedPaise > 0)
    work.added.push(debit(loanAccount(loan), addedPaise, of), credit('memberInterest', addedPaise, of));
  work.loans.set(loan.loanId, loan);
  work.touched.add(loan.loanId);
};

/** Interest that came to its day since the last meeting goes onto the balance of loans whose rows wait. */
export const growLoans: Step = (work) => {
  for (const loan of [...work.loans.values()]) {
    const after = grownBy(loan, work.on);
    if (after !== loan) keepLoan(work, after);
  }
  return null;
};

export const takeFines: Step = (work, sheet) => {
  for (const { personId, chargedPaise } of sheet.fines)
    addToBalance(work, personId, { part: 'finesOwedPaise', paise: chargedPaise });
  for (const { personId, paidPaise } of sheet.fines) {
    const owedPaise = balanceOf(work, personId).finesOwedPaise;
    if (!addToBalance(work, personId, { part: 'finesOwedPaise', paise: -paidPaise })) {
      return no('fine_paid_over', { personId, owedPaise, paidPaise });
    }
    work.receipts.push(intoTill(CASH, paidPaise), credit('fines', paidPaise, { partyId: personId }));
  }
  return null;
};

export const takeSavings: Step = (work, sheet) => {
  for (const { personId, compulsoryPaise, voluntaryPaise } of sheet.savings) {
    saveFor(work, personId, { part: 'compulsoryPaise', paise: compulsoryPaise });
    saveFor(work, personId, { part: 'voluntaryPaise', paise: voluntaryPaise });
  }
  return null;
};
function saveFor(
  work: Work,
  personId: string,
  change: { part: 'compulsoryPaise' | 'voluntaryPaise'; paise: number },
): void {
  addToBalance(work, personId, change);
  const account = change.part === 'compulsoryPaise' ? 'compulsorySavings' : 'voluntarySavings';
  work.receipts.push(intoTill(CASH, change.paise), credit(account, change.paise, { partyId: personId }));
}

const partsPostings = (loan: LoanState, parts: Parts): PostingDraft[] => {
  const of = { partyId: loan.personId, itemId: loan.loanId };
  return [
    credit('fines', parts.finePaise, of),
    credit('fees', parts.feePaise, of),
    credit('memberInterest', parts.interestPaise, of),
    credit(loanAccount(loan), parts.principalPaise, of),
  ];
};

export const takeRepayments: Step = (work, sheet) => {
  for (const line of sheet.repayments) {
    const refusal = takeRepayment(work, line);
    if (refusal) return refusal;
  }
  return null;
};
function takeRepayment(work: Work, line: Repayment): Refusal | null {
  const { loanId, personId, excess } = line;
  const loan = work.loans.get(loanId);
  if (!loan) return no('unknown_loan', { loanId, personId });
  if (loan.personId !== personId) return no('not_her_loan', { loanId, personId });
  const paidPaise = sumParts(line) + (excess?.amountPaise ?? 0);
  const split = splitRepayment(loan, paidPaise, work.on);
  const same = ['finePaise', 'feePaise', 'interestPaise', 'principalPaise'] as const;
  if (sumParts(line) > sumParts(split))
    return no('repaid_more_than_due', { personId, duePaise: dueAt(loan, work.on).totalPaise, paidPaise });
  if (same.some((part) => line[part] !== split[part]))
    return no('split_differs', { personId, paidPaise, ...splitParams(split) });
  const ruling = applyRepayment(loan, { paidPaise, excessTo: excess?.to ?? null }, work.on);
  if (!ruling.ok) return { ...ruling, params: { ...ruling.params, personId } };
  const { parts, toSavingsPaise } = ruling.value;
  keepLoan(work, ruling.value.loan);
  work.repaid.set(personId, addParts(work.repaid.get(personId) ?? NO_PARTS, parts));
  work.receipts.push(intoTill(CASH, sumParts(parts)), ...partsPostings(loan, parts));
  saveFor(work, personId, { part: 'voluntaryPaise', paise: toSavingsPaise });
  return null;
}
const splitParams = ({ finePaise, feePaise, interestPaise, principalPaise }: Parts): Params => ({
  finePaise,
  feePaise,
  interestPaise,
  principalPaise,
});

function headRefusal(
  rule: HeadRule,
  line: { head: string; partyId: string | null },
  context: GroupContext,
): Refusal | null {
  if (rule.party === 'free') return null;
  if (line.partyId === null) return no('party_missing', { head: line.head });
  const known = rule.party === 'named' || context.members.some((member) => member.personId === line.partyId);
  return known ? null : no('unknown_member', { personId: line.partyId });
}
const party = (partyId: string | null) => (partyId === null ? {} : { partyId });

export const takeOthers: Step = (work, sheet, context) => {
  for (const line of sheet.otherReceipts) {
    const rule = RECEIPT_HEADS[line.head];
    const refusal = headRefusal(rule, line, context);
    if (refusal) return refusal;
    const till = { from: line.to, bankAccountId: line.bankAccountId };
    work.receipts.push(intoTill(till, line.amountPaise), credit(rule.account, line.amountPaise, party(line.partyId)));
    if (line.head === 'member_share' && line.partyId)
      addToBalance(work, line.partyId, { part: 'sharesPaise', paise: line.amountPaise });
  }
  for (const line of sheet.otherPayments) {
    const rule = PAYMENT_HEADS[line.head];
    const refusal = headRefusal(rule, line, context);
    if (refusal) return refusal;
    work.payments.push(debit(rule.account, line.amountPaise, party(line.partyId)), outOfTill(line, line.amountPaise));
  }
  return null;
};

export const moveTransfers: Step = (work, sheet) => {
  for (const { way, bankAccountId, amountPaise, byPersonId: personId } of sheet.transfers) {
    const bank = { from: 'bank', bankAccountId } as const;
    const before = work.transit.get(personId) ?? 0;
    if (way === 'cash_to_bank') work.payments.push(intoTill(bank, amountPaise), outOfTill(CASH, amountPaise));
    if (way === 'bank_to_cash') work.receipts.push(intoTill(CASH, amountPaise), outOfTill(bank, amountPaise));
    if (way === 'handed') {
      work.transit.set(personId, before + amountPaise);
      work.payments.push(debit('cashInTransit', amountPaise, { partyId: personId }), outOfTill(CASH, amountPaise));
    }
    if (way === 'arrived') {
      if (amountPaise > before) return no('transit_not_enough', { personId, carriedPaise: before, amountPaise });
      work.transit.set(personId, before - amountPaise);
      work.receipts.push(intoTill(bank, amountPaise), credit('cashInTransit', amountPaise, { partyId: personId }));
    }
  }
  return null;
};

export const payWithdrawals: Step = (work, sheet) => {
  for (const line of sheet.withdrawals) {
    const ruling = judgeWithdrawal(balanceOf(work, line.personId), line);
    if (!ruling.ok) return ruling;
    work.balances.set(line.personId, ruling.value.balance);
    work.payments.push(...ruling.value.postings);
  }
  return null;
};

export const payLoans: Step = (work, sheet, context) => {
  for (const line of sheet.loans) {
    const refusal = overRules(line, context, work.on) ?? payLoan(work, line);
    if (refusal) return refusal;
  }
  return null;
};
function overRules({ personId, terms }: NewLoan, context: GroupContext, on: string): Refusal | null {
  const { maxInstalments, maxPrincipalPaise } = rulesOn(context, on).loan;
  if (terms.instalments > maxInstalments)
    return no('loan_too_long', { personId, instalments: terms.instalments, most: maxInstalments });
  if (maxPrincipalPaise === null || terms.principalPaise <= maxPrincipalPaise) return null;
  return no('loan_too_big', { personId, principalPaise: terms.principalPaise, mostPaise: maxPrincipalPaise });
}
function payLoan(work: Work, line: NewLoan): Refusal | null {
  const { loanId, personId, source, purpose, terms, dueDates, bankAccountId } = line;
  if (work.loans.has(loanId)) return no('loan_exists', { loanId, personId });
  const ruling = openLoan({ loanId, personId, source, purpose, terms, dueDates, disbursedOn: work.on });
  if (!ruling.ok) return { ...ruling, params: { ...ruling.params, personId } };
  keepLoan(work, ruling.value);
  const till = { from: line.paidFrom, bankAccountId };
  const of = { partyId: personId, itemId: loanId };
  work.payments.push(debit(loanAccount(line), terms.principalPaise, of), outOfTill(till, terms.principalPaise));
  work.receipts.push(intoTill(till, terms.feePaise), credit('fees', terms.feePaise, of));
  return null;
}

export const settleExits: Step = (work, sheet) => {
  for (const { personId, resolution, paidPaise, from, bankAccountId } of sheet.exits) {
    if (!isCarried(resolution)) return no('exit_no_resolution', { personId });
    const settled = settleFor(work, personId, { from, bankAccountId });
    if (!settled.ok) return settled;
    if (settled.value.paidPaise !== paidPaise)
      return no('exit_amount_differs', { personId, paidPaise, rightPaise: settled.value.paidPaise });
    for (const loan of settled.loans) keepLoan(work, loan);
    work.balances.set(personId, noBalance(personId));
    work.exited.add(personId);
    work.payments.push(...settled.value.postings);
  }
  return null;
};

/** What leaving now would mean for her: all her loans paid off that day out of all she has. */
export function settleFor(work: Work, personId: string, till: TillOf) {
  const running = [...work.loans.values()].filter((loan) => loan.personId === personId && payoffAt(loan, work.on) > 0);
  const cleared = running.flatMap((loan) => {
    const paidPaise = payoffAt(loan, work.on);
    const excessTo = paidPaise > dueAt(loan, work.on).totalPaise ? 'principal' : null;
    const ruling = applyRepayment(loan, { paidPaise, excessTo }, work.on);
    return ruling.ok ? [ruling.value] : [];
  });
  const owed = cleared.map(
    ({ loan, parts }) => ({ ...parts, loanId: loan.loanId, account: loanAccount(loan) }) as const,
  );
  return { ...settleExit(balanceOf(work, personId), owed, till), loans: cleared.map(({ loan }) => loan) };
}
