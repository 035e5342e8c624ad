/** What she noted as written wrong in a closed meeting: it becomes a correction in the next one. Kept sealed on the phone till then. */
import { readViews, saveView, type Store } from '#field/index.ts';
import {
  addLine,
  sameLine,
  type BookedLine,
  type Correction,
  type LineKey,
  type MeetingDoc,
  type MeetingSheet,
} from '#domain/meetings/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { GroupView } from './group-view.ts';

const KIND = 'noted';
export type Noted = {
  readonly correctionId: string;
  readonly groupId: string;
  readonly meetingId: string;
  readonly heldOn: IsoDate;
  readonly line: LineKey;
  /** The right figure. */
  readonly nowPaise: number;
  readonly reason: string;
  /** She took it back. */
  readonly dropped?: boolean;
};

export const noteWrong = (store: Store, noted: Noted): Promise<void> =>
  saveView(store, KIND, { id: noted.correctionId, view: noted });

export async function dropNoted(store: Store, correctionId: string): Promise<void> {
  const found = (await readViews<Noted>(store, KIND)).find((one) => one.correctionId === correctionId);
  if (found) await noteWrong(store, { ...found, dropped: true });
}

/** In the order they were noted; those that a meeting has put right already, here or elsewhere, are out. */
export async function openNoted(store: Store, view: GroupView): Promise<Noted[]> {
  const all = await readViews<Noted>(store, KIND);
  return all.filter((one) => {
    if (one.dropped || one.groupId !== view.onPhone.groupId) return false;
    const doc = docOf(view, one.meetingId);
    return doc?.booked !== undefined && !mended(doc, madeHere(view)).corrected?.includes(one.correctionId);
  });
}

/** What stands booked of a closed meeting, corrections recorded here but not sent yet included; null when it is too far back. */
export function bookedIn(view: GroupView, meetingId: string): readonly BookedLine[] | null {
  const doc = docOf(view, meetingId);
  return (doc && mended(doc, madeHere(view)).booked) ?? null;
}

/** A meeting after later ones have put some of its lines right. */
export function mended(doc: MeetingDoc, corrections: readonly Correction[]): MeetingDoc {
  const own = corrections.filter((line) => line.reversesMeetingId === doc.meetingId);
  if (!doc.booked || own.length === 0) return doc;
  const booked = own.reduce<readonly BookedLine[]>((lines, { nowPaise, ...of }) => {
    const { part, personId, loanId, head, partyId } = of;
    const others = lines.filter((line) => !sameLine(line, of));
    return nowPaise > 0 ? [...others, { part, personId, loanId, head, partyId, paise: nowPaise }] : others;
  }, doc.booked);
  return { ...doc, booked, corrected: [...(doc.corrected ?? []), ...own.map((line) => line.correctionId)] };
}

export const bookedPaise = (lines: readonly BookedLine[], of: LineKey): number =>
  lines.find((line) => sameLine(line, of))?.paise ?? 0;

/** The sheet with what was noted: the old figure is the one that stands booked now. Nothing changes when all is in it. */
export function withNoted(sheet: MeetingSheet, view: GroupView, noted: readonly Noted[]): MeetingSheet {
  return noted.reduce((now, { correctionId, meetingId, line, nowPaise, reason }) => {
    const wasPaise = bookedPaise(bookedIn(view, meetingId) ?? [], line);
    const known = now.corrections.some((one) => one.correctionId === correctionId);
    if (known || wasPaise === nowPaise || meetingId === now.meetingId) return now;
    const correction: Correction = { ...line, correctionId, reversesMeetingId: meetingId, wasPaise, nowPaise, reason };
    return addLine(now, 'corrections', correction);
  }, sheet);
}

const docOf = (view: GroupView, meetingId: string): MeetingDoc | undefined =>
  [...view.meetings, ...view.own.map((one) => one.doc)].find((doc) => doc.meetingId === meetingId);

const madeHere = (view: GroupView): readonly Correction[] => view.own.flatMap((one) => one.corrections);
