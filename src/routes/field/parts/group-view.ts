/** What a group's figures are on this phone: as the office confirmed them and, on top, with what is not confirmed yet. */
import { provisional, readWithUnsent, type RecordedCommand, type Store, type WithUnsent } from '#field/index.ts';
import {
  bookedLines,
  contextAfter,
  judge,
  type CancelledMeeting,
  type Correction,
  type GroupContext,
  type Judgement,
  type MeetingDoc,
  type MeetingSheet,
  type SkippedMeeting,
} from '#domain/meetings/index.ts';
import type { TellGround, TellNote } from '#domain/linkage/index.ts';
import { sumPaise } from '#platform/money.ts';
import { isClosing, sheetOf } from './amounts.ts';
import { readOlder, withOlder } from './older.ts';

/** A meeting recorded here whose effect the office's figures do not include yet. */
export type OwnMeeting = {
  readonly commandId: string;
  readonly status: RecordedCommand['status'];
  readonly doc: MeetingDoc;
  /** Lines of earlier meetings that this one puts right. */
  readonly corrections: readonly Correction[];
};
export type GroupView = {
  readonly confirmed: GroupContext;
  readonly onPhone: GroupContext;
  /** As the office has them, oldest first. */
  readonly meetings: readonly MeetingDoc[];
  readonly own: readonly OwnMeeting[];
  /** Of the group as the office last told it. */
  readonly version: string;
  /** Commands not in the confirmed figures yet. */
  readonly onTop: number;
  /** What signs worth a look are told by; null on a group that was sent before there were any. */
  readonly tells?: TellGround | null;
  /** Answers to them recorded here and not confirmed yet. */
  readonly ownNotes?: readonly TellNote[];
};

/** Null while the group is not completely on the phone. */
export async function viewOf(store: Store, groupId: string): Promise<GroupView | null> {
  const [held, older] = await Promise.all([readWithUnsent(store, groupId), readOlder(store)]);
  const figures = held && figuresOf(held);
  if (!figures) return null;
  const meetings = held.group.parts.flatMap((part) => (part.kind === 'meeting' ? [part.doc as MeetingDoc] : []));
  return {
    ...figures,
    meetings: withOlder(older, meetings),
    version: held.group.version,
    onTop: held.onTop.length,
    tells: (held.group.parts.find((part) => part.kind === 'tells')?.doc as TellGround | undefined) ?? null,
  };
}

type Figures = Pick<GroupView, 'confirmed' | 'onPhone' | 'own'> & { readonly ownNotes: readonly TellNote[] };
/** Refused work is left out. Null while the office has told no figures (a collection sheet has none). */
export function figuresOf({ group, onTop }: WithUnsent): Figures | null {
  const context = group.parts.find((part) => part.kind === 'context')?.doc as GroupContext | undefined;
  if (!context) return null;
  const own: OwnMeeting[] = [];
  const ownNotes: TellNote[] = [];
  const figures = provisional(context, onTop, (now, command) => {
    if (command.status === 'refused') return now;
    if (command.envelope.name === 'linkage.noteTell') ownNotes.push(command.envelope.payload as TellNote);
    const { id: commandId, status } = command;
    const doc = notHeldDoc(command);
    if (doc) own.push({ commandId, status, doc, corrections: [] });
    if (!isClosing(command)) return now;
    const sheet = sheetOf(command);
    const ruling = judge(sheet, now);
    if (!ruling.ok) return now;
    own.push({ commandId, status, doc: docOf(sheet, ruling.value), corrections: sheet.corrections });
    return contextAfter(now, sheet, ruling.value);
  });
  return { ...figures, own, ownNotes };
}

function notHeldDoc({ id, envelope }: RecordedCommand): MeetingDoc | null {
  if (envelope.name === 'meetings.skip') {
    const { plannedOn, nextMeeting, ...why } = envelope.payload as SkippedMeeting;
    return emptyDoc({ meetingId: id, heldOn: plannedOn, state: 'skipped', nextOn: nextMeeting?.on ?? null }, why);
  }
  if (envelope.name !== 'meetings.cancel') return null;
  const { meetingId, heldOn, ...why } = envelope.payload as CancelledMeeting;
  return emptyDoc({ meetingId, heldOn, state: 'cancelled', nextOn: null }, why);
}

const emptyDoc = (
  of: Pick<MeetingDoc, 'meetingId' | 'heldOn' | 'state' | 'nextOn'>,
  { reason, note }: { reason: string; note: string },
): MeetingDoc => ({
  ...of,
  kind: 'regular',
  reason: note ? `${reason}: ${note}` : reason,
  previousMeetingId: null,
  openingCashPaise: 0,
  closingCashPaise: 0,
  present: 0,
  members: 0,
  journalSeq: null,
  headHash: null,
  lines: [],
});

/** The same document the office will send back once it has the meeting. */
export const docOf = (sheet: MeetingSheet, judgement: Judgement): MeetingDoc => ({
  meetingId: sheet.meetingId,
  kind: sheet.kind === 'special' ? 'special' : 'regular',
  heldOn: sheet.heldOn,
  state: 'closed',
  reason: null,
  previousMeetingId: sheet.previousMeetingId,
  openingCashPaise: sheet.opening.cashPaise,
  closingCashPaise: judgement.closingCashPaise,
  present: judgement.memberLines.filter((line) => line.attendance === 'present' || line.attendance === 'late').length,
  members: judgement.memberLines.length,
  nextOn: sheet.nextMeeting?.on ?? null,
  journalSeq: null,
  headHash: null,
  lines: judgement.memberLines.map((line) => [
    line.personId,
    line.attendance ?? 'absent',
    line.savedCompulsoryPaise,
    line.savedVoluntaryPaise,
    line.withdrawnPaise,
    line.repaid.principalPaise,
    line.repaid.interestPaise,
    line.finesPaidPaise,
    line.borrowedPaise,
    sumPaise([line.after.compulsoryPaise, line.after.voluntaryPaise]),
    line.loanLeftPaise,
  ]),
  booked: bookedLines(sheet, []),
  corrected: [],
  decisions: sheet.minutes.decisions,
});
