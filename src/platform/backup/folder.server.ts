/** A folder of backups: their names tell their moments, so that nothing else must be remembered about them. */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diskFault } from '../start-faults.server.ts';
import { kept } from './retention.ts';

/** A folder of this name on a stick says: copies of the backups may be put here. */
export const STICK_FOLDER = 'bakhiya-backups';

export type Kept = { readonly path: string; readonly name: string; readonly madeAt: Date };

/** `bakhiya-20261122-013837.backup`, in UTC. */
export const backupName = (madeAt: Date): string =>
  `bakhiya-${madeAt.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}.backup`;

function momentOf(name: string): Date | null {
  const found = /^bakhiya-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)\.backup$/.exec(name);
  if (!found) return null;
  const moment = new Date(`${found[1]}-${found[2]}-${found[3]}T${found[4]}:${found[5]}:${found[6]}Z`);
  return isNaN(moment.getTime()) ? null : moment;
}

/** Newest first; an empty list when there is no such folder. */
export async function listBackups(folder: string): Promise<Kept[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const madeAt = momentOf(name);
      return madeAt ? [{ path: join(folder, name), name, madeAt }] : [];
    })
    .sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
}

/** Removes what need not stay, and what a cut left half-written. @returns names of the backups removed */
export async function tidy(folder: string): Promise<string[]> {
  const all = await listBackups(folder);
  const stay = new Set(kept(all.map(({ madeAt }) => madeAt)).map((moment) => moment.getTime()));
  const gone = all.filter(({ madeAt }) => !stay.has(madeAt.getTime()));
  for (const { path } of gone) await rm(path, { force: true });
  const dayAgo = Date.now() - 86_400_000;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^bakhiya-.*\.half$/.test(name)) continue;
    const file = await open(join(folder, name), 'r').catch(() => null);
    const old = file && (await file.stat()).mtimeMs < dayAgo;
    await file?.close();
    if (old) await rm(join(folder, name), { force: true });
  }
  return gone.map(({ name }) => name);
}

/** A copy that bears its name only when it is whole and on the disk. @throws StartFault data.full, data.notWritable */
export async function copyBackup({ path, name }: Kept, folder: string): Promise<string> {
  const half = join(folder, `${name}.${randomUUID()}.half`);
  try {
    await mkdir(folder, { recursive: true });
    await copyFile(path, half);
    const file = await open(half, 'r+');
    await file.sync();
    await file.close();
    await rename(half, join(folder, name));
    return join(folder, name);
  } catch (error) {
    throw diskFault(error, folder);
  } finally {
    await rm(half, { force: true }).catch(() => {});
  }
}

/** Where desktop systems and people put sticks. */
const STICKS = [
  { root: '/media', levels: 2 },
  { root: '/run/media', levels: 2 },
  { root: '/mnt', levels: 1 },
  { root: '/Volumes', levels: 1 },
];

/** Folders named `STICK_FOLDER` on what is plugged in now. */
export function findSticks(places: readonly { root: string; levels: number }[] = STICKS): string[] {
  const below = (folder: string, levels: number): string[] =>
    levels === 0 ? [folder] : foldersIn(folder).flatMap((name) => below(join(folder, name), levels - 1));
  return places
    .flatMap(({ root, levels }) => below(root, levels))
    .map((mount) => join(mount, STICK_FOLDER))
    .filter((folder) => existsSync(folder));
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}
