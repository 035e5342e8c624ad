/**
 * Random walks of put, send, kill, duplicate, cut, restart, clock jump, second tab, second user, restored server: at the end nothing
 * is lost, nothing doubled, and at every step the statuses are honest. `FIELD_SEEDS=1000` runs the long campaign.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeLocks } from '#test/field/locks.ts';
import { ModelServer } from '#test/field/model-server.ts';
import {
  enrolled,
  GROUP,
  newPhone,
  OTHER_GROUP,
  save,
  syncOf,
  Wires,
  type Clock,
  type Fault,
} from '#test/field/phone.ts';
import { listGroups, lock, readCommands, readGroup, readWithUnsent, unlock, type Phone, type Store } from './index.ts';

const SEEDS = Number(process.env['FIELD_SEEDS'] ?? 15);

const FAULTS: Fault[] = [
  'none',
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
  'hang',
  'hang after',
  'error500',
  'tooLarge',
  'busy429',
  'signIn',
  'portal403',
  'wrongHash',
  'unknownId',
];

const who = fc.nat({ max: 1 });
const faults = fc.array(fc.constantFrom(...FAULTS), { maxLength: 6 });
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('save' as const),
      who,
      rupees: fc.nat({ max: 500 }),
      group: fc.nat({ max: 1 }),
      kind: fc.nat({ max: 7 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('sync' as const), who, faults }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('kill' as const),
      who,
      afterCalls: fc.nat({ max: 4 }),
      reached: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tabs' as const), who, faults }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clock' as const), days: fc.integer({ min: -700, max: 700 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('backup' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('busy' as const), on: fc.boolean() }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

type World = {
  server: ModelServer;
  wires: Wires;
  clock: Clock;
  phone: Phone;
  /** Two users of one shared phone. */
  stores: Store[];
  locks: ReturnType<typeof makeLocks>;
  recorded: { id: string; who: number; groupId: string; paise: number; refuse: boolean }[];
  backup: ReturnType<ModelServer['backup']> | null;
  restored: boolean;
};

const PINS = ['123456', '654321'];
const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index];
  if (found === undefined) throw new RangeError(String(index));
  return found;
};

async function newWorld(): Promise<World> {
  const server = await ModelServer.start();
  const wires = new Wires(server);
  const clock = { ms: Date.parse('2026-05-12T10:00:00Z') };
  const phone = await newPhone(clock);
  const stores = [await enrolled(phone, wires, 'Sunita', PINS[0]), await enrolled(phone, wires, 'Meera', PINS[1])];
  return { server, wires, clock, phone, stores, locks: makeLocks(), recorded: [], backup: null, restored: false };
}

async function reopen(world: World, who: number): Promise<void> {
  lock(at(world.stores, who));
  world.stores[who] = await unlock(world.phone, at(world.stores, who).vaultId, at(PINS, who));
}

const scripted = (world: World, list: readonly Fault[]): void => {
  const queue = [...list];
  world.wires.next = () => queue.shift() ?? 'none';
};

async function put(world: World, { who, rupees, group, kind }: Extract<Step, { do: 'save' }>): Promise<void> {
  const groupId = group === 0 ? GROUP : OTHER_GROUP;
  const mine = world.recorded.filter((entry) => entry.who === who);
  const last = mine.at(-1);
  const refuse = kind === 0;
  const replaces = kind === 1 && last ? last.id : undefined;
  const parent = kind === 2 ? world.recorded.findLast((entry) => !entry.refuse)?.id : undefined;
  const made = await save(at(world.stores, who), rupees * 100, {
    groupId,
    refuse,
    replaces,
    dependsOn: parent ? [parent] : [],
  });
  world.recorded.push({ id: made.id, who, groupId, paise: rupees * 100, refuse });
  if (kind === 3) world.server.busy.add(made.id);
}

const never = () => ({ done: new Promise<void>(() => undefined), cancel: () => undefined });

/** The process dies at some request: the server may have got it. Nothing of the old process ever runs again. */
async function kill(world: World, { who, afterCalls, reached }: Extract<Step, { do: 'kill' }>): Promise<void> {
  const { wires, server } = world;
  let calls = 0;
  const dead = new Promise<void>((die) => {
    const fetch = async (url: string, init: RequestInit): Promise<Response> => {
      if (calls === afterCalls) {
        const path = new URL(url).pathname.replace('/api/sync', '');
        if (reached) await server.handle(path, JSON.parse(String(init.body)));
        die();
        return new Promise<Response>(() => undefined);
      }
      calls += 1;
      return wires.fetch(url, init);
    };
    scripted(world, []);
    void syncOf(at(world.stores, who), wires, { fetch, after: never, locks: world.locks }).then((sync) =>
      sync.syncNow().then(() => die()),
    );
  });
  await dead;
  world.locks = makeLocks();
  await reopen(world, who);
}

async function take(world: World, move: Step): Promise<void> {
  const { wires, server, clock } = world;
  if (move.do === 'save') return put(world, move);
  if (move.do === 'kill') return kill(world, move);
  if (move.do === 'restart') return reopen(world, move.who);
  if (move.do === 'clock') clock.ms += move.days * 86_400_000;
  if (move.do === 'backup') world.backup = server.backup();
  if (move.do === 'restore' && world.backup) {
    server.restore(world.backup);
    world.restored = true;
  }
  if (move.do === 'busy' && !move.on) server.busy.clear();
  if (move.do !== 'sync' && move.do !== 'tabs') return;
  scripted(world, move.faults);
  const { locks } = world;
  const sync = await syncOf(at(world.stores, move.who), wires, { locks });
  if (move.do === 'sync') await sync.syncNow();
  else {
    const tab = await unlock(world.phone, at(world.stores, move.who).vaultId, at(PINS, move.who));
    await Promise.all([sync.syncNow(), (await syncOf(tab, wires, { locks })).syncNow()]);
    lock(tab);
  }
}

/** Whatever happened so far: every command is there, and none is called sent that the server does not hold. */
async function honest(world: World): Promise<void> {
  for (const [who, store] of world.stores.entries()) {
    const mine = world.recorded.filter((entry) => entry.who === who);
    const commands = await readCommands(store, 'unsent', 'sending', 'applied', 'refused', 'held');
    expect(commands.map((command) => command.id)).toEqual(mine.map((entry) => entry.id));
    expect(commands.map((command) => command.seq)).toEqual(mine.map((_, index) => index + 1));
    const status = await (await syncOf(store, world.wires, { locks: world.locks })).refresh();
    const waiting = commands.filter((command) => command.status === 'unsent' || command.status === 'sending');
    expect(status.unsentCount).toBe(waiting.length);
    expect(status.unsentPaise).toBe(
      mine.filter((e) => waiting.some((w) => w.id === e.id)).reduce((sum, e) => sum + e.paise, 0),
    );
    if (world.restored) continue;
    for (const command of commands) {
      const known = world.server.data.known.get(command.id)?.outcome.kind;
      if (command.status === 'applied') expect(known).toBe('applied');
      if (command.status === 'refused') expect(known).toBe('refused');
      if (command.status === 'held') expect(['held', 'applied']).toContain(known);
    }
  }
}

async function settle(world: World): Promise<void> {
  world.server.busy.clear();
  scripted(world, []);
  // Twice each and once more: a parent of the other user, then what it freed, then the figures.
  for (const who of [0, 1, 0, 1, 0, 1]) {
    await (await syncOf(at(world.stores, who), world.wires, { locks: world.locks })).syncNow();
  }
}

async function inTheEnd(world: World): Promise<void> {
  const { server, recorded } = world;
  const good = recorded.filter((entry) => !entry.refuse);
  expect(server.applied().toSorted()).toEqual(good.map((entry) => entry.id).toSorted());
  for (const [who, store] of world.stores.entries()) {
    const applied = await readCommands(store, 'applied');
    expect(applied.map((c) => c.id)).toEqual(good.filter((entry) => entry.who === who).map((entry) => entry.id));
    expect(await readCommands(store, 'unsent', 'sending', 'held')).toEqual([]);
    const groups = [...new Set(good.map((entry) => entry.groupId))].toSorted();
    expect((await listGroups(store)).toSorted()).toEqual(groups);
    for (const groupId of groups) {
      const paise = good.filter((entry) => entry.groupId === groupId).reduce((sum, entry) => sum + entry.paise, 0);
      const box = (await readGroup(store, groupId))?.parts.find((part) => part.kind === 'box')?.doc;
      expect(box).toEqual({ paise });
      const onTop = (await readWithUnsent(store, groupId))?.onTop ?? [];
      expect(onTop.filter((command) => command.status !== 'refused')).toEqual([]);
    }
  }
}

test('random walks lose nothing, double nothing and never lie', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (moves) => {
      const world = await newWorld();
      for (const move of moves) {
        await take(world, move);
        await honest(world);
      }
      await settle(world);
      await honest(world);
      await inTheEnd(world);
      for (const store of world.stores) lock(store);
    }),
    { numRuns: SEEDS, ...(process.env['FIELD_SEED'] ? { seed: Number(process.env['FIELD_SEED']) } : {}) },
  );
}, 3_600_000);
