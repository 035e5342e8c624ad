/**
 * Keeps the backups while the app serves: looks around once a minute, and at once when somebody asks on the screen. Several processes on
 * one database take turns by an advisory lock. It never throws: what fails is written where the first page reads it.
 */
import { join } from 'node:path';
import pg from 'pg';
import { backupName, copyBackup, findSticks, listBackups, tidy } from '#platform/backup/folder.server.ts';
import { tightestDisk, watchClock, type Watch } from '#platform/backup/machine.server.ts';
import { writeBackup } from '#platform/backup/write.server.ts';
import type { Bucket } from '#platform/bucket.server.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { log } from '#platform/log.server.ts';
import { recoveryKeyOf } from './key.server.ts';
import { dueNow, noteMachine, openRuns, readSettings, type Asked } from './keeper-state.server.ts';
import { beginRun, type OpenRun, type RunReason } from './runs.server.ts';
import { tryRestore } from './trial.server.ts';

/** Any constant: who holds this lock is the one that makes backups now. */
const BACKUP_LOCK = 7_262_543;
const LOOK_MS = 60_000;
export const CHANNEL = 'bakhiya_backup';

export type KeeperOptions = {
  readonly ownerUrl: string;
  readonly cloneDir: string;
  readonly dataFolder: string;
  readonly bucket?: Bucket | null;
  readonly backupsDir: string;
  readonly migrationsDir: string;
  /** Further places whose disk must not fill: the embedded server's data. */
  readonly watched?: readonly string[];
  readonly sticks?: () => string[];
};
export type Keeper = {
  /** One look around now; looks never overlap. */
  readonly look: () => Promise<void>;
  /** After `stop`: the backup of the end, when it is wanted and something is there to save. */
  readonly lastly: (save: boolean) => Promise<void>;
  /** Looks no more; a backup under way is given up, and nothing of it stays. */
  readonly stop: () => Promise<void>;
};
type Work = KeeperOptions & { readonly owner: pg.Pool; readonly signal: AbortSignal; readonly clock: Watch };

/** @param everyMs how often it looks by itself; null = only when told */
export function openKeeper(options: KeeperOptions, everyMs: number | null = LOOK_MS): Keeper {
  const owner = ownerPool(options.ownerUrl, 3);
  const abort = new AbortController();
  const work: Work = { ...options, owner, signal: abort.signal, clock: watchClock() };
  let last: Promise<void> = Promise.resolve();
  const inTurn = (job: () => Promise<void>): Promise<void> =>
    (last = last.then(() => (abort.signal.aborted ? undefined : alone(work, job))).catch(told));
  const look = () => inTurn(() => lookAround(work));
  const timer = everyMs === null ? undefined : setInterval(() => void look(), everyMs).unref();
  const ear = everyMs === null ? null : listen(options.ownerUrl, () => void look());
  return {
    look,
    lastly: (save) =>
      (save ? alone(work, () => saveAtTheEnd(work)).catch(told) : Promise.resolve()).finally(() => owner.end()),
    async stop() {
      clearInterval(timer);
      await ear?.then((client) => client?.end());
      // what runs now is cut; the list of waiting looks sees the signal
      const running = last;
      abort.abort();
      await running;
    },
  };
}

const told = (fault: unknown): void => log.error('backup.keeper', { fault });

/** Somebody pressed "back up now": the command tells it after its commit. */
async function listen(url: string, heard: () => void): Promise<pg.Client | null> {
  const client = new pg.Client({ connectionString: url, keepAlive: true });
  client.on('error', () => {});
  client.on('notification', heard);
  try {
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    return client;
  } catch {
    // the minute's look finds what was asked, a little later
    return null;
  }
}

async function alone({ owner }: Work, job: () => Promise<void>): Promise<void> {
  const client = await owner.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [BACKUP_LOCK]);
    if (!rows[0]?.mine) return;
    await job();
    await client.query('select pg_advisory_unlock($1)', [BACKUP_LOCK]);
  } finally {
    client.release();
  }
}

async function lookAround(work: Work): Promise<void> {
  const disk = await tightestDisk([work.dataFolder, work.backupsDir, ...(work.watched ?? [])]);
  await noteMachine(work.owner, { disk, jumpSeconds: work.clock.look() });
  await openRuns(work.owner);
  const due = await dueNow(work.owner);
  for (const asked of due.asked) await backUp(work, 'asked', asked);
  if (due.backup && due.asked.length === 0) await backUp(work, 'daily');
  await copyWhereMissing(work);
  // asked again: the first backup of all is tried at once
  if ((await dueNow(work.owner)).trial) await trial(work);
}

async function saveAtTheEnd(work: Work): Promise<void> {
  const { changedSinceBackup } = await dueNow(work.owner);
  if (changedSinceBackup) await backUp(work, 'stop');
}

async function run(work: Work, begun: Parameters<typeof beginRun>[1], job: (run: OpenRun) => Promise<void>) {
  const open = await beginRun(work.owner, begun);
  try {
    await job(open);
  } catch (fault) {
    if (!work.signal.aborted) log.error('backup.failed', { kind: begun.kind, fault });
    await open.failed(fault);
  }
}

function backUp(work: Work, reason: RunReason, asked?: Asked): Promise<void> {
  return run(work, { kind: 'backup', reason, ...(asked && { runId: asked.runId }) }, async (open) => {
    const { recoveryKey } = await recoveryKeyOf(work.owner);
    let told = 0;
    const done = await writeBackup(work.ownerUrl, {
      path: join(work.backupsDir, backupName(new Date())),
      recoveryKey,
      dataDir: work.dataFolder,
      bucket: work.bucket ?? null,
      // at the end the signal that stops the looks is no reason to stop
      ...(reason === 'stop' ? {} : { signal: work.signal }),
      onProgress: ({ done, of }) => {
        if (Date.now() - told < 1_000) return;
        told = Date.now();
        void open.progress(done, of).catch(() => {});
      },
    });
    await open.done({ ...done, savedAt: done.madeAt });
    await tidy(work.backupsDir);
  });
}

/** Sticks, and the folder of the settings: each gets the newest backup it does not have. */
async function copyWhereMissing(work: Work): Promise<void> {
  const [newest] = await listBackups(work.backupsDir);
  if (!newest) return;
  const { secondFolder } = await readSettings(work.owner);
  const sticks = (work.sticks ?? findSticks)();
  for (const folder of [...(secondFolder ? [secondFolder] : []), ...sticks]) {
    if ((await listBackups(folder)).some(({ name }) => name === newest.name)) continue;
    const known = await work.owner.query(
      `select from backup_run where kind = 'copy' and state = 'failed' and path like $1 and asked_at > now() - interval '1 hour'`,
      [`${folder.replaceAll(/[\\%_]/g, '\\$&')}%`],
    );
    if (known.rowCount) continue;
    await run(work, { kind: 'copy', reason: sticks.includes(folder) ? 'plugged' : 'daily' }, async (open) => {
      const path = await copyBackup(newest, folder);
      await open.done({ path, savedAt: newest.madeAt });
      await tidy(folder);
    });
  }
}

function trial(work: Work): Promise<void> {
  return run(work, { kind: 'trial', reason: 'weekly' }, async (open) => {
    const [newest] = await listBackups(work.backupsDir);
    if (!newest) return open.failed(new Error('There is no backup to try'));
    const { recoveryKey } = await recoveryKeyOf(work.owner);
    const { path } = newest;
    const done = await tryRestore({ ...work, path, recoveryKey });
    await open.done({ path, savedAt: done.madeAt, rows: done.rows, files: done.files });
  });
}
