/**
 * `npm run read-in FILE`: reads the archive of an organisation (Settings, "Leave with everything") into an empty place, compares every
 * table, trial balance and chain, proves the books, and gives each administrator a PIN for her first sign-in here.
 */
import { join, resolve } from 'node:path';
import { firstSecrets } from '#app/leaving/first-secrets.server.ts';
import { readInArchive } from '#app/leaving/read-in.server.ts';
import { verifyDatabase } from '#domain/ledger/index.server.ts';
import { readConfig } from '#platform/config.server.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { openFiles } from '#platform/files-place.server.ts';
import { startEmbedded } from '#platform/postgres.server.ts';
import { StartFault } from '#platform/start-faults.server.ts';

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (fault) {
  if (!(fault instanceof StartFault)) throw fault;
  console.error(fault.message);
  process.exitCode = 2;
}

async function main([file, ...rest]: readonly string[]): Promise<number> {
  if (!file || file.startsWith('-') || rest.length > 0)
    throw new StartFault('config.wrong', {
      name: 'The command',
      value: [file, ...rest].join(' '),
      expected: 'npm run read-in FILE',
    });
  const config = readConfig(process.env, [], join(import.meta.dirname, '..'));
  const embedded = config.databaseUrl === null ? await startEmbedded(config) : null;
  try {
    const url = embedded?.ownerUrl ?? config.databaseUrl ?? '';
    const done = await readInArchive(url, {
      path: resolve(file),
      migrationsDir: config.migrationsDir,
      files: openFiles({ folder: join(config.dataFolder, 'files'), bucket: config.bucket }),
      onStep: (step) => console.log(step),
    });
    console.log(`${done.name}, as of ${done.madeAt}: ${done.tables} tables, ${done.rows} rows, ${done.files} files,`);
    console.log(
      `${done.books} books; each table, trial balance and chain compared with the archive and found the same.`,
    );
    if (done.missingFiles > 0)
      console.log(`${done.missingFiles} photos or papers were not there any more where the archive was made.`);
    return await prove(url);
  } finally {
    await embedded?.stop();
  }
}

async function prove(url: string): Promise<number> {
  const pool = ownerPool(url, 2);
  try {
    const report = await verifyDatabase(pool);
    const isWhole = report.faults.length === 0;
    console.log(`${report.books} books, ${report.journals} journals: ${isWhole ? 'the books are whole.' : 'faults!'}`);
    if (!isWhole) console.log('The faults stood in the books before they left: see npm run verify.');
    for (const { phone, name, pin } of await firstSecrets(pool, url))
      console.log(`First sign-in of ${name}: phone ${phone}, PIN ${pin} (shown only now)`);
    return isWhole ? 0 : 1;
  } finally {
    await pool.end();
  }
}
