/** A meeting further back than the last ones: what stands booked of it is asked of the office once, then kept sealed on this phone. */
import * as z from 'zod/mini';
import { besideId, keepBeside, readViews, type Net, type Store } from '#field/index.ts';
import { post } from '#field/transport.ts';
import type { MeetingDoc } from '#domain/meetings/index.ts';

const KIND = 'older';
type Older = Required<Pick<MeetingDoc, 'booked' | 'corrected' | 'decisions'>>;
type Kept = Older & { readonly meetingId: string };

/** Our own server's answer: its shape is taken as said. */
const Answer = z.object({
  value: z.nullable(z.custom<Older>((one) => Array.isArray((one as Older | null)?.booked))),
});

/** @returns whether it can be put right from here now */
export async function askOlder(
  net: Net,
  store: Store,
  of: { groupId: string; meetingId: string },
): Promise<'here' | 'unknown' | 'noNetwork'> {
  const door = { ...net, baseUrl: net.baseUrl.replace(/\/sync$/, '') };
  const reply = await post(door, '/questions/meetings.booked', { body: of, shape: Answer });
  if (reply.kind !== 'ok') return 'noNetwork';
  if (!reply.body.value) return 'unknown';
  const { groupId, meetingId } = of;
  const view = { ...reply.body.value, meetingId };
  const isKept = await keepBeside(store, { kind: KIND, groupId, id: besideId(groupId, meetingId), view });
  return isKept ? 'here' : 'unknown';
}

const sameOnes = (one: readonly string[] = [], other: readonly string[] = []): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

/** Of every group on this phone. */
export const readOlder = (store: Store): Promise<readonly Kept[]> => readViews<Kept>(store, KIND);

/** What was asked for stands with its meeting as long as nothing else of it was put right since. */
export function withOlder(rows: readonly Kept[], meetings: readonly MeetingDoc[]): readonly MeetingDoc[] {
  const kept = new Map(rows.map(({ meetingId, ...older }) => [meetingId, older]));
  if (kept.size === 0) return meetings;
  return meetings.map((doc) => {
    const older = doc.booked ? undefined : kept.get(doc.meetingId);
    return older && sameOnes(older.corrected, doc.corrected) ? { ...doc, ...older } : doc;
  });
}
