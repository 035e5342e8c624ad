/**
 * `npm test`: everything that must hold, on a machine with nothing but Node and npm. Each step shows its time, and its
 * words only when it fails. `--only unit,db` runs some steps.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureHledger } from './lib/hledger.mjs';
import { buildApp, COMPILED, findNode, installPackages, root, run, stopRunning } from './lib/prepare.mjs';
import { StepFailed, step } from './lib/steps.mjs';

Object.assign(process.env, { ...COMPILED, ...process.env });

const bin = (name, script) => join('node_modules', name, script);
const reportOf = (project) => join(tmpdir(), `bakhiya-report-${process.pid}-${project}.json`);
const totals = { passed: 0, failed: 0 };

await prepareOrLeave(installPackages);
const node = findNode();
const tool =
  (...args) =>
  () =>
    run(node, ['--disable-warning=ExperimentalWarning', ...args]);

/** Each entry: short name, words, work. Those of vitest count each of their tests, the others count as one. */
const steps = [
  ['format', 'Format', tool(bin('oxfmt', 'bin/oxfmt'), '--check')],
  ['sync', 'Generated types', syncTypes],
  ['lint', 'Lint', tool(bin('eslint', 'bin/eslint.js'), '--max-warnings', '0', '.')],
  [
    'types',
    'Types',
    tool(bin('svelte-check', 'bin/svelte-check'), '--threshold', 'error', '--output', 'machine', ...typeFlags()),
  ],
  ['boundaries', 'Boundaries', tool(join('scripts', 'check-house.ts'))],
  ['build', 'Build', () => buildApp(node, { show: (_words, work) => work() })],
  ['unit', 'Unit tests', () => vitest('unit')],
  ['db', 'Database tests', async () => vitest('db', { BAKHIYA_HLEDGER: await ensureHledger() })],
  ['e2e', 'Browser journeys', () => journeys()],
  ['generated', 'Generated files', tool(join('scripts', 'generate.ts'), '--check'), join('scripts', 'generate.ts')],
];

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    stopRunning();
    process.exit(130);
  });

/**
 * One after the other; those in one line side by side, each lane in its order, since most of these work on one core. The build
 * writes what lint and types read, so it comes after them.
 */
const ORDER = [
  [['sync']],
  [
    ['format', 'lint'],
    ['types', 'boundaries', 'generated'],
  ],
  [['build'], ['unit']],
  [['db']],
  [['e2e']],
];
const only = chosen(process.argv.slice(2));
for (const lanes of ORDER) {
  const wanted = lanes.map((lane) => lane.filter(isWanted)).filter((lane) => lane.length > 0);
  await Promise.all(wanted.map((lane) => walk(lane, wanted.length > 1)));
}
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);

function isWanted(name) {
  const needs = steps.find((one) => one[0] === name)[3];
  return (!only || only.includes(name)) && (!needs || existsSync(join(root, needs)));
}

async function walk(lane, beside) {
  for (const name of lane) {
    const [, words, work] = steps.find((one) => one[0] === name);
    await count(words, work, beside);
  }
}

function chosen(args) {
  const at = args.findIndex((arg) => arg.startsWith('--only'));
  if (at < 0) return null;
  const names = (args[at].split('=')[1] ?? args[at + 1] ?? '').split(',');
  const unknown = names.find((name) => !steps.some((one) => one[0] === name));
  if (unknown === undefined) return names;
  console.error(`There is no step "${unknown}"; there are: ${steps.map((one) => one[0]).join(', ')}.`);
  process.exit(2);
}

async function count(words, work, beside) {
  try {
    const tests = await step(words, work, { beside });
    totals.passed += tests?.passed ?? 1;
  } catch (error) {
    totals.passed += error.tests?.passed ?? 0;
    totals.failed += error.tests?.failed || 1;
    console.error(`${error instanceof StepFailed ? error.message : error.stack}\n`);
  }
}

async function syncTypes() {
  if (existsSync(join(root, 'scripts', 'sentences.ts'))) await run(node, [join('scripts', 'sentences.ts')]);
  await run(node, [bin('@sveltejs/kit', 'svelte-kit.js'), 'sync']);
}

function typeFlags() {
  return existsSync(join(root, 'node_modules', '@typescript', 'native')) ? ['--tsgo'] : [];
}

async function journeys() {
  await buildApp(node, { show: (_words, work) => work() });
  const chromium = await ensureChromium();
  return vitest('e2e', { BAKHIYA_CHROMIUM: chromium });
}

/** Vitest says in a file how many of its tests held; the words of a failing run are shown as they are. */
async function vitest(project, env = {}) {
  const report = reportOf(project);
  const flags = ['run', '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json'];
  try {
    rmSync(report, { force: true });
    await run(node, [bin('vitest', 'vitest.mjs'), ...flags, `--outputFile.json=${report}`], { env });
    return tested(report);
  } catch (error) {
    throw Object.assign(error, { tests: tested(report) });
  } finally {
    rmSync(report, { force: true });
  }
}

function tested(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests };
}

async function prepareOrLeave(work) {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof StepFailed ? error.message : error.stack);
    console.log('\n0 passed, 1 failed');
    process.exit(1);
  }
}
