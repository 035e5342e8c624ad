/** Files of a backup are laid beside their place and moved there when everything else is proved; until then nothing is to be seen. */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { bucketFiles, type Bucket } from '../bucket.server.ts';
import { StartFault, diskFault } from '../start-faults.server.ts';
import type { Bytes } from './sealed.server.ts';
import { FOLDERS } from './write.server.ts';

export type PutFiles = {
  readonly take: (folder: string, path: string, content: Bytes) => Promise<void>;
  readonly publish: () => Promise<void>;
  readonly undo: () => Promise<void>;
  readonly count: () => number;
};

/**
 * Photos go into the bucket at once, if there is one: they are named by their content, so what is there already is the same, and what
 * stays of a restore that failed harms nothing.
 * @throws StartFault backup.notEmpty when one of the folders holds something
 */
export async function putFiles(dataDir: string, bucket: Bucket | null = null): Promise<PutFiles> {
  const store = bucket && bucketFiles(bucket);
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
      if (store && folder === 'files') {
        const bytes = await wholeOf(content);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        if (path.split('/').at(-1) !== sha256) throw new StartFault('backup.damaged', { path });
        await store.put(bytes);
        count += 1;
        return;
      }
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

async function wholeOf(content: Bytes): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}
