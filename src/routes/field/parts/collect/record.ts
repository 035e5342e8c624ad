/** What she records on the way becomes a command under its own id, kept on the phone before anything is said to be done. */
import { appendCommand, type Store } from '#field/index.ts';
import type { DayClosing, HandOver, Take, Visit } from '#domain/collections/index.ts';
import { newId } from '#platform/ids.ts';
import { recorded, session } from '../session.svelte.ts';
import { today } from '../today.ts';

type Stamped = 'on' | 'at';
const now = () => ({ on: today(), at: new Date().toISOString() });

async function keep(store: Store, verb: string, { id, payload }: { id: string; payload: { on: string } }) {
  const said = { name: `collections.${verb}`, schemaVersion: 1, payload, businessDate: payload.on };
  await appendCommand(store, { id, ...said, groupId: session.userId });
  await recorded();
}

// Each resolves when it is on the phone's disk; throws `field.noRoom` and then nothing was kept.
export async function keepTake(store: Store, given: Omit<Take, 'collectionId' | Stamped>): Promise<Take> {
  const payload: Take = { collectionId: newId(), ...now(), ...given };
  await keep(store, 'take', { id: payload.collectionId, payload });
  return payload;
}
export async function keepVisit(store: Store, given: Omit<Visit, 'visitId' | Stamped>): Promise<void> {
  const payload: Visit = { visitId: newId(), ...now(), ...given };
  await keep(store, 'visit', { id: payload.visitId, payload });
}
export async function keepHandOver(store: Store, given: Omit<HandOver, 'handOverId' | Stamped>): Promise<void> {
  const payload: HandOver = { handOverId: newId(), ...now(), ...given };
  await keep(store, 'handOver', { id: payload.handOverId, payload });
}
export async function keepClosing(store: Store, given: Omit<DayClosing, 'dayId' | Stamped>): Promise<void> {
  const payload: DayClosing = { dayId: newId(), ...now(), ...given };
  await keep(store, 'closeDay', { id: payload.dayId, payload });
}

/** The code of what went wrong while keeping it; the form stays as it is. */
export const faultOf = (problem: unknown): string =>
  problem instanceof Error && 'code' in problem ? String(problem.code) : 'field.notKept';
