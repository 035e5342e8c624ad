/**
 * Makes a clone ready to run: packages, the right Node, the build. Each is done only when what it depends on changed.
 * Runs before `node_modules` exists, on any Node >= 20, so it uses nothing but Node itself.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StepFailed, step } from './steps.mjs';

export const root = join(fileURLToPath(new URL('.', import.meta.url)), '..', '..');

/** What Node compiled once is read at every later start of whatever is given this; gone with the packages it belongs to. */
export const COMPILED = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') };

/** Beside the data, not in node_modules: `npm ci` removes that folder first, and a cut one must not look complete. */
const stampFile = (name) => join(root, 'data', `.${name}-stamp`);

const readStamp = (name) => (existsSync(stampFile(name)) ? readFileSync(stampFile(name), 'utf8') : '');

function writeStamp(name, value) {
  try {
    mkdirSync(join(root, 'data'), { recursive: true });
    writeFileSync(stampFile(name), value);
  } catch (error) {
    const why = error.code === 'ENOSPC' ? 'the disk is full' : 'this user may not write there';
    throw new StepFailed(`The folder ${join(root, 'data')} cannot be written to: ${why}.`);
  }
}

/** What the packages were installed from. */
export const installStamp = () =>
  createHash('sha256')
    .update(`${process.platform}-${process.arch}`)
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** Installs the packages when the lock file is not the one they were installed from. */
export async function installPackages() {
  const wanted = installStamp();
  if (readStamp('install') === wanted && existsSync(join(root, 'node_modules', '.package-lock.json'))) return;
  writeStamp('install', '');
  const npm = process.env.npm_execpath;
  const [command, first] = npm ? [process.env.npm_node_execpath ?? process.execPath, [npm]] : ['npm', []];
  await step('Installing the packages', () => run(command, [...first, 'ci', '--include=dev', '--loglevel=error']));
  writeStamp('install', wanted);
}

/** Node 24 or newer: the one npm brought, else the one that runs this script. */
export function findNode() {
  const own = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new StepFailed(
    `Bakhiya needs Node 24 or newer on ${process.platform}-${process.arch}, but this is ${process.version}: install it first.`,
  );
}

const buildInputs = [
  'src',
  'static',
  'generated',
  'project.inlang/settings.json',
  'scripts/sentences-options.ts',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** What the app was built from. */
export const buildStamp = () => hashOf(buildInputs);

/** What no client file may ever hold; a journey looks for it in every one of them. */
const SENTINEL = 'sentinel-that-no-browser-gets';
const withSecrets = { DATABASE_URL: `postgres://${SENTINEL}@nowhere/none`, BAKHIYA_SECRET: SENTINEL };

/** Builds the web app when anything it is made of changed. `show` wraps it in a step of its own. */
export async function buildApp(node, { show = step } = {}) {
  const wanted = buildStamp();
  if (readStamp('build') === wanted && existsSync(join(root, 'build', 'handler.js'))) return;
  writeStamp('build', '');
  await show('Building the app', () =>
    run(node, [join('node_modules', 'vite', 'bin', 'vite.js'), 'build'], { env: withSecrets }),
  );
  writeStamp('build', wanted);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const full = join(root, path);
    // The sentences are compiled by the build itself from src/ui/messages.
    if (!existsSync(full) || path === 'src/ui/sentences' || path.endsWith('.test.ts')) return;
    if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) visit(`${path}/${name}`);
    else hash.update(path).update(readFileSync(full));
  };
  paths.forEach(visit);
  return hash.digest('hex');
}

let running;

/** Ends the command that runs now, when the person at the terminal gives up. */
export const stopRunning = () => running?.kill('SIGTERM');

/**
 * Runs a command in the clone, with its own binaries first on the path, and keeps its words for the case that it fails.
 * @returns {Promise<string>}
 */
export function run(command, args, { env = {}, cwd = root } = {}) {
  return new Promise((done, fail) => {
    const PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running = child;
    let words = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => (words += text));
    }
    child.once('error', (error) => fail(new StepFailed(`${command} could not be run: ${error.message}`)));
    child.once('close', (code, signal) => {
      running = undefined;
      if (code === 0) done(words);
      else
        fail(
          new StepFailed(
            `${words.trimEnd()}\n(${[command, ...args].join(' ')} ended with ${signal ?? `code ${code}`})`,
          ),
        );
    });
  });
}
