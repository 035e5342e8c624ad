/**
 * The random fault walks of test/campaign at length: FAULT_SEEDS (1,000 unless told) of kill, repeat, reorder, cut and restart; the ledger
 * must be the set of acknowledged commands and the phones must show what the server says.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { round } from './lib/median.ts';
import { cloneDir } from './lib/served-app.ts';

const SEEDS = Number(process.env['FAULT_SEEDS'] ?? 1_000);
const vitest = join(cloneDir, 'node_modules', 'vitest', 'vitest.mjs');
const from = performance.now();
const run = spawn(process.execPath, [vitest, 'run', '--project', 'db', 'test/campaign', '--testTimeout=1500000'], {
  cwd: cloneDir,
  env: { ...process.env, FAULT_SEEDS: String(SEEDS) },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const [code] = (await once(run, 'exit')) as [number | null];
const figures = { seeds: SEEDS, failed: code === 0 ? 0 : 1, seconds: round((performance.now() - from) / 1000, 0) };
for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(20)} ${value}`);
process.send?.(figures);
