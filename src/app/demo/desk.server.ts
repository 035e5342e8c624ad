/** What every part of the loading works with: the app, who acts, and how far it is. */
import { enrol } from '../sync/enrol.server.ts';
import { openEnrolment } from '../access.server.ts';
import { actorOf } from '../actors.server.ts';
import type { App } from '../app.server.ts';
import { makeSigningKey, sealTo } from '#field/sealed-envelope.ts';
import type { Actor, Envelope } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import type { Outcome } from '#platform/outcomes.ts';
import type { DemoPlan } from './plan.model.ts';

export type Desk = {
  readonly app: App;
  readonly plan: DemoPlan;
  readonly administrator: Actor;
  readonly onStep: (step: string) => void;
};
/** The people of the demo by the keys of their logins; those with a phone act on it. */
export type Cast = ReadonlyMap<string, Actor>;

export function actorAs(cast: Cast, key: string): Actor {
  const actor = cast.get(key);
  if (!actor) throw new Error(`Nobody in the demo is ${key}`);
  return actor;
}

/** The receipt; anything but "applied" is a fault of the demo, not of its reader. */
export async function must<T>(outcome: Promise<Outcome<T>>, what: string): Promise<T> {
  const answer = await outcome;
  if (answer.kind === 'applied') return answer.receipt;
  throw new Error(`The demo could not be made: ${what} was answered ${JSON.stringify(answer)}`);
}

/** A command made here and now, or with an id and day of its own. */
export const command = <T>(
  { app }: Pick<Desk, 'app'>,
  who: Actor,
  [name, payload, more]: [string, unknown, Partial<Envelope>?],
): Promise<T> => must<T>(app.send<T>(who, { id: newId(), name, payload, ...more }), name);

/** Runs `work` over a list, some at a time, and tells how many are done. */
export async function inLanes<T>(
  list: readonly T[],
  { lanes, work }: { lanes: number; work: (item: T) => Promise<void> },
): Promise<void> {
  const waiting = list[Symbol.iterator]();
  const lane = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Gives a user a phone as the office does: one-time code, key, certificate. The demo's phones forget their keys at once. */
export async function givePhone({ app, administrator }: Desk, user: Actor, label: string): Promise<Actor> {
  const opened = await openEnrolment(app, administrator, { userId: user.userId, origin: 'http://localhost' });
  if (opened.kind !== 'open') throw new Error(`No phone for ${label}: ${JSON.stringify(opened)}`);
  const { token } = JSON.parse(opened.code) as { token: string };
  const { sealingKey } = await app.keys();
  const escrow = await sealTo(sealingKey, crypto.getRandomValues(new Uint8Array(32)), 'recovery');
  const done = await enrol(app, { token, signingKey: (await makeSigningKey()).spki, deviceName: label, escrow });
  if (done.kind !== 'enrolled') throw new Error(`No phone for ${label}: ${done.code}`);
  return (await actorOf(app.db, user.userId, done.body.deviceId))!;
}
