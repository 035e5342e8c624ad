/**
 * Remakes what is generated and committed: row types from the migrated database and the OpenAPI document from the command and
 * question tables, and the table of rights. `--check` compares instead of writing and says what differs.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#platform/migrate.server.ts';
import { allCommands, allQuestions } from '#app/registry.server.ts';
import { openApiDocument } from '#api/openapi/document.ts';
import { rightsPage } from './rights-page.ts';
import { startEmbedded } from '#platform/postgres.server.ts';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const work = mkdtempSync(join(tmpdir(), 'bakhiya-generate-'));
chmodSync(work, 0o755);
const server = await startEmbedded({ cloneDir: root, dataDir: join(work, 'data'), throwAway: true });
const stale: string[] = [];
const tables = { commands: allCommands, questions: allQuestions };
keep('generated/openapi.json', `${JSON.stringify(openApiDocument(tables), null, 2)}\n`);
keep('docs/rights.md', rightsPage(tables));
try {
  await migrate(server.ownerUrl, { dir: join(root, 'db', 'migrations') });
  const made = join(work, 'db.ts');
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/kysely-codegen/dist/cli/bin.js'),
      ...['--url', server.ownerUrl, '--dialect', 'postgres', '--out-file', made, '--default-schema', 'public'],
      ...[
        '--include-pattern',
        'public.*',
        '--date-parser',
        'string',
        '--numeric-parser',
        'number',
        '--log-level',
        'error',
      ],
      // amounts are paise inside the exact integers of JavaScript (src/platform/db.server.ts checks each one read)
      ...['--type-mapping', '{"int8":"number"}'],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  keep('generated/db.ts', readFileSync(made, 'utf8'));
} finally {
  await server.stop();
  rmSync(work, { recursive: true, force: true });
}
if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run: node scripts/generate.ts`);
  process.exit(1);
}

function keep(path: string, text: string): void {
  const file = join(root, path);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (before === text) return;
  if (check) stale.push(path);
  else {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }
}
