/**
 * `npm run bench`: every bench/*.bench.ts in turn, or those named (`npm run bench -- meetings field`), each as a process of its own and
 * bounded in time. Prints what they print, says of each goal whether it was reached, and keeps the figures in bench/results.json beside
 * those of benches that did not run now. Ratios carry from machine to machine, times do not; nothing here is a test.
 */
import { fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { judged, type Judged } from './lib/goals.ts';

type Figures = Readonly<Record<string, number>>;
/** `load` is how busy the machine was in the minute before: above 0.5 others worked beside it. */
type Kept = { readonly at: string; readonly load: number; readonly figures: Figures | null };
type Results = {
  machine: string;
  node: string;
  benches: Record<string, Kept>;
  goals: Judged[];
};

const FILE = join(import.meta.dirname, 'results.json');
const MOST_MINUTES = Number(process.env['BENCH_MINUTES'] ?? 45);

/** Figures a bench hands over by IPC; null when it failed or took too long. */
function run(file: string): Promise<Figures | null> {
  return new Promise((done) => {
    let figures: Figures | null = null;
    const bench = fork(join(import.meta.dirname, file), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const bound = setTimeout(() => bench.kill('SIGTERM'), MOST_MINUTES * 60_000);
    bench.on('message', (given: Figures) => (figures = given));
    bench.once('exit', (code) => {
      clearTimeout(bound);
      done(code === 0 ? figures : null);
    });
  });
}

const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)))
  .sort();
const before = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Results) : null;
const benches: Results['benches'] = { ...before?.benches };
for (const file of files) {
  console.log(`\n${file}`);
  const load = Number(loadavg()[0]?.toFixed(1));
  const figures = await run(file);
  benches[file.replace('.bench.ts', '')] = { at: new Date().toISOString(), load, figures };
}
const goals = judged(Object.fromEntries(Object.entries(benches).map(([name, { figures }]) => [name, figures])));
const machine = `${availableParallelism()} cores, ${Math.ceil(totalmem() / 2 ** 30)} GiB`;
const results: Results = { machine, node: process.version, benches, goals };
writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`);
console.log('');
for (const { bench, figure, most, least, measured, hit } of goals) {
  const goal = most === undefined ? `>= ${least}` : `<= ${most}`;
  console.log(`${hit ? 'hit ' : 'MISS'}  ${`${bench} ${figure}`.padEnd(36)} ${String(measured).padStart(8)}  ${goal}`);
}
process.exit(files.every((file) => benches[file.replace('.bench.ts', '')]?.figures) ? 0 : 1);
