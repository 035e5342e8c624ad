/** A backup's way in tests: from a village's database into a file, and from there into a database of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeRecoveryKey } from '#platform/backup/recovery-key.server.ts';
import { restoreBackup } from '#platform/backup/restore.server.ts';
import { writeBackup, type Written } from '#platform/backup/write.server.ts';
import { freshDatabase } from '../database.ts';
import { afterFile } from '../after-file.ts';
import { quickFolder } from '../quick-folder.ts';

export const migrationsDir = join(import.meta.dirname, '..', '..', 'db', 'migrations');
export const recoveryKey = makeRecoveryKey();

/** A folder that goes after the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(quickFolder(), 'bakhiya-backup-'));
  afterFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let count = 0;
export const save = (ownerUrl: string, folder: string): Promise<Written> =>
  writeBackup(ownerUrl, {
    path: join(folder, `${(count += 1)}.backup`),
    recoveryKey,
    dataDir: join(folder, 'data'),
  });

/** @returns the owner's address of the database restored into */
export async function bringBack(
  path: string,
  { dataDir = null, dir = migrationsDir }: { dataDir?: string | null; dir?: string } = {},
) {
  const { ownerUrl } = await freshDatabase({ empty: true });
  const restored = await restoreBackup(ownerUrl, { path, recoveryKey, migrationsDir: dir, dataDir });
  return { ownerUrl, restored };
}
