/** A woman with a phone who records a meeting a day and sends it, over real HTTP, to whatever answers. */
import { contextAfter, judge, type GroupContext, type MeetingSheet } from '#domain/meetings/index.ts';
import type { App } from '#app/app.server.ts';
import { appendCommand, enrol, readCommands, readWithUnsent, type Store } from '#field/index.ts';
import { addDays } from '#platform/dates.ts';
import { enrolmentFor, wiresTo } from '../campaign/real-server.ts';
import { makeLocks } from '../field/locks.ts';
import { newPhone, syncOf, type Wires } from '../field/phone.ts';
import { ordinaryMeeting, type Village } from '../village.ts';

export type Holder = {
  readonly group: Omit<Village, 'database'>;
  readonly store: Store;
  readonly wires: Wires;
};

export async function enrolledHolder(app: App, group: Omit<Village, 'database'>): Promise<Holder> {
  const { userId } = group.bookkeeper;
  const wires = wiresTo(app, () => userId);
  const phone = await newPhone({ ms: Date.now() });
  const net = { fetch: wires.fetch, baseUrl: 'https://bakhiya.test/api/sync', after: wires.after, now: phone.now };
  const code = await enrolmentFor(app, group.admin, userId);
  const store = await enrol({ ...net, timeLimitMs: 1 }, phone, { ...code, pin: '271828', deviceName: 'power' });
  const holder = { group, store, wires };
  const sync = await syncOf(store, wires, { locks: makeLocks() });
  await sync.syncNow();
  await sync.stop();
  return holder;
}

/** What was answered as applied is in the outbox; how the sending ended does not matter here. */
export async function send({ group, store }: Holder, url: string): Promise<void> {
  const over = (to: string, init: RequestInit): Promise<Response> =>
    fetch(to.replace('https://bakhiya.test', url), {
      ...init,
      headers: { ...(init.headers as Record<string, string>), 'x-test-user': group.bookkeeper.userId },
    });
  const sync = await syncOf(store, { after: undefined } as unknown as Wires, {
    fetch: over,
    after: (ms) => {
      let timer: NodeJS.Timeout | undefined;
      const done = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
      return { done, cancel: () => clearTimeout(timer) };
    },
    baseUrl: 'https://bakhiya.test/api/sync',
    locks: makeLocks(),
  });
  await sync.syncNow();
  await sync.stop();
}

const LAST_DAY = '2026-10-31';

/** The next day's meeting on top of what the phone knows. */
export async function record({ group, store }: Holder): Promise<void> {
  const view = await readWithUnsent(store, group.groupId);
  const confirmed = view?.group.parts.find((part) => part.kind === 'context')?.doc as GroupContext | undefined;
  if (!view || !confirmed) return;
  const context = view.onTop.reduce((known, command) => {
    const sheet = command.envelope.payload as MeetingSheet;
    const ruling = judge(sheet, known);
    return ruling.ok ? contextAfter(known, sheet, ruling.value) : known;
  }, confirmed);
  const heldOn = addDays(context.lastMeeting?.heldOn ?? '2025-04-01', 1);
  if (heldOn > LAST_DAY) return;
  const sheet = ordinaryMeeting(context, heldOn);
  const parent = context.lastMeeting?.meetingId;
  await appendCommand(store, {
    ...{ id: sheet.meetingId, name: 'meetings.close', schemaVersion: 1, payload: sheet },
    ...{ businessDate: heldOn, groupId: group.groupId, ...(parent && { dependsOn: [parent] }) },
  });
}

export const acknowledged = async (holders: readonly Holder[]): Promise<string[]> =>
  (await Promise.all(holders.map(({ store }) => readCommands(store, 'applied'))))
    .flat()
    .map(({ id }) => id)
    .sort();

export const unsent = async (holders: readonly Holder[]): Promise<number> =>
  (await Promise.all(holders.map(({ store }) => readCommands(store, 'unsent', 'sending', 'held', 'refused')))).flat()
    .length;
