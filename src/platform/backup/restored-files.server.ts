/** Files of a backup are laid beside their place and moved there when everything else is proved; until then nothing is to be seen. */
import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StartFault, diskFault } from '../start-faults.server.ts';
import type { Bytes } from './sealed.server.ts';
import { FOLDERS } from './write.server.ts';

export type PutFiles = {
  readonly take: (folder: string, path: string, content: Bytes) => Promise<void>;
  readonly publish: () => Promise<void>;
  readonly undo: () => Promise<void>;
  readonly count: () => number;
};

/** @throws StartFault backup.notEmpty when one of the folders holds something */
export async function putFiles(dataDir: string): Promise<PutFiles> {
  for (const folder of FOLDERS) {
    const place = join(dataDir, folder);
    if (existsSync(place) && readdirSync(place).length > 0)
      throw new StartFault('backup.notEmpty', { place: `the folder ${place}`, setting: 'BAKHIYA_DATA' });
  }
  const aside = join(dataDir, `restoring-${randomUUID()}`);
  const published: string[] = [];
  let count = 0;
  return {
    async take(folder, path, content) {
      const target = join(aside, folder, ...path.split('/'));
      // The names come from a file that somebody may have made: none leads out of the folder.
      const within = relative(join(aside, folder), target);
      if (
        !(FOLDERS as readonly string[]).includes(folder) ||
        within.startsWith('..') ||
        within.split(sep).includes('..')
      )
        throw new StartFault('backup.damaged', { path });
      try {
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await pipeline(content, createWriteStream(target, { mode: 0o600, flags: 'wx', flush: true }));
      } catch (error) {
        throw diskFault(error, dataDir);
      }
      count += 1;
    },
    async publish() {
      for (const folder of FOLDERS) {
        if (!existsSync(join(aside, folder))) continue;
        await rm(join(dataDir, folder), { recursive: true, force: true });
        await rename(join(aside, folder), join(dataDir, folder));
        published.push(join(dataDir, folder));
      }
      await rm(aside, { recursive: true, force: true });
    },
    async undo() {
      for (const path of [aside, ...published]) await rm(path, { recursive: true, force: true });
    },
    count: () => count,
  };
}
