/** `npm run backup [-- --to DIR]`: writes one encrypted file with everything, also while the app serves. */
import { join, resolve } from 'node:path';
import { recoveryKeyOf } from '#app/backup/key.server.ts';
import { backupName } from '#platform/backup/folder.server.ts';
import { writeBackup, type Progress } from '#platform/backup/write.server.ts';
import { readConfig } from '#platform/config.server.ts';
import { connectOwner, ownerPool } from '#platform/connect-owner.server.ts';
import { visitEmbedded } from '#platform/postgres.server.ts';
import { StartFault } from '#platform/start-faults.server.ts';

try {
  await main(process.argv.slice(2));
} catch (fault) {
  if (!(fault instanceof StartFault)) throw fault;
  console.error(fault.message);
  process.exitCode = 2;
}

async function main(args: readonly string[]): Promise<void> {
  const config = readConfig(process.env, [], join(import.meta.dirname, '..'));
  const folder = readFolder(args) ?? config.backupsDir;
  const embedded = config.databaseUrl === null ? await visitEmbedded(config) : null;
  try {
    const url = embedded?.ownerUrl ?? config.databaseUrl ?? '';
    const recoveryKey = await keyFor(url);
    const path = join(folder, backupName(new Date()));
    const done = await writeBackup(url, {
      path,
      recoveryKey,
      dataDir: config.dataFolder,
      bucket: config.bucket,
      onProgress: progress(),
    });
    console.log(`${done.path}`);
    console.log(`${done.tables} tables, ${done.rows} rows, ${done.files} files; ${Math.ceil(done.bytes / 1024)} KB`);
    console.log('It opens with the recovery key of this installation only.');
  } finally {
    await embedded?.stop();
  }
}

async function keyFor(url: string): Promise<string> {
  await (await connectOwner(url)).end();
  const pool = ownerPool(url);
  try {
    const { recoveryKey, isNew } = await recoveryKeyOf(pool);
    if (isNew) console.log(`Recovery key, write it down and keep it away from this machine: ${recoveryKey}`);
    return recoveryKey;
  } catch (fault) {
    if ((fault as { code?: string }).code === '42P01') throw new StartFault('backup.nothingThere');
    throw fault;
  } finally {
    await pool.end();
  }
}

function readFolder([option, folder, ...rest]: readonly string[]): string | null {
  if (option === undefined) return null;
  if (option === '--to' && folder !== undefined && rest.length === 0) return resolve(folder);
  const expected = 'npm run backup, or npm run backup -- --to FOLDER';
  throw new StartFault('config.wrong', { name: 'The option', value: option, expected });
}

/** On a terminal one line that rewrites itself; elsewhere nothing. */
function progress(): (progress: Progress) => void {
  if (!process.stderr.isTTY) return () => {};
  return ({ done, of }) => void process.stderr.write(`\r${done} of about ${of} `);
}
