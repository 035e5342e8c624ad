/**
 * `npm run bench`: every bench/*.bench.ts in turn, each as a process of its own and bounded in time. Prints what they print and writes
 * bench/results.json. Ratios carry from machine to machine, times do not; nothing here is a test.
 */
import { fork } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

type Figures = Readonly<Record<string, number>>;
const MOST_MINUTES = 10;

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
const results: Record<string, Figures | null> = {};
for (const file of files) {
  console.log(`\n${file}`);
  results[file.replace('.bench.ts', '')] = await run(file);
}
const machine = { cores: cpus().length, model: cpus()[0]?.model ?? '', memoryMb: Math.round(totalmem() / 1048576) };
const written = { at: new Date().toISOString(), node: process.version, machine, results };
writeFileSync(join(import.meta.dirname, 'results.json'), `${JSON.stringify(written, null, 2)}\n`);
const failed = Object.entries(results).filter(([, figures]) => figures === null);
for (const [name] of failed) console.log(`${name}: no figures`);
process.exit(failed.length === 0 ? 0 : 1);
