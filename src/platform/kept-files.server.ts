/** Small secret files in the data folder: only this user reads them, and none is ever seen half-written. */
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { diskFault } from './start-faults.server.ts';

/** Null when there is no such file. @throws StartFault data.notWritable */
export function readKept(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw diskFault(error, path);
  }
}

/** Writes a file that must not be there yet; when it is, that one stays. @throws StartFault data.notWritable, data.full */
export const keepOnce = (path: string, text: string): void => write(path, text, linkSync);

/** @throws StartFault data.notWritable, data.full */
export const replaceKept = (path: string, text: string): void => write(path, text, renameSync);

/** Nothing that phones once trusted is thrown away. */
export const setAside = (path: string): void => renameSync(path, `${path}.${Date.now()}.old`);

function write(path: string, text: string, publish: (from: string, to: string) => void): void {
  const half = `${path}.${randomUUID()}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(half, text, { mode: 0o600, flag: 'wx', flush: true });
    publish(half, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw diskFault(error, dirname(path));
  } finally {
    rmSync(half, { force: true });
  }
}
