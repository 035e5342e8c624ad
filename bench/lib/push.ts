/** Sends a phone's queue as the phone does: ten commands a batch, one batch after the other. */
import { MAX_BATCH, type PushResponse } from '#field/wire.ts';
import { newId } from '#platform/ids.ts';
import type { Device, Recorded } from './devices.ts';

export const BATCH = MAX_BATCH;

/** @returns milliseconds of each batch @throws when a command is answered with anything but `wanted` */
export async function pushAll(
  { origin, wanted = 'applied' }: { origin: string; wanted?: 'applied' | 'already' },
  device: Device,
  queue: readonly Recorded[],
): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < queue.length;) {
    const commands = queue.slice(at, at + BATCH).map((one) => one.item);
    const knownReceipts = { lastSeq: (queue[at]?.seq ?? 1) - 1 };
    const from = performance.now();
    const answer = await fetch(`${origin}/api/sync/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: device.cookie },
      body: JSON.stringify({ batchId: newId(), deviceId: device.deviceId, epochSeen: null, knownReceipts, commands }),
    });
    const body = (await answer.json()) as PushResponse;
    times.push(performance.now() - from);
    // A crowded office takes the first of them; the rest comes again, as the phone does it.
    const taken = body.answers?.findIndex((one) => one.outcome.kind === 'later') ?? -1;
    const odd = body.answers?.find((one) => one.outcome.kind !== wanted && one.outcome.kind !== 'later');
    if (!answer.ok || odd || taken === 0)
      throw new Error(`A push was answered ${answer.status} ${JSON.stringify(odd ?? body)}`);
    at += taken < 0 ? commands.length : taken;
  }
  return times;
}
