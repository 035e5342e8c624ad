/**
 * A phone renews its session by itself: she unlocks her store with her PIN, the key in it signs the server's challenge. Her PIN never
 * leaves the phone, and the server's password is never typed there.
 */
import { sql } from 'kysely';
import { verifySlip } from '#field/sealed-envelope.ts';
import type { App } from '../app-type.server.ts';

const GOOD_FOR_MS = 5 * 60_000;

type DeviceStanding = { user_id: string; state: string; sign_key: string | null; user_state: string };
export type PhoneSession =
  | { readonly kind: 'ok'; readonly userId: string }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'wrong' };

/** Stateless: the challenge is the server's own signed statement of the device and the time. */
export async function challenge(app: App, deviceId: string, at: Date = new Date()): Promise<string> {
  return (await app.keys()).certify({ purpose: 'phone session', deviceId, at: at.toISOString() });
}

export async function answerChallenge(
  app: App,
  given: { deviceId: string; challenge: string; signature: string },
  at: Date = new Date(),
): Promise<PhoneSession> {
  const statement = (await app.keys()).read(given.challenge) as {
    purpose?: string;
    deviceId?: string;
    at?: string;
  } | null;
  const fresh = statement?.at !== undefined && Math.abs(at.getTime() - Date.parse(statement.at)) < GOOD_FOR_MS;
  if (statement?.purpose !== 'phone session' || statement.deviceId !== given.deviceId || !fresh)
    return { kind: 'wrong' };
  const { rows } = await sql<DeviceStanding>`select * from device_anywhere(${given.deviceId}::uuid)`.execute(app.db);
  const device = rows[0];
  if (!device?.sign_key) return { kind: 'wrong' };
  if (device.state !== 'active' || device.user_state !== 'active') return { kind: 'revoked' };
  const proved = await verifySlip(device.sign_key, given.challenge, given.signature);
  return proved ? { kind: 'ok', userId: device.user_id } : { kind: 'wrong' };
}
