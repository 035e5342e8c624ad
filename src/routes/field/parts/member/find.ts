/** Whose passbook: by her card, by the number on it, or by her name among the groups on this phone. */
import * as z from 'zod/mini';
import { cardNumber } from '#app/members/card.ts';
import { FoundLock, type MemberLock, type MemberLocks, type SetSecret } from '#app/members/model.ts';
import { listGroups, readWithUnsent, type Net, type Store } from '#field/index.ts';
import { post } from '#field/transport.ts';
import { membersOn, type GroupContext } from '#domain/meetings/index.ts';
import { today } from '../today.ts';

export type Here = {
  readonly personId: string;
  readonly names: GroupContext['names'];
  readonly groupNames: GroupContext['names'];
};
/** A lock with its `check` opens without signal; one without is asked at the office. Null: nothing is known, or she chose nothing. */
export type Found = { readonly personId: string; readonly names: Here['names'] | null; readonly lock: Lock };
export type Lock = MemberLock | (FoundLock & { readonly check?: undefined });
export type Seeking = Found | 'noSecret' | 'noNetwork' | 'unknown';

export async function membersHere(store: Store): Promise<Here[]> {
  const all: Here[] = [];
  for (const groupId of await listGroups(store)) {
    const context = await contextOf(store, groupId);
    if (!context || context.practice) continue;
    for (const { personId, names } of membersOn(context, today()))
      all.push({ personId, names, groupNames: context.names });
  }
  return all;
}

const contextOf = async (store: Store, groupId: string): Promise<GroupContext | null> =>
  ((await readWithUnsent(store, groupId))?.group.parts.find((part) => part.kind === 'context')?.doc as GroupContext) ??
  null;

/** As the office sent it; what was chosen on this phone counts until it did, what she changed here until the office has heard. */
export async function heldLock(store: Store, groupId: string, personId: string): Promise<MemberLock | null> {
  const read = await readWithUnsent(store, groupId);
  const sent = read?.group.parts.find((part) => part.kind === 'locks')?.doc as MemberLocks | undefined;
  const here = (name: string): MemberLock | undefined =>
    read?.onTop
      .filter(({ envelope, status }) => envelope.name === name && status !== 'refused')
      .map(({ envelope }) => envelope.payload as SetSecret)
      .findLast((one) => one.personId === personId)?.lock;
  return here('members.changeSecret') ?? sent?.[personId] ?? here('members.setSecret') ?? null;
}

const Answer = z.object({ lock: z.nullable(FoundLock) });

async function askOffice(net: Net, asked: { personId: string } | { cardNumber: string }) {
  const reply = await post(net, '/member/lock', { body: asked, shape: Answer });
  return reply.kind === 'ok' ? reply.body.lock : undefined;
}

export async function seek(net: Net, store: Store, asked: { personId: string } | { number: string }): Promise<Seeking> {
  const here = await membersHere(store);
  const hers = (one: Here): boolean =>
    'personId' in asked ? one.personId === asked.personId : cardNumber(one.personId) === asked.number;
  const found = here.filter(hers);
  const one = new Set(found.map(({ personId }) => personId)).size === 1 ? found[0]! : null;
  if (one) {
    for (const groupId of await listGroups(store)) {
      const lock = await heldLock(store, groupId, one.personId);
      if (lock) return { ...one, lock };
    }
  }
  const from = one ? { personId: one.personId } : 'personId' in asked ? asked : { cardNumber: asked.number };
  const lock = await askOffice(net, from);
  if (lock) return { personId: lock.personId, names: one?.names ?? null, lock };
  if (lock === null) return one ? 'noSecret' : 'unknown';
  return one ? 'noSecret' : 'noNetwork';
}
