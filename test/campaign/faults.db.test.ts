/**
 * Random walks over the real server: two phones of one group record, send, are cut, killed and restarted; clocks jump. At the end the
 * ledger is exactly the set of acknowledged meetings and both phones show the server's figures. `FAULT_SEEDS=1000` runs the long one.
 */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actorOf } from '#app/actors.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { contextAfter, judge, type GroupContext, type MeetingSheet } from '#domain/meetings/index.ts';
import {
  appendCommand,
  enrol,
  readCommands,
  readGroup,
  readWithUnsent,
  unlock,
  lock,
  type Phone,
  type Store,
} from '#field/index.ts';
import { actAs } from '#platform/db.server.ts';
import { addDays } from '#platform/dates.ts';
import { makeLocks } from '#test/field/locks.ts';
import { newPhone, syncOf, type Clock, type Fault, type Wires } from '#test/field/phone.ts';
import { furnish, makeVillage, ordinaryMeeting, type Village } from '#test/village.ts';
import { enrolmentFor, wiresTo } from './real-server.ts';

const SEEDS = Number(process.env['FAULT_SEEDS'] ?? 200);
const FAULTS: Fault[] = [
  'none',
  'none',
  'none',
  'offline',
  'lostAnswer',
  'twice',
  'portal',
  'cut',
  'empty204',
  'foreign',
  'error500',
  'busy429',
  'tooLarge',
];
const PIN = '271828';

type Holder = { userId: string; phone: Phone; vaultId: string; store: Store; wires: Wires; clock: Clock };
type Group = Omit<Village, 'database'>;

let village: Village;
beforeAll(async () => {
  village = await makeVillage({ members: 5 });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

async function holderOf(group: Group, userId: string): Promise<Holder> {
  const clock: Clock = { ms: Date.now() };
  const phone = await newPhone(clock);
  const wires = wiresTo(group.app, () => userId);
  const code = await enrolmentFor(group.app, group.admin, userId);
  const net = {
    fetch: wires.fetch,
    baseUrl: 'https://bakhiya.test/api/sync',
    after: wires.after,
    now: phone.now,
    timeLimitMs: 1,
  };
  const store = await enrol(net, phone, { ...code, pin: PIN, deviceName: 'campaign' });
  return { userId, phone, vaultId: store.vaultId, store, wires, clock };
}

const send = async (holder: Holder, faults: readonly Fault[]): Promise<void> => {
  let call = 0;
  holder.wires.next = () => faults[(call += 1) - 1] ?? 'none';
  const sync = await syncOf(holder.store, holder.wires, { locks: makeLocks() });
  await sync.syncNow();
  await sync.stop();
};

/** The group as this phone sees it: what was pulled and, on top, what it recorded itself. */
async function viewOf(holder: Holder, groupId: string): Promise<GroupContext | null> {
  const view = await readWithUnsent(holder.store, groupId);
  const confirmed = view?.group.parts.find((part) => part.kind === 'context')?.doc as GroupContext | undefined;
  if (!view || !confirmed) return null;
  return view.onTop.reduce((context, command) => {
    const sheet = command.envelope.payload as MeetingSheet;
    const ruling = judge(sheet, context);
    return ruling.ok ? contextAfter(context, sheet, ruling.value) : context;
  }, confirmed);
}

async function record(holder: Holder, group: Group, absent: number): Promise<void> {
  const context = await viewOf(holder, group.groupId);
  if (!context) return;
  const heldOn = addDays(context.lastMeeting?.heldOn ?? '2025-06-01', 7);
  const sheet = ordinaryMeeting(context, heldOn, (usual) => ({ ...usual, savings: usual.savings.slice(absent) }));
  const parent = context.lastMeeting?.meetingId;
  await appendCommand(holder.store, {
    id: sheet.meetingId,
    name: 'meetings.close',
    schemaVersion: 1,
    payload: sheet,
    businessDate: heldOn,
    groupId: group.groupId,
    ...(parent ? { dependsOn: [parent] } : {}),
  });
}

/** The browser dies and starts again: what was in memory is gone, what was on disk is all there is. */
async function kill(holder: Holder): Promise<void> {
  lock(holder.store);
  holder.store = await unlock(holder.phone, holder.vaultId, PIN);
}

const who = fc.nat({ max: 1 });
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('record' as const), who, absent: fc.nat({ max: 2 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      who,
      faults: fc.array(fc.constantFrom(...FAULTS), { maxLength: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('clock' as const), who, days: fc.integer({ min: -400, max: 400 }) }),
  },
);

async function booked(group: Group): Promise<{ meetingIds: string[]; saved: number; sum: number; journals: number }> {
  return group.app.db.transaction().execute(async (trx) => {
    await actAs(trx, group.admin);
    const { rows } = await sql<{ ids: string[] | null; saved: number; sum: number; journals: number }>`
      select (select array_agg(meeting_id order by held_on) from meeting where org_id = ${group.orgId} and group_id = ${group.groupId} and state = 'closed') as ids,
        (select coalesce(-sum(amount_paise), 0)::bigint from posting where org_id = ${group.orgId} and account = '2010') as saved,
        (select coalesce(sum(amount_paise), 0)::bigint from posting where org_id = ${group.orgId}) as sum,
        (select count(*)::int from journal where org_id = ${group.orgId}) as journals`.execute(trx);
    const row = rows[0]!;
    return { meetingIds: row.ids ?? [], saved: row.saved, sum: row.sum, journals: row.journals };
  });
}

test(
  `the ledger is the set of acknowledged meetings, and phones show it (${SEEDS} walks)`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const group = await furnish(village.app, village.owner, 5);
        const second = await makeFirstUser(village.owner, {
          orgId: group.orgId,
          name: 'Second',
          phone: String(7_000_000_000 + Math.floor(Math.random() * 999_999_999)),
          grants: [{ role: 'bookkeeper', scopeKind: 'group', scopeId: group.groupId }],
        });
        expect(await actorOf(group.app.db, second)).not.toBeNull();
        const holders = [await holderOf(group, group.bookkeeper.userId), await holderOf(group, second)];
        for (const holder of holders) await send(holder, []);
        for (const one of steps) {
          const holder = holders[one.who]!;
          if (one.do === 'record') await record(holder, group, one.absent);
          if (one.do === 'send') await send(holder, one.faults);
          if (one.do === 'kill') await kill(holder);
          if (one.do === 'clock') holder.clock.ms += one.days * 86_400_000;
        }
        for (let round = 0; round < 2; round += 1) for (const holder of holders) await send(holder, []);
        await agree(group, holders);
      }),
      { numRuns: SEEDS, endOnFailure: true },
    );
  },
  SEEDS * 15_000,
);

async function agree(group: Group, holders: readonly Holder[]): Promise<void> {
  const books = await booked(group);
  const acknowledged = new Map<string, MeetingSheet>();
  for (const holder of holders) {
    for (const command of await readCommands(holder.store, 'applied', 'held', 'refused', 'unsent', 'sending')) {
      // nothing lost: every command has its answer, and what is not booked is on the phone with a reason
      expect(['applied', 'held', 'refused']).toContain(command.status);
      if (command.status === 'applied') acknowledged.set(command.id, command.envelope.payload as MeetingSheet);
      else expect(command.answer).not.toBeNull();
    }
    const pulled = (await readGroup(holder.store, group.groupId))?.parts.find((part) => part.kind === 'context')
      ?.doc as GroupContext;
    expect(pulled.cashPaise).toBe(books.saved);
  }
  expect([...acknowledged.keys()].sort()).toEqual([...books.meetingIds].sort());
  expect(books.journals).toBe(acknowledged.size);
  expect(books.sum).toBe(0);
  const recorded = [...acknowledged.values()]
    .flatMap((sheet) => sheet.savings)
    .reduce((sum, line) => sum + line.compulsoryPaise, 0);
  expect(books.saved).toBe(recorded);
}
