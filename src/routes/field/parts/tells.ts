/** Signs worth a look together as this phone sees them, meetings that are not sent yet included. */
import { tellsOf, type GivenNote, type Tell } from '#domain/linkage/index.ts';
import type { GroupView } from './group-view.ts';

type Said = Pick<GivenNote, 'noteId' | 'note' | 'atVisit'> & {
  readonly at: string | null;
  readonly waits: boolean;
};
export type TellHere = Tell & { readonly notes: readonly Said[] };

export function tellsHere({ tells, onPhone, meetings, own, ownNotes = [] }: GroupView): TellHere[] {
  if (!tells) return [];
  const all = [...meetings, ...own.map((one) => one.doc)];
  return tellsOf({ context: onPhone, meetings: all, ground: tells }).map((tell) => {
    const isOn = (note: Pick<GivenNote, 'tell' | 'meetingId'>) =>
      note.tell === tell.code && note.meetingId === tell.sinceMeetingId;
    const waiting = ownNotes
      .filter(isOn)
      .map(({ noteId, note, atVisit }) => ({ noteId, note, atVisit, at: null, waits: true }));
    const known = tells.notes
      .filter((note) => isOn(note) && !waiting.some((one) => one.noteId === note.noteId))
      .map(({ noteId, note, atVisit, at }) => ({ noteId, note, atVisit, at, waits: false }));
    return { ...tell, notes: [...waiting, ...known] };
  });
}
