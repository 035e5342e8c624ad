/** The half of `npm run dev` that needs the packages: database up, Vite beside it, both down again. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '#platform/config.server.ts';
import { migrate } from '#platform/migrate.server.ts';
import { startEmbedded } from '#platform/postgres.server.ts';
import { openTerminal } from '#platform/terminal.server.ts';

const cloneDir = join(import.meta.dirname, '..');
const terminal = openTerminal();
const config = readConfig(process.env, [], cloneDir);
const embedded = config.databaseUrl ? null : await startEmbedded({ ...config, onStep: terminal.step });
const ownerUrl = embedded?.ownerUrl ?? config.databaseUrl ?? '';
await migrate(ownerUrl, { dir: config.migrationsDir, onStep: terminal.step });
const firstStart = join(cloneDir, 'src', 'app', 'first-start.server.ts');
if (existsSync(firstStart)) {
  const { firstStart: run } = (await import(firstStart)) as { firstStart: (start: object) => Promise<unknown> };
  await run({ ownerUrl, demo: false, onStep: terminal.step, ask: terminal.ask });
}
terminal.end();

const vite = join(cloneDir, 'node_modules', 'vite', 'bin', 'vite.js');
const child = spawn(process.execPath, [vite, 'dev', '--port', String(config.port), ...process.argv.slice(2)], {
  cwd: cloneDir,
  stdio: 'inherit',
  env: { ...process.env, BAKHIYA_DATABASE_URL: ownerUrl },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.once('exit', async (code) => {
  await embedded?.stop();
  process.exit(code ?? 0);
});
