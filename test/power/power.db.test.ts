/**
 * The power goes: app, database, both, or one process of the database die by kill -9 at random moments while phones send. Afterwards the
 * books hold exactly what was acknowledged, and the phones bring the rest. `POWER_CUTS=50` runs the long one; `POWER_SEED` repeats a run.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { verifyDatabase } from '#domain/ledger/index.server.ts';
import { acknowledged, record, send, unsent, type Holder } from './holder.ts';
import { cutPower, furnishMachine, looking, powerOff, powerOn, type Cut, type Running } from './machine.ts';

const CUTS = Number(process.env['POWER_CUTS'] ?? 4);
const SEED = Number(process.env['POWER_SEED'] ?? Date.now() % 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'bakhiya-power-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** All phones record and send without a pause until told. */
function underLoad(holders: readonly Holder[], { url }: Running): { stop: () => Promise<void> } {
  let going = true;
  const work = holders.map(async (holder) => {
    while (going) {
      await record(holder);
      await send(holder, url);
    }
  });
  return {
    stop: async () => {
      going = false;
      await Promise.all(work);
    },
  };
}

type Books = { readonly meetings: string[]; readonly journals: number; readonly sum: number; readonly half: number };

async function booksOf(owner: pg.Pool): Promise<Books> {
  const { rows } = await owner.query<Books>(
    `select coalesce((select array_agg(meeting_id::text order by meeting_id::text) from meeting where state = 'closed'), '{}') as meetings,
       (select count(*)::int from journal) as journals, (select coalesce(sum(amount_paise), 0)::int from posting) as sum,
       (select count(*)::int from command where status = 'running') as half`,
  );
  expect((await verifyDatabase(owner)).faults).toEqual([]);
  return rows[0]!;
}

test(
  `after ${CUTS} power cuts the books are what was acknowledged (POWER_SEED=${SEED})`,
  async () => {
    const next = random(SEED);
    const dataDir = join(folder, 'cuts');
    const holders = await furnishMachine(dataDir, 3);
    const kinds: Cut[] = ['app', 'database', 'both', 'worker'];
    let committed = 0;
    for (let n = 0; n < CUTS; n += 1) {
      const machine = await powerOn(dataDir);
      const load = underLoad(holders, machine);
      await new Promise((go) => setTimeout(go, 50 + next() * 1_200));
      await cutPower(machine, dataDir, kinds[Math.floor(next() * kinds.length)]!);
      await load.stop();
      // nothing acknowledged is missing; at most what was under way at the cut is there unacknowledged
      const known = await acknowledged(holders);
      if (n % 5 === 0) {
        const books = await looking(dataDir, booksOf);
        expect(known.filter((id) => !books.meetings.includes(id))).toEqual([]);
        expect(books).toMatchObject({ sum: 0, half: 0, journals: books.meetings.length });
        committed = books.meetings.length;
      }
    }
    const machine = await powerOn(dataDir);
    for (let round = 0; round < 3; round += 1) for (const holder of holders) await send(holder, machine.url);
    await powerOff(machine);
    expect(await unsent(holders)).toBe(0);
    const books = await looking(dataDir, booksOf);
    expect(books.meetings).toEqual(await acknowledged(holders));
    expect(books).toMatchObject({ sum: 0, half: 0, journals: books.meetings.length });
    expect(books.meetings.length).toBeGreaterThan(committed);
  },
  60_000 + CUTS * 30_000,
);

/** A small disk of its own; only root may make one. */
function smallDisk(megabytes: number): { path: string; remove: () => void } | null {
  const path = join(folder, 'disk');
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', path], { stdio: 'ignore' });
    return { path, remove: () => execFileSync('umount', ['-l', path]) };
  } catch {
    return null;
  }
}

test('a full disk loses nothing that was acknowledged, and work goes on when there is room again', async (context) => {
  const disk = smallDisk(220);
  if (!disk) return context.skip('making a small disk needs the right to mount');
  const dataDir = join(disk.path, 'data');
  try {
    const holders = await furnishMachine(dataDir, 2);
    const machine = await powerOn(dataDir);
    for (const holder of holders) await record(holder).then(() => send(holder, machine.url));
    const before = await acknowledged(holders);
    expect(before).toHaveLength(2);
    const { bavail, bsize } = statfsSync(disk.path);
    writeFileSync(join(disk.path, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - 64 * 1024)));
    for (let n = 0; n < 40; n += 1)
      for (const holder of holders) await record(holder).then(() => send(holder, machine.url));
    const full = await acknowledged(holders);
    machine.child.kill('SIGKILL');
    await machine.ended;
    rmSync(join(disk.path, 'ballast'));
    const books = await looking(dataDir, booksOf);
    expect(full.filter((id) => !books.meetings.includes(id))).toEqual([]);
    expect(books).toMatchObject({ sum: 0, half: 0, journals: books.meetings.length });
    const again = await powerOn(dataDir);
    for (let round = 0; round < 4; round += 1) for (const holder of holders) await send(holder, again.url);
    await powerOff(again);
    expect(await unsent(holders)).toBe(0);
    expect((await looking(dataDir, booksOf)).meetings).toEqual(await acknowledged(holders));
    expect(await acknowledged(holders)).toHaveLength(before.length + 80);
    expect(full.length, 'the disk was really full').toBeLessThan(before.length + 80);
  } finally {
    disk.remove();
  }
}, 240_000);
