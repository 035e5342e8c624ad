/**
 * The data's part of `npm run update`, run by the version of the program that is in place at that moment. `save` writes a backup and says its
 * path; `migrate FILE` rehearses the new migrations on a copy restored from that backup, then runs them; `back FILE` puts the data of
 * the backup in place of what is there. The app must not be running.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { recoveryKeyOf } from '#app/backup/key.server.ts';
import { beginRun } from '#app/backup/runs.server.ts';
import { tryRestore } from '#app/backup/trial.server.ts';
import { backupName } from '#platform/backup/folder.server.ts';
import { restoreBackup } from '#platform/backup/restore.server.ts';
import { FOLDERS, writeBackup } from '#platform/backup/write.server.ts';
import { readConfig } from '#platform/config.server.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { migrate } from '#platform/migrate.server.ts';
import { startEmbedded } from '#platform/postgres.server.ts';
import { StartFault } from '#platform/start-faults.server.ts';

const config = readConfig(process.env, [], join(import.meta.dirname, '..'));
/** The key for `migrate` and `back`, when the database that holds it may be broken: handed on by the caller, never shown. */
const handedKey = process.env.BAKHIYA_UPDATE_KEY ?? '';

try {
  const [act, file = ''] = process.argv.slice(2);
  if (act === 'save') await save();
  else if (act === 'migrate') await bringUp(file);
  else if (act === 'back') await goBack(file);
  else throw new Error('Only npm run update calls this');
} catch (fault) {
  if (!(fault instanceof StartFault)) throw fault;
  console.error(fault.message);
  process.exitCode = 2;
}

async function withDatabase<T>(work: (ownerUrl: string) => Promise<T>): Promise<T> {
  if (config.databaseUrl !== null) return work(config.databaseUrl);
  const embedded = await startEmbedded(config);
  return work(embedded.ownerUrl).finally(() => embedded.stop());
}

async function save(): Promise<void> {
  await withDatabase(async (ownerUrl) => {
    const owner = ownerPool(ownerUrl);
    try {
      const { recoveryKey } = await recoveryKeyOf(owner);
      const run = await beginRun(owner, { kind: 'backup', reason: 'update' });
      const path = join(config.backupsDir, backupName(new Date()));
      const done = await writeBackup(ownerUrl, {
        path,
        recoveryKey,
        dataDir: config.dataFolder,
        bucket: config.bucket,
      });
      await run.done({ ...done, savedAt: done.madeAt });
      console.log(JSON.stringify({ path, recoveryKey }));
    } finally {
      await owner.end();
    }
  });
}

async function bringUp(path: string): Promise<void> {
  const { cloneDir, migrationsDir } = config;
  await withDatabase(async (ownerUrl) => {
    await tryRestore({ path, recoveryKey: handedKey, cloneDir, migrationsDir, ownerUrl });
    // from here on the data itself changes
    console.log('REHEARSED');
    await migrate(ownerUrl, { dir: migrationsDir });
  });
}

/** What is there is set aside, not removed: whoever looks after the machine may want to know what happened. */
async function goBack(path: string): Promise<void> {
  if (config.databaseUrl !== null)
    throw new StartFault('backup.notEmpty', { place: 'DATABASE_URL', setting: 'DATABASE_URL' });
  const embedded = await startEmbedded(config);
  await embedded.stop();
  const aside = `.before-${Date.now()}`;
  renameSync(embedded.dataDir, `${embedded.dataDir}${aside}`);
  for (const folder of FOLDERS) {
    const place = join(config.dataFolder, folder);
    if (existsSync(place)) renameSync(place, `${place}${aside}`);
  }
  mkdirSync(config.dataFolder, { recursive: true });
  await withDatabase((ownerUrl) =>
    restoreBackup(ownerUrl, {
      path,
      recoveryKey: handedKey,
      migrationsDir: config.migrationsDir,
      dataDir: config.dataFolder,
      bucket: config.bucket,
    }),
  );
}
