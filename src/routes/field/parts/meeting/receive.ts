/** A half-recorded meeting arrives: it goes on here under both names. */
import { acceptDraft, saveDraft, type Store } from '#field/index.ts';
import { takeOver } from '#domain/meetings/index.ts';
import { recorderNow } from './open.ts';
import type { MeetingDraft } from './draft.ts';

/**
 * Address of the meeting on this phone. Throws what `acceptDraft` throws: `field.handoverDamaged`, `field.handoverNeedsCode`,
 * `field.draftIsNewer`, `field.hidden`.
 */
export async function receive(store: Store, whole: string, code?: string): Promise<string> {
  const { id, kind, groupId, body } = await acceptDraft(store, whole, code);
  const draft = body as MeetingDraft;
  const me = await recorderNow(store);
  if (!draft.sheet.recorders.some((other) => other.userId === me.userId && other.deviceId === me.deviceId)) {
    await saveDraft<MeetingDraft>(store, { id, kind, groupId, body: { ...draft, sheet: takeOver(draft.sheet, me) } });
  }
  return `/field/groups/${draft.sheet.groupId}/meeting/?id=${id}`;
}
