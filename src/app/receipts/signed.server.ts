import type { Actor } from '#platform/door.ts';
import type { Answer } from '../ask.server.ts';
import type { App } from '../app-type.server.ts';
import type { MeetingReceipts } from './receipts.server.ts';

/** For a paper: as the question `receipts.ofMeeting`, once the installation surely has its key. */
export async function receiptsFor(
  { app, who }: { app: App; who: Actor },
  meeting: { groupId: string; meetingId: string },
): Promise<Answer<MeetingReceipts | null>> {
  await app.keys();
  return app.ask<MeetingReceipts | null>('receipts.ofMeeting', who, meeting);
}
