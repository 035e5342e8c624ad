/** Where a finished meeting goes: into the outbox of the phone, or, of the practice group, only into its own figures here. */
import { appendCommand, discardDraft, readDraft, saveDraft, saveView, type Store } from '#field/index.ts';
import { contextAfter, judge, type GroupContext, type MeetingDoc, type MeetingSheet } from '#domain/meetings/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { docOf, type GroupView } from './group-view.ts';
import { mended } from './noted.ts';
import { PRACTICE_GROUP_ID, practiceContext } from './practice.ts';

/** The practice group's figures lie beside the drafts, sealed like them, under this id and kind. */
export const PRACTICE_KIND = 'practice';
type Practised = { readonly context: GroupContext; readonly meetings: readonly MeetingDoc[] };

export type Keep = {
  readonly finishesDraft?: string;
  readonly replaces?: string;
  /** Meetings the office must have first. */
  readonly dependsOn?: readonly string[];
  /** Kept on the phone in the same breath: the slip. */
  readonly views?: readonly { readonly kind: string; readonly id: string; readonly view: unknown }[];
};

/**
 * Records a closed sheet for good (see `appendCommand` for what it throws). The meeting's id becomes the command's, so that no meeting
 * is recorded twice.
 */
export async function keepMeeting(store: Store, sheet: MeetingSheet, keep: Keep = {}): Promise<void> {
  if (sheet.groupId === PRACTICE_GROUP_ID) return practise(store, sheet, keep);
  const { finishesDraft, replaces, dependsOn, views } = keep;
  await appendCommand(
    store,
    {
      id: sheet.meetingId,
      name: 'meetings.close',
      schemaVersion: 1,
      payload: sheet,
      businessDate: sheet.heldOn,
      groupId: sheet.groupId,
      dependsOn,
      replaces,
    },
    { finishesDraft, views },
  );
}

async function practise(store: Store, sheet: MeetingSheet, { finishesDraft, views = [] }: Keep): Promise<void> {
  const { onPhone: context, meetings } = await readPractice(store);
  const ruling = judge(sheet, context);
  if (!ruling.ok) throw new Error(ruling.code);
  const body: Practised = {
    context: contextAfter(context, sheet, ruling.value),
    meetings: [...meetings.map((doc) => mended(doc, sheet.corrections)), docOf(sheet, ruling.value)],
  };
  await saveDraft(store, { id: PRACTICE_GROUP_ID, kind: PRACTICE_KIND, groupId: PRACTICE_GROUP_ID, body });
  for (const { kind, id, view } of views) await saveView(store, kind, { id, view });
  if (finishesDraft) await discardDraft(store, finishesDraft);
}

export async function readPractice(store: Store): Promise<GroupView> {
  const kept = (await readDraft<Practised>(store, PRACTICE_GROUP_ID))?.body;
  const context = kept?.context ?? practiceContext(dayInIndia(new Date(store.phone.now())));
  return { confirmed: context, onPhone: context, meetings: kept?.meetings ?? [], own: [], version: '', onTop: 0 };
}

/** Begins the practice anew, as on the first day. */
export const forgetPractice = (store: Store): Promise<void> => discardDraft(store, PRACTICE_GROUP_ID);
