/** The phone signs in by itself: the key in her open store answers the office's question. No password is typed here. */
import * as z from 'zod/mini';
import { headerOf, signSlip, type Net, type Store } from '#field/index.ts';
import { post } from '#field/transport.ts';

const Question = z.object({ challenge: z.string() });
const Opened = z.object({ ok: z.literal(true) });
const SOONEST_MS = 10_000;

/** Asked each time the loop stops for want of a session. @param done told whether the office turned this phone away. */
export function makeRenewal(net: Net, store: Store, done: (turnedAway: boolean) => void): () => Promise<void> {
  let busy = false;
  let lastMs = -Infinity;
  return async () => {
    // A server that opens sessions and then does not know them must not be asked in circles.
    if (busy || net.now() - lastMs < SOONEST_MS) return;
    busy = true;
    lastMs = net.now();
    try {
      const answer = await renewSession(net, store);
      if (answer !== 'unknown') done(answer === 'refused');
    } finally {
      busy = false;
    }
  };
}

/** `unknown`: no answer worth believing; the loop asks again by itself. */
async function renewSession(net: Net, store: Store): Promise<'opened' | 'refused' | 'unknown'> {
  const { deviceId } = await headerOf(store.db);
  if (!deviceId) return 'unknown';
  const asked = await post(net, '/challenge', { body: { deviceId }, shape: Question });
  if (asked.kind !== 'ok') return 'unknown';
  const { challenge } = asked.body;
  const signature = await signSlip(store.signKey, challenge);
  const answer = await post(net, '/session', { body: { deviceId, challenge, signature }, shape: Opened });
  if (answer.kind === 'ok') return 'opened';
  return answer.kind === 'signIn' ? 'refused' : 'unknown';
}
