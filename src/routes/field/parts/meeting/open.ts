/** Which meeting the screen is about: the one left half-recorded, one typed again because it was refused, or a new one. */
import { headerOf, listDrafts, readCommands, readDraft, type Store } from '#field/index.ts';
import {
  newSheet,
  openAsLastClosing,
  type GroupContext,
  type MeetingSheet,
  type Recorder,
} from '#domain/meetings/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { DRAFT_KIND, type MeetingDraft } from './draft.ts';

export type Wanted = {
  readonly draftId: string | null;
  readonly correct: string | null;
  readonly paper: boolean;
  readonly special: boolean;
};

/** `movedAway`: it was handed to another phone and is read-only here. */
export type Found = { readonly draft: MeetingDraft; readonly resumed: boolean; readonly movedAway: boolean };

export async function findMeeting(store: Store, context: GroupContext, wanted: Wanted): Promise<Found> {
  if (wanted.correct) return anew(store, context, wanted.correct);
  const [kept, recorder] = await Promise.all([
    wanted.draftId ? readDraft<MeetingDraft>(store, wanted.draftId) : openDraft(store, context.groupId),
    recorderNow(store),
  ]);
  if (kept) return { draft: kept.body, resumed: true, movedAway: kept.handedOverAt !== null };
  const { paper, special } = wanted;
  const sheet = newSheet(context, {
    meetingId: wanted.draftId ?? newId(store.phone.now()),
    heldOn: dayInIndia(new Date(store.phone.now())),
    kind: special ? 'special' : 'regular',
    source: paper ? 'paper' : 'phone',
    startedAt: nowOf(store),
    recorder,
  });
  return { draft: { sheet, replaces: null }, resumed: false, movedAway: false };
}

export const nowOf = (store: Store): string => new Date(store.phone.now()).toISOString();
export const recorderNow = async (store: Store): Promise<Recorder> => ({
  ...(await recorderOf(store)),
  since: nowOf(store),
});

async function openDraft(store: Store, groupId: string) {
  const drafts = await listDrafts(store);
  const open = drafts.filter(
    (draft) => draft.kind === DRAFT_KIND && draft.groupId === groupId && draft.handedOverAt === null,
  );
  const latest = open.toSorted((a, b) => (a.savedAt < b.savedAt ? 1 : -1))[0];
  return latest ? { ...latest, body: latest.body as MeetingDraft } : null;
}

/** A refused meeting as it was typed, under a new id; what the phone itself had filled in follows today's figures. */
async function anew(store: Store, context: GroupContext, commandId: string): Promise<Found> {
  const commands = await readCommands(store, 'refused', 'held');
  const refused = commands.find((command) => command.id === commandId);
  if (!refused) return findMeeting(store, context, { draftId: null, correct: null, paper: false, special: false });
  const typed = refused.envelope.payload as MeetingSheet;
  const moved: MeetingSheet = {
    ...typed,
    meetingId: newId(store.phone.now()),
    previousMeetingId: context.lastMeeting?.meetingId ?? null,
    confirmations: [],
    closedAt: null,
    step: 1,
  };
  const sheet = typed.opening.asLastClosing ? openAsLastClosing(moved, context) : moved;
  return { draft: { sheet, replaces: commandId }, resumed: false, movedAway: false };
}

const recorderOf = async (store: Store): Promise<{ userId: string; deviceId: string | null }> => {
  const { userId, vaultId, deviceId } = await headerOf(store.db);
  return { userId: userId ?? vaultId, deviceId };
};
