/** `node scripts/check-catalogue.ts`: migrates a throw-away database and holds its catalogue, and every SQL text of `src`, against the house. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '#platform/migrate.server.ts';
import { startEmbedded } from '#platform/postgres.server.ts';
import { catalogueFaults } from './catalogue/catalogue.ts';
import { statementFaults } from './catalogue/statements.ts';

const root = join(import.meta.dirname, '..');
const dataDir = mkdtempSync(join(tmpdir(), 'bakhiya-catalogue-'));
chmodSync(dataDir, 0o755);
const faults = statementFaults(root);
const server = await startEmbedded({ cloneDir: root, dataDir, throwAway: true });
try {
  await migrate(server.ownerUrl, { dir: join(root, 'db', 'migrations') });
  const client = new pg.Client(server.ownerUrl);
  client.on('error', () => {});
  await client.connect();
  faults.push(...(await catalogueFaults(client)));
  await client.end();
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'The catalogue keeps to the house.' : `${faults.length} breaks`);
process.exitCode = faults.length > 0 ? 1 : 0;
