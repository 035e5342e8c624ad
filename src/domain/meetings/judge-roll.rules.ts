/** Whether a sheet is fit to be judged at all: right group, right day, right people, nothing twice, counted and confirmed. */
import { ruledOut, type Params, type Ruling } from '#platform/outcomes.ts';
import { isMemberOn, membersOn, rulesOn } from './calendar.rules.ts';
import type { GroupContext } from './context.model.ts';
import type { MeetingSheet } from './model.ts';
import { expectedClosingCash, isHere, quorumOf, sumNotes } from './totals.rules.ts';

export type Refusal = Extract<Ruling<never>, { ok: false }>;
type Check = Refusal | null;
const no = (reason: string, params: Params = {}): Refusal => ruledOut(`meetings.${reason}`, params) as Refusal;

const FIRST_DAY = '1980-01-01';
const LAST_DAY = '2099-12-31';
const inRange = (on: string): boolean => on >= FIRST_DAY && on <= LAST_DAY;

export function checkPlaceInTime(sheet: MeetingSheet, context: GroupContext): Check {
  if (sheet.groupId !== context.groupId) return no('other_group');
  const { heldOn } = sheet;
  if (!inRange(heldOn)) return no('date_out_of_range', { on: heldOn });
  if (sheet.nextMeeting && (!inRange(sheet.nextMeeting.on) || sheet.nextMeeting.on <= heldOn)) {
    return no('next_not_after', { on: sheet.nextMeeting.on, heldOn });
  }
  if (sheet.kind === 'practice' && !context.practice) return null;
  if (heldOn < context.booksFromOn) return no('before_books', { on: heldOn, booksFromOn: context.booksFromOn });
  const last = context.lastMeeting;
  if (last && sheet.meetingId === last.meetingId) return no('already_closed', { on: last.heldOn });
  if (last && heldOn < last.heldOn) return no('before_last', { on: heldOn, lastOn: last.heldOn });
  if (last && heldOn === last.heldOn && sheet.kind === last.kind) return no('same_day', { on: heldOn });
  if (sheet.previousMeetingId !== (last?.meetingId ?? null))
    return no('previous_differs', { lastOn: last?.heldOn ?? null });
  if (sheet.source === 'paper' && sheet.paperPhotoId === null && sheet.minutes.pagePhotoId === null)
    return no('paper_photo_missing');
  return null;
}

export function checkOpening(sheet: MeetingSheet, context: GroupContext): Check {
  const { asLastClosing, cashPaise, notes } = sheet.opening;
  if (cashPaise !== context.cashPaise)
    return no('opening_differs', { openingPaise: cashPaise, lastClosingPaise: context.cashPaise });
  if (!asLastClosing && sumNotes(notes) !== cashPaise)
    return no('opening_notes_differ', { countedPaise: sumNotes(notes), cashPaise });
  return null;
}

/** Sections in which one key may stand only once. */
function keysOf(sheet: MeetingSheet): Record<string, string[]> {
  const person = (line: { personId: string }) => line.personId;
  return {
    attendance: sheet.attendance.map(person),
    fines: sheet.fines.map((fine) => `${fine.personId} ${fine.reason}`),
    savings: sheet.savings.map(person),
    repayments: sheet.repayments.map((line) => line.loanId),
    loans: sheet.loans.map((line) => line.loanId),
    demands: sheet.demands.flatMap((line) => line.loanId ?? []),
    withdrawals: sheet.withdrawals.map(person),
    exits: sheet.exits.map(person),
    corrections: sheet.corrections.map((line) => line.correctionId),
    told: sheet.toldCorrections,
    told_ways: (sheet.toldWays ?? []).map((one) => one.correctionId),
    confirmations: sheet.confirmations.map(person),
    opening: sheet.opening.notes.map((note) => String(note.valuePaise)),
    closing: sheet.closing.notes.map((note) => String(note.valuePaise)),
  };
}

export function checkNothingTwice(sheet: MeetingSheet): Check {
  for (const [section, keys] of Object.entries(keysOf(sheet))) {
    if (new Set(keys).size !== keys.length) return no('duplicate_line', { section });
  }
  return null;
}

export function checkPeople(sheet: MeetingSheet, context: GroupContext): Check {
  const known = new Map(context.members.map((member) => [member.personId, member]));
  const lines = [
    sheet.attendance,
    sheet.fines,
    sheet.savings,
    sheet.demands,
    sheet.loans,
    sheet.withdrawals,
    sheet.exits,
  ].flat();
  const carriers = sheet.transfers
    .filter((line) => line.way !== 'arrived')
    .map((line) => ({ personId: line.byPersonId }));
  const chair = sheet.chairPersonId === null ? [] : [{ personId: sheet.chairPersonId }];
  for (const { personId } of [...lines, ...carriers, ...chair]) {
    const member = known.get(personId);
    if (!member) return no('unknown_member', { personId });
    if (!isMemberOn(member, sheet.heldOn)) return no('not_member_on_date', { personId, on: sheet.heldOn });
  }
  const marked = new Set(sheet.attendance.map((mark) => mark.personId));
  const missing = membersOn(context, sheet.heldOn).find((member) => !marked.has(member.personId));
  return missing ? no('attendance_missing', { personId: missing.personId }) : null;
}

/** Loans, withdrawals, exits and granted demands need the quorum; attendance, savings and repayments never do. */
export function checkQuorum(sheet: MeetingSheet, context: GroupContext): Check {
  const decided = sheet.loans.length + sheet.withdrawals.length + sheet.exits.length;
  const { here, needed, met } = quorumOf(sheet, context);
  if (decided > 0 && !met) return no('no_quorum', { here, needed });
  const votes = [
    ...sheet.minutes.decisions,
    ...[...sheet.withdrawals, ...sheet.exits].flatMap((line) => line.resolution ?? []),
  ];
  if (sheet.closing.difference) votes.push({ ...sheet.closing.difference, text: '' });
  const over = votes.find((vote) => vote.votesFor + vote.votesAgainst > here);
  return over ? no('votes_more_than_present', { votes: over.votesFor + over.votesAgainst, here }) : null;
}

export function checkDemands(sheet: MeetingSheet): Check {
  for (const { personId, decision, amountPaise, grantedPaise, loanId } of sheet.demands) {
    const given = decision === 'granted' || decision === 'reduced';
    const sound = given
      ? grantedPaise > 0 && (decision === 'granted' ? grantedPaise === amountPaise : grantedPaise < amountPaise)
      : grantedPaise === 0 && loanId === null;
    if (!sound) return no('demand_inconsistent', { personId, decision });
    if (!given) continue;
    const loan = sheet.loans.find((line) => line.loanId === loanId);
    if (!loan) return no('demand_without_loan', { personId });
    if (loan.personId !== personId || loan.terms.principalPaise !== grantedPaise) {
      return no('loan_differs_from_demand', { personId, grantedPaise, loanPaise: loan.terms.principalPaise });
    }
  }
  return null;
}

export function checkTold(sheet: MeetingSheet, context: GroupContext): Check {
  for (const id of sheet.toldCorrections) {
    const pending = context.pendingCorrections.find((correction) => correction.correctionId === id);
    if (!pending) return no('told_unknown', { correctionId: id });
    if (!isHere(sheet, pending.personId)) return no('told_absent', { personId: pending.personId });
  }
  return null;
}

/** The box against the books: equal, or the exact difference voted, with a reason. */
export function checkClosing(sheet: MeetingSheet): Check {
  const { notes, cashPaise, difference } = sheet.closing;
  if (sumNotes(notes) !== cashPaise) return no('closing_notes_differ', { countedPaise: sumNotes(notes), cashPaise });
  const expectedPaise = expectedClosingCash(sheet);
  const gap = cashPaise - expectedPaise;
  const params = { expectedPaise, countedPaise: cashPaise, differencePaise: gap };
  if (gap === 0) return difference ? no('difference_wrong', params) : null;
  if (!difference) return no('count_differs', params);
  if (difference.kind !== (gap > 0 ? 'excess' : 'shortage') || difference.amountPaise !== Math.abs(gap))
    return no('difference_wrong', params);
  if (difference.votesFor <= difference.votesAgainst) return no('difference_not_carried', params);
  return difference.reason.trim() === '' ? no('difference_no_reason', params) : null;
}

/** Two different officers of that day, both at the meeting, each by PIN, picture or the photographed page. */
export function checkConfirmed(sheet: MeetingSheet, context: GroupContext): Check {
  for (const { personId, way } of sheet.confirmations) {
    const holds = context.officers.some(
      (officer) =>
        officer.personId === personId &&
        officer.fromOn <= sheet.heldOn &&
        (officer.untilOn === null || sheet.heldOn < officer.untilOn),
    );
    if (!holds) return no('not_officer', { personId });
    if (!isHere(sheet, personId)) return no('officer_absent', { personId });
    if (way === 'photo' && sheet.minutes.pagePhotoId === null) return no('page_photo_missing', { personId });
  }
  const confirmed = sheet.confirmations.length;
  return confirmed < 2 ? no('two_officers_needed', { confirmed }) : null;
}

/** Refuses `meetings.key_facts_missing` {personId}, `meetings.key_facts_unproved` {personId}: nothing shows that it was she, or nobody saw the thumb. */
export function checkKeyFacts(sheet: MeetingSheet, context: GroupContext): Check {
  if (!rulesOn(context, sheet.heldOn).product?.keyFacts) return null;
  for (const { personId, keyFacts } of sheet.loans) {
    if (keyFacts?.shownOn !== sheet.heldOn) return no('key_facts_missing', { personId });
    const { way, photoId, witness } = keyFacts;
    if ((way !== 'pin' && photoId === null) || (way === 'thumb' && witness === null))
      return no('key_facts_unproved', { personId });
  }
  return null;
}
