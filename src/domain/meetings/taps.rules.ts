/**
 * The phone's taps: each takes a sheet and gives a new one that passes the schema; a tap that would not (an amount too large, a list
 * too long) changes nothing. Any change of content takes back the confirmations: nobody confirms what she did not see.
 */
import { canonicalJson } from '#platform/canonical.ts';
import type { IsoDate } from '#platform/dates.ts';
import { splitRepayment, dueAt, type ExcessTo, type LoanTerms, type ShownKeyFacts } from '#domain/loans/index.ts';
import { dueDatesFor, membersOn, nextMeetingOn, rulesOn } from './calendar.rules.ts';
import type { GroupContext } from './context.model.ts';
import {
  MeetingSheet,
  type AttendanceState,
  type Confirmation,
  type Fine,
  type NoteCount,
  type Recorder,
  type Saving,
} from './model.ts';
import { expectedClosingCash, isHere, sumNotes } from './totals.rules.ts';

/** The sheet with some parts changed, or as it was when the change does not fit. */
export function change(sheet: MeetingSheet, parts: Partial<MeetingSheet>): MeetingSheet {
  const after = { ...sheet, confirmations: [], closedAt: null, ...parts };
  return MeetingSheet.safeParse(after).success ? after : sheet;
}

/** Dates outside are refused by `judge`; calendar sums are not tried on them. */
const isPlannable = (on: IsoDate): boolean => on >= '1980-01-01' && on <= '2099-12-31';

/** A sheet filled in as usual: everyone present, opening as last closing, the next date by the group's cycle. No money is assumed. */
export function newSheet(
  context: GroupContext,
  start: Pick<MeetingSheet, 'meetingId' | 'heldOn' | 'kind' | 'source' | 'startedAt'> & { recorder: Recorder },
): MeetingSheet {
  const { recorder, ...given } = start;
  const { cycle } = rulesOn(context, start.heldOn);
  const president = context.officers.find(
    (officer) =>
      officer.office === 'president' &&
      officer.fromOn <= start.heldOn &&
      (officer.untilOn === null || start.heldOn < officer.untilOn),
  );
  const members = membersOn(context, start.heldOn);
  return {
    ...given,
    groupId: context.groupId,
    place: cycle.place,
    chairPersonId: members.find((member) => member.personId === president?.personId)?.personId ?? null,
    paperPhotoId: null,
    previousMeetingId: context.lastMeeting?.meetingId ?? null,
    recorders: [recorder],
    step: 1,
    opening: { asLastClosing: true, cashPaise: context.cashPaise, notes: [] },
    attendance: members.map(({ personId }) => ({ personId, state: 'present' })),
    fines: [],
    savings: [],
    repayments: [],
    otherReceipts: [],
    demands: [],
    loans: [],
    otherPayments: [],
    withdrawals: [],
    transfers: [],
    exits: [],
    corrections: [],
    toldCorrections: [],
    closing: { notes: [], cashPaise: 0, difference: null },
    minutes: { agenda: [], decisions: [], pagePhotoId: null },
    confirmations: [],
    nextMeeting: isPlannable(start.heldOn) ? { on: nextMeetingOn(cycle, start.heldOn), place: cycle.place } : null,
    closedAt: null,
  };
}

/** How far she came; keeps the confirmations. */
export const setStep = (sheet: MeetingSheet, step: number): MeetingSheet =>
  change(sheet, { step: Math.max(sheet.step, step), confirmations: sheet.confirmations, closedAt: sheet.closedAt });

export const setOpeningCount = (sheet: MeetingSheet, notes: NoteCount[]): MeetingSheet =>
  change(sheet, { opening: { asLastClosing: false, cashPaise: sumNotes(notes), notes } });
export const openAsLastClosing = (sheet: MeetingSheet, context: GroupContext): MeetingSheet =>
  change(sheet, { opening: { asLastClosing: true, cashPaise: context.cashPaise, notes: [] } });

const NEXT_STATE: Record<AttendanceState, AttendanceState> = {
  present: 'absent',
  absent: 'late',
  late: 'absent_notice',
  absent_notice: 'present',
};
const ROLL_REASONS = new Set<Fine['reason']>(['absent', 'absent_notice', 'late']);

/** present -> absent -> late -> absent with notice -> present; the fine of the group's rules comes and goes with it. */
export function toggleAttendance(sheet: MeetingSheet, context: GroupContext, personId: string): MeetingSheet {
  const now = sheet.attendance.find((mark) => mark.personId === personId)?.state;
  return setAttendance(sheet, context, { personId, state: now === undefined ? 'present' : NEXT_STATE[now] });
}
export function setAttendance(
  sheet: MeetingSheet,
  context: GroupContext,
  mark: { personId: string; state: AttendanceState },
): MeetingSheet {
  const known = sheet.attendance.some((other) => other.personId === mark.personId);
  const attendance = known
    ? sheet.attendance.map((other) => (other.personId === mark.personId ? mark : other))
    : [...sheet.attendance, mark];
  const others = sheet.fines.filter((fine) => fine.personId !== mark.personId || !ROLL_REASONS.has(fine.reason));
  const chargedPaise = mark.state === 'present' ? 0 : rulesOn(context, sheet.heldOn).finePaise[mark.state];
  const own: Fine[] =
    mark.state === 'present' || chargedPaise === 0
      ? []
      : [{ personId: mark.personId, reason: mark.state, chargedPaise, paidPaise: 0 }];
  return change(sheet, { attendance, fines: [...others, ...own] });
}

/** Sets one fine; with nothing charged and nothing paid it goes away. */
export function setFine(sheet: MeetingSheet, fine: Fine): MeetingSheet {
  const others = sheet.fines.filter((other) => other.personId !== fine.personId || other.reason !== fine.reason);
  return change(sheet, { fines: fine.chargedPaise === 0 && fine.paidPaise === 0 ? others : [...others, fine] });
}

export function usualSaving(context: GroupContext, on: IsoDate, personId: string): Saving {
  const { ownAmounts, usualCompulsoryPaise, usualVoluntaryPaise } = rulesOn(context, on);
  const own = ownAmounts.find((amount) => amount.personId === personId);
  return {
    personId,
    compulsoryPaise: own?.compulsoryPaise ?? usualCompulsoryPaise,
    voluntaryPaise: own?.voluntaryPaise ?? usualVoluntaryPaise,
  };
}
const isSaving = (saving: Saving): boolean => saving.compulsoryPaise > 0 || saving.voluntaryPaise > 0;
/** Everyone who is here saved what she usually saves. */
export const everyoneSavedUsual = (sheet: MeetingSheet, context: GroupContext): MeetingSheet =>
  change(sheet, {
    savings: membersOn(context, sheet.heldOn)
      .filter((member) => isHere(sheet, member.personId))
      .map((member) => usualSaving(context, sheet.heldOn, member.personId))
      .filter(isSaving),
  });
export function setSaving(sheet: MeetingSheet, saving: Saving): MeetingSheet {
  const at = sheet.savings.findIndex((other) => other.personId === saving.personId);
  const savings = at < 0 ? [...sheet.savings, saving] : sheet.savings.with(at, saving);
  return change(sheet, { savings: savings.filter(isSaving) });
}

/** She paid exactly what is due today. */
export function repayAsDue(sheet: MeetingSheet, context: GroupContext, loanId: string): MeetingSheet {
  const loan = context.loans.find((other) => other.loanId === loanId);
  return loan
    ? setRepaid(sheet, context, { loanId, paidPaise: dueAt(loan, sheet.heldOn).totalPaise, excessTo: null })
    : sheet;
}
/** She paid this much: split as the loan asks; more than due waits for her word where it goes (`excessTo` null). 0 takes the line away. */
export function setRepaid(
  sheet: MeetingSheet,
  context: GroupContext,
  paid: { loanId: string; paidPaise: number; excessTo: ExcessTo | null },
): MeetingSheet {
  const loan = context.loans.find((other) => other.loanId === paid.loanId);
  if (!loan || !Number.isSafeInteger(paid.paidPaise) || paid.paidPaise < 0) return sheet;
  const others = sheet.repayments.filter((line) => line.loanId !== paid.loanId);
  if (paid.paidPaise === 0) return change(sheet, { repayments: others });
  const { excessPaise, allowed: _allowed, ...parts } = splitRepayment(loan, paid.paidPaise, sheet.heldOn);
  const excess = excessPaise > 0 ? { amountPaise: excessPaise, to: paid.excessTo } : null;
  return change(sheet, { repayments: [...others, { loanId: loan.loanId, personId: loan.personId, ...parts, excess }] });
}

/** Adds a line at the end of a section; `removeLine` takes one away by its place. */
type Section = 'otherReceipts' | 'otherPayments' | 'withdrawals' | 'transfers' | 'exits' | 'corrections';
export const addLine = <S extends Section>(
  sheet: MeetingSheet,
  section: S,
  line: MeetingSheet[S][number],
): MeetingSheet => change(sheet, { [section]: [...sheet[section], line] });
export const removeLine = (sheet: MeetingSheet, section: Section, index: number): MeetingSheet =>
  change(sheet, { [section]: sheet[section].filter((_, at) => at !== index) });

export const addDemand = (
  sheet: MeetingSheet,
  demand: Pick<MeetingSheet['demands'][number], 'personId' | 'amountPaise' | 'purpose'>,
): MeetingSheet =>
  change(sheet, { demands: [...sheet.demands, { ...demand, decision: 'postponed', grantedPaise: 0, loanId: null }] });
export const removeDemand = (sheet: MeetingSheet, index: number): MeetingSheet =>
  change(sheet, {
    demands: sheet.demands.filter((_, at) => at !== index),
    loans: sheet.loans.filter((loan) => loan.loanId !== sheet.demands[index]?.loanId),
  });
/** Postponed or refused: a loan that had answered it is taken away. */
export function declineDemand(sheet: MeetingSheet, index: number, decision: 'postponed' | 'refused'): MeetingSheet {
  const demand = sheet.demands[index];
  if (!demand) return sheet;
  return change(sheet, {
    demands: sheet.demands.with(index, { ...demand, decision, grantedPaise: 0, loanId: null }),
    loans: sheet.loans.filter((loan) => loan.loanId !== demand.loanId),
  });
}

/** The group's usual terms for an amount. */
export function usualTerms(
  context: GroupContext,
  on: IsoDate,
  of: { principalPaise: number; instalments?: number },
): LoanTerms {
  const {
    usualInstalments,
    maxInstalments: _max,
    maxPrincipalPaise: _most,
    grace,
    ...usual
  } = rulesOn(context, on).loan;
  return {
    ...usual,
    ...(grace && { grace }),
    principalPaise: of.principalPaise,
    instalments: of.instalments ?? usualInstalments,
    residue: 'last',
  };
}

export type Grant = {
  readonly index: number;
  readonly loanId: string;
  readonly grantedPaise: number;
  readonly instalments?: number;
  readonly paidFrom: 'cash' | 'bank';
  readonly bankAccountId: string | null;
  readonly acknowledged: MeetingSheet['loans'][number]['acknowledged'];
};
/** Grants a demand whole or in part, on the group's usual terms, due at its coming meetings; granting again replaces. */
export function grantLoan(sheet: MeetingSheet, context: GroupContext, grant: Grant): MeetingSheet {
  const demand = sheet.demands[grant.index];
  const { index, loanId, grantedPaise, paidFrom, bankAccountId, acknowledged } = grant;
  if (!demand || grantedPaise > demand.amountPaise || !isPlannable(sheet.heldOn)) return sheet;
  const rules = rulesOn(context, sheet.heldOn);
  const terms = usualTerms(context, sheet.heldOn, { principalPaise: grantedPaise, instalments: grant.instalments });
  const plan = { from: sheet.heldOn, count: Math.min(terms.instalments, rules.loan.maxInstalments) };
  const loan: MeetingSheet['loans'][number] = {
    loanId,
    personId: demand.personId,
    source: 'own',
    purpose: demand.purpose,
    terms,
    dueDates: dueDatesFor(rules.cycle, terms.interval, plan),
    paidFrom,
    bankAccountId,
    acknowledged,
  };
  const told = sheet.loans.find((other) => other.loanId === loanId);
  if (told?.keyFacts?.shownOn === sheet.heldOn && saysSame(told, loan)) loan.keyFacts = told.keyFacts;
  const decision = grantedPaise === demand.amountPaise ? 'granted' : 'reduced';
  return change(sheet, {
    demands: sheet.demands.with(index, { ...demand, decision, grantedPaise, loanId }),
    loans: [...sheet.loans.filter((other) => other.loanId !== demand.loanId && other.loanId !== loanId), loan],
  });
}

/** The statement of a loan speaks of its terms and its days alone. */
const saysSame = (one: MeetingSheet['loans'][number], other: MeetingSheet['loans'][number]): boolean =>
  canonicalJson([one.terms, one.dueDates]) === canonicalJson([other.terms, other.dueDates]);

/** She was told of this loan, and says so; null takes it back. */
export const keepKeyFacts = (sheet: MeetingSheet, loanId: string, shown: ShownKeyFacts | null): MeetingSheet =>
  change(sheet, {
    loans: sheet.loans.map(({ keyFacts, ...loan }) =>
      loan.loanId === loanId
        ? { ...loan, ...(shown && { keyFacts: shown }) }
        : { ...loan, ...(keyFacts && { keyFacts }) },
    ),
  });

/** A correction read out to her; tapping again takes it back. @param way how she confirmed it; by her word when left out */
export function toggleTold(sheet: MeetingSheet, correctionId: string, way?: 'pin' | 'picture'): MeetingSheet {
  const ways = (sheet.toldWays ?? []).filter((one) => one.correctionId !== correctionId);
  if (sheet.toldCorrections.includes(correctionId))
    return change(sheet, {
      toldCorrections: sheet.toldCorrections.filter((id) => id !== correctionId),
      toldWays: ways,
    });
  return change(sheet, {
    toldCorrections: [...sheet.toldCorrections, correctionId],
    toldWays: way ? [...ways, { correctionId, way }] : ways,
  });
}

/** The closing count; a difference voted on an earlier count falls away. */
export const setClosingCount = (sheet: MeetingSheet, notes: NoteCount[]): MeetingSheet =>
  change(sheet, {
    closing: { notes: notes.filter((note) => note.count > 0), cashPaise: sumNotes(notes), difference: null },
  });
/** Votes the difference there is; without one, nothing to vote. */
export function voteDifference(
  sheet: MeetingSheet,
  vote: { votesFor: number; votesAgainst: number; reason: string },
): MeetingSheet {
  const gap = sheet.closing.cashPaise - expectedClosingCash(sheet);
  const kind = gap > 0 ? 'excess' : 'shortage';
  const difference = gap === 0 ? null : ({ kind, amountPaise: Math.abs(gap), ...vote } as const);
  return change(sheet, { closing: { ...sheet.closing, difference } });
}

/** One officer confirms; the last word of each counts. */
export const confirm = (sheet: MeetingSheet, confirmation: Confirmation): MeetingSheet =>
  change(sheet, {
    confirmations: [...sheet.confirmations.filter((other) => other.personId !== confirmation.personId), confirmation],
  });
export const closeSheet = (sheet: MeetingSheet, closedAt: string): MeetingSheet =>
  change(sheet, { confirmations: sheet.confirmations, closedAt, step: 8 });

/** The sheet goes on under another name on another phone. */
export const takeOver = (sheet: MeetingSheet, recorder: Recorder): MeetingSheet =>
  change(sheet, { recorders: [...sheet.recorders, recorder] });
