/**
 * The judgement of a meeting: the same function on the phone and at the server. From a sheet and what was known before it, either one
 * balanced journal for the whole meeting with all that follows from it, or a coded refusal. It never throws on input that passes the
 * schemas.
 */
import { checkBalanced, credit, debit, mergePostings, type JournalDraft } from '#domain/ledger/index.ts';
import {
  dueAt,
  isCleared,
  NO_PARTS,
  outstandingOf,
  sumParts,
  type LoanState,
  type Parts,
} from '#domain/loans/index.ts';
import { isCarried, type MemberBalance, type Settlement } from '#domain/savings/index.ts';
import { canonicalJson } from '#platform/canonical.ts';
import type { IsoDate } from '#platform/dates.ts';
import { MAX_PAISE, sumPaise } from '#platform/money.ts';
import { ruled, ruledOut, type Params, type Ruling } from '#platform/outcomes.ts';
import { membersOn, rulesOn } from './calendar.rules.ts';
import type { GroupContext, PendingCorrection } from './context.model.ts';
import { correct, toTellOf } from './judge-corrections.rules.ts';
import {
  balanceOf,
  growLoans,
  moveTransfers,
  no,
  payLoans,
  payWithdrawals,
  settleExits,
  settleFor,
  startWork,
  takeFines,
  takeOthers,
  takeRepayments,
  takeSavings,
  type Step,
  type Work,
} from './judge-money.rules.ts';
import {
  checkClosing,
  checkConfirmed,
  checkDemands,
  checkKeyFacts,
  checkNothingTwice,
  checkOpening,
  checkPeople,
  checkPlaceInTime,
  checkQuorum,
  checkTold,
  type Refusal,
} from './judge-roll.rules.ts';
import type { AttendanceState, MeetingSheet } from './model.ts';
import { expectedClosingCash, isHere, registerLines, type RegisterLine } from './totals.rules.ts';

/** How far a sheet is judged: its lines only, with the closing count, or all with the two confirmations. */
export type Stage = 'recorded' | 'counted' | 'confirmed';

export type MemberLine = {
  readonly personId: string;
  readonly attendance: AttendanceState | null;
  readonly savedCompulsoryPaise: number;
  /** Excess she put into her savings included. */
  readonly savedVoluntaryPaise: number;
  readonly repaid: Parts;
  readonly finesChargedPaise: number;
  readonly finesPaidPaise: number;
  readonly withdrawnPaise: number;
  readonly borrowedPaise: number;
  readonly left: boolean;
  readonly after: MemberBalance;
  /** Principal she still has on loan. */
  readonly loanLeftPaise: number;
  readonly nextDue: { readonly on: IsoDate; readonly paise: number } | null;
};
export type Warning = { readonly code: string; readonly params: Params };
export type Judgement = {
  /** Null when nothing is posted: a practice meeting, or one without money. */
  readonly journal: JournalDraft | null;
  readonly practice: boolean;
  readonly memberLines: readonly MemberLine[];
  readonly registerLines: readonly RegisterLine[];
  readonly balances: readonly MemberBalance[];
  /** Every loan that this meeting made or changed, as it stands after it. */
  readonly loans: readonly LoanState[];
  readonly banks: readonly { readonly bankAccountId: string; readonly balancePaise: number }[];
  readonly inTransit: readonly { readonly personId: string; readonly amountPaise: number }[];
  readonly exitedPersonIds: readonly string[];
  readonly toTell: readonly PendingCorrection[];
  readonly told: readonly string[];
  readonly expectedCashPaise: number;
  /** The box afterwards: counted once counted, else expected. */
  readonly closingCashPaise: number;
  readonly confirmedByPhoto: boolean;
  readonly warnings: readonly Warning[];
};

const STEPS: readonly Step[] = [
  growLoans,
  correct,
  takeFines,
  takeSavings,
  takeRepayments,
  takeOthers,
  moveTransfers,
  payLoans,
  payWithdrawals,
  settleExits,
];

export function judge(sheet: MeetingSheet, context: GroupContext, stage: Stage = 'confirmed'): Ruling<Judgement> {
  const unfit =
    checkPlaceInTime(sheet, context) ??
    checkOpening(sheet, context) ??
    checkNothingTwice(sheet) ??
    checkPeople(sheet, context) ??
    checkDemands(sheet) ??
    checkTold(sheet, context) ??
    checkQuorum(sheet, context);
  if (unfit) return unfit;
  const work = startWork(context, sheet.heldOn);
  for (const step of STEPS) {
    const refusal = step(work, sheet, context);
    if (refusal) return refusal;
  }
  const banks = banksAfter(sheet, context);
  if (!Array.isArray(banks)) return banks;
  const refusal =
    checkTills(sheet, work, banks) ??
    (stage === 'recorded' ? null : (checkKeyFacts(sheet, context) ?? checkClosing(sheet))) ??
    (stage === 'confirmed' ? checkConfirmed(sheet, context) : null);
  if (refusal) return refusal;
  const journal = journalOf(sheet, context, work);
  return journal.ok ? ruled(judgementOf(sheet, context, { work, banks, journal: journal.value, stage })) : journal;
}

type BankAfter = { readonly bankAccountId: string; readonly balancePaise: number; readonly limitPaise: number };
function banksAfter(sheet: MeetingSheet, context: GroupContext): BankAfter[] | Refusal {
  const moved = registerLines(sheet).filter((line) => line.till === 'bank');
  const unknown = moved.find((line) => !context.banks.some((bank) => bank.bankAccountId === line.bankAccountId));
  if (unknown) return no('unknown_bank', { bankAccountId: unknown.bankAccountId });
  return context.banks.map(({ bankAccountId, balancePaise, limitPaise }) => {
    const own = moved.filter((line) => line.bankAccountId === bankAccountId);
    return {
      bankAccountId,
      limitPaise,
      balancePaise: balancePaise + sumPaise(own.map((line) => line.inPaise - line.outPaise)),
    };
  });
}

function checkTills(sheet: MeetingSheet, work: Work, banks: readonly BankAfter[]): Refusal | null {
  const cash = expectedClosingCash(sheet);
  const overdrawn = banks.find((bank) => bank.balancePaise < -bank.limitPaise);
  const short =
    cash < 0
      ? { till: 'cash', shortPaise: -cash }
      : overdrawn && { till: 'bank', shortPaise: -overdrawn.balancePaise - overdrawn.limitPaise };
  if (short) {
    const lent = sheet.loans.some((loan) => loan.paidFrom === short.till);
    return no(lent ? 'loan_without_money' : 'payment_without_money', short);
  }
  const standing = [...work.balances.values()].flatMap(({ personId: _person, ...parts }) => Object.values(parts));
  const all = [
    cash,
    sheet.closing.cashPaise,
    ...banks.map((bank) => bank.balancePaise),
    ...standing,
    ...work.transit.values(),
  ];
  return all.some((paise) => Math.abs(paise) > MAX_PAISE) ? no('amount_too_large', { mostPaise: MAX_PAISE }) : null;
}

function journalOf(sheet: MeetingSheet, context: GroupContext, work: Work): Ruling<JournalDraft | null> {
  const { difference } = sheet.closing;
  const differ = difference?.amountPaise ?? 0;
  const [receipts, payments] = [[...work.receipts], [...work.payments]];
  if (difference?.kind === 'excess') receipts.push(debit('cash', differ), credit('cashExcess', differ));
  if (difference?.kind === 'shortage') payments.push(debit('cashShortage', differ), credit('cash', differ));
  const postings = [...mergePostings(receipts), ...mergePostings(payments), ...mergePostings(work.added)];
  if (postings.some((posting) => Math.abs(posting.amountPaise) > MAX_PAISE))
    return ruledOut('meetings.amount_too_large', { mostPaise: MAX_PAISE });
  if (postings.length === 0 || isPractice(sheet, context)) return ruled(null);
  return checkBalanced({ eventOn: sheet.heldOn, narration: `meetings.${sheet.kind}`, postings });
}

export const isPractice = (sheet: MeetingSheet, context: GroupContext): boolean =>
  context.practice || sheet.kind === 'practice';

type Found = { work: Work; banks: readonly BankAfter[]; journal: JournalDraft | null; stage: Stage };
function judgementOf(sheet: MeetingSheet, context: GroupContext, found: Found): Judgement {
  const { work, banks, journal, stage } = found;
  const expectedCashPaise = expectedClosingCash(sheet);
  const closingCashPaise = stage === 'recorded' ? expectedCashPaise : sheet.closing.cashPaise;
  const lines = registerLines(sheet);
  const loans = [...work.touched].flatMap((loanId) => work.loans.get(loanId) ?? []);
  return {
    journal,
    practice: isPractice(sheet, context),
    memberLines: memberLinesOf(sheet, context, { work, lines }),
    registerLines: lines,
    balances: [...work.balances.values()],
    loans,
    banks: banks.map(({ bankAccountId, balancePaise }) => ({ bankAccountId, balancePaise })),
    inTransit: [...work.transit].flatMap(([personId, amountPaise]) =>
      amountPaise > 0 ? [{ personId, amountPaise }] : [],
    ),
    exitedPersonIds: [...work.exited],
    toTell: toTellOf(sheet),
    told: sheet.toldCorrections,
    expectedCashPaise,
    closingCashPaise,
    confirmedByPhoto: sheet.confirmations.some((confirmation) => confirmation.way === 'photo'),
    warnings: warningsOf(sheet, context, closingCashPaise),
  };
}

type Worked = { readonly work: Work; readonly lines: readonly RegisterLine[] };
function memberLinesOf(sheet: MeetingSheet, context: GroupContext, { work, lines }: Worked): MemberLine[] {
  // judged at every tap of the phone: each woman's lines are picked once, not once per figure
  const rowsOf = new Map<string | null, RegisterLine[]>();
  for (const row of lines) {
    const hers = rowsOf.get(row.personId);
    if (hers) hers.push(row);
    else rowsOf.set(row.personId, [row]);
  }
  const ids = new Set([
    ...membersOn(context, sheet.heldOn).map((member) => member.personId),
    ...sheet.repayments.map((line) => line.personId),
  ]);
  return [...ids].map((personId) => {
    const rows = rowsOf.get(personId) ?? [];
    const sum = (way: 'inPaise' | 'outPaise', section: RegisterLine['section'], head?: string) =>
      sumPaise(rows.filter((row) => row.section === section && (head ?? row.head) === row.head).map((row) => row[way]));
    const loans = [...work.loans.values()].filter((loan) => loan.personId === personId && !isCleared(loan));
    return {
      personId,
      attendance: sheet.attendance.find((mark) => mark.personId === personId)?.state ?? null,
      savedCompulsoryPaise: sum('inPaise', 'savings', 'compulsory'),
      savedVoluntaryPaise: sum('inPaise', 'savings', 'voluntary') + sum('inPaise', 'repayments', 'excess_savings'),
      repaid: work.repaid.get(personId) ?? NO_PARTS,
      finesChargedPaise: sumPaise(
        sheet.fines.filter((fine) => fine.personId === personId).map((fine) => fine.chargedPaise),
      ),
      finesPaidPaise: sum('inPaise', 'fines'),
      withdrawnPaise: sum('outPaise', 'withdrawals') + sum('outPaise', 'exits'),
      borrowedPaise: sum('outPaise', 'loans'),
      left: work.exited.has(personId),
      after: balanceOf(work, personId),
      loanLeftPaise: sumPaise(loans.map((loan) => outstandingOf(loan).principalPaise)),
      nextDue: nextDueOf(loans),
    };
  });
}

function nextDueOf(loans: readonly LoanState[]): MemberLine['nextDue'] {
  const open = loans.flatMap((loan) => loan.rows.find((row) => sumParts(row.asked) > sumParts(row.paid))?.dueOn ?? []);
  const on = open.toSorted()[0];
  return on === undefined ? null : { on, paise: sumPaise(loans.map((loan) => dueAt(loan, on).totalPaise)) };
}

/** Worth saying, never in the way. */
function warningsOf(sheet: MeetingSheet, context: GroupContext, closingCashPaise: number): Warning[] {
  const rules = rulesOn(context, sheet.heldOn);
  const warnings: Warning[] = [];
  const warn = (reason: string, params: Params = {}) => warnings.push({ code: `meetings.${reason}`, params });
  const { cashLimitPaise, reservePaise, loan: usual } = rules;
  if (cashLimitPaise !== null && closingCashPaise > cashLimitPaise)
    warn('cash_over_limit', { cashPaise: closingCashPaise, limitPaise: cashLimitPaise });
  if (sheet.loans.length > 0 && closingCashPaise < reservePaise)
    warn('reserve_used', { cashPaise: closingCashPaise, reservePaise });
  for (const { personId, terms, acknowledged } of sheet.loans) {
    if (acknowledged === null) warn('loan_not_acknowledged', { personId });
    const sameGrace = canonicalJson(terms.grace ?? null) === canonicalJson(usual.grace ?? null);
    const sameRate = terms.rate.rateBps === usual.rate.rateBps && terms.rate.per === usual.rate.per;
    const same = sameRate && sameGrace && terms.method === usual.method;
    if (!same) warn('loan_not_as_usual', { personId });
  }
  for (const { correctionId, personId } of context.pendingCorrections) {
    if (isHere(sheet, personId) && !sheet.toldCorrections.includes(correctionId)) warn('not_yet_told', { personId });
  }
  if (sheet.nextMeeting === null) warn('no_next_meeting');
  if (sheet.confirmations.some((confirmation) => confirmation.way === 'photo')) warn('confirmed_by_photo');
  if (sheet.minutes.decisions.some((decision) => !isCarried(decision))) warn('decision_not_carried');
  return warnings;
}

/** What leaving at this meeting would bring her, after the sheet's own lines: shown before the exit is written. Refuses `savings.exit_owes`. */
export function exitAmount(sheet: MeetingSheet, context: GroupContext, personId: string): Ruling<Settlement> {
  const others = { ...sheet, exits: sheet.exits.filter((line) => line.personId !== personId) };
  const work = startWork(context, sheet.heldOn);
  for (const step of STEPS) {
    const refusal = step(work, others, context);
    if (refusal) return refusal;
  }
  const { loans: _loans, ...ruling } = settleFor(work, personId, { from: 'cash', bankAccountId: null });
  return ruling;
}
