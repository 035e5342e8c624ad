/** A half-recorded meeting is given up by name and with a reason: nothing of it is posted, its sheet stays on the phone, sealed. */
import { appendCommand, FieldError, readDraft, type Store } from '#field/index.ts';
import type { CancelledMeeting, SkippedMeeting } from '#domain/meetings/index.ts';
import type { MeetingDraft } from './meeting/draft.ts';

/** Throws what `appendCommand` throws, and `field.draftHandedOver` when the meeting is on another phone. */
export async function giveUp(
  store: Store,
  draftId: string,
  { reason, note = '' }: Partial<Pick<SkippedMeeting, 'reason' | 'note'>>,
): Promise<void> {
  const draft = await readDraft<MeetingDraft>(store, draftId);
  if (!draft || draft.handedOverAt || !reason) throw new FieldError('field.draftHandedOver');
  const { meetingId, groupId, heldOn } = draft.body.sheet;
  const payload: CancelledMeeting = { meetingId, groupId, heldOn, reason, note };
  await appendCommand(
    store,
    { name: 'meetings.cancel', schemaVersion: 1, payload, businessDate: heldOn, groupId },
    { finishesDraft: draftId, views: [{ kind: 'given up', id: meetingId, view: draft.body.sheet }] },
  );
}
