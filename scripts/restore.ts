/**
 * `npm run restore FILE [-- --key-file FILE]`: brings a backup into an empty place and proves every table and every book. The recovery key
 * is asked for, or read from a file (`-` = standard input); it never stands on the command line, where other users of the machine could see it.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { noteRestore } from '#app/backup/runs.server.ts';
import { verifyDatabase } from '#domain/ledger/index.server.ts';
import { readHead } from '#platform/backup/container.server.ts';
import { restoreBackup } from '#platform/backup/restore.server.ts';
import { readConfig } from '#platform/config.server.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { startEmbedded } from '#platform/postgres.server.ts';
import { StartFault } from '#platform/start-faults.server.ts';

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (fault) {
  if (!(fault instanceof StartFault)) throw fault;
  console.error(fault.message);
  process.exitCode = 2;
}

async function main(args: readonly string[]): Promise<number> {
  const { path, keyFile } = readArguments(args);
  await readHead(path);
  const config = readConfig(process.env, [], join(import.meta.dirname, '..'));
  const recoveryKey = await readKey(keyFile);
  const embedded = config.databaseUrl === null ? await startEmbedded(config) : null;
  try {
    const url = embedded?.ownerUrl ?? config.databaseUrl ?? '';
    const place = { migrationsDir: config.migrationsDir, dataDir: config.dataFolder, bucket: config.bucket };
    const done = await restoreBackup(url, { path, recoveryKey, ...place });
    console.log(
      `Restored as of ${done.madeAt.toISOString()}: ${done.tables} tables, ${done.rows} rows, ${done.files} files,`,
    );
    console.log('each table compared with what was saved and found the same.');
    if (done.migrated.length > 0) console.log(`Brought up to this program: ${done.migrated.join(', ')}`);
    return await proveBooks(url, { path, madeAt: done.madeAt });
  } finally {
    await embedded?.stop();
  }
}

async function proveBooks(url: string, from: { path: string; madeAt: Date }): Promise<number> {
  const pool = ownerPool(url);
  try {
    await noteRestore(pool, from);
    const report = await verifyDatabase(pool);
    const whole = report.faults.length === 0;
    console.log(`${report.books} books, ${report.journals} journals: ${whole ? 'the books are whole.' : 'faults!'}`);
    if (!whole) console.log(`${report.faults.length} faults stood in the books before the backup: see npm run verify.`);
    return whole ? 0 : 1;
  } finally {
    await pool.end();
  }
}

type Arguments = { readonly path: string; readonly keyFile: string | null };

function readArguments(args: readonly string[]): Arguments {
  const [path, option, keyFile, ...rest] = args;
  const fits = path && !path.startsWith('-') && (args.length === 1 || (option === '--key-file' && keyFile));
  if (fits && rest.length === 0) return { path: resolve(path), keyFile: keyFile ?? null };
  const expected = 'npm run restore FILE, or npm run restore FILE -- --key-file FILE';
  throw new StartFault('config.wrong', { name: 'The command', value: args.join(' '), expected });
}

async function readKey(keyFile: string | null): Promise<string> {
  if (keyFile !== null) return readKeyFile(keyFile === '-' ? 0 : keyFile);
  if (!process.stdin.isTTY) throw new StartFault('backup.keyNeeded');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question('Recovery key: ');
  } finally {
    lines.close();
  }
}

function readKeyFile(file: string | 0): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new StartFault('backup.unreadable', { path: String(file) }, error);
  }
}
