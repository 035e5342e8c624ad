/**
 * The file itself: a line anyone can read, a head in clear, then everything else compressed and sealed. The head says which format this
 * is, so that a program too old for it can say so.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { StartFault, diskFault } from '../start-faults.server.ts';
import { type Entry, readEntries } from './entries.server.ts';
import { fileKeys } from './recovery-key.server.ts';
import { seal, type Bytes, unseal } from './sealed.server.ts';

export const FORMAT = 1;
const FIRST_LINE = 'BAKHIYA BACKUP\n';
const MOST_HEAD_BYTES = 4096;

export type Head = {
  readonly format: number;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly salt: string;
  readonly keyCheck: string;
};

/**
 * Writes beside the final name and moves it there when all is on the disk: a file with that name is always whole.
 * @returns the size in bytes
 * @throws StartFault data.full, data.notWritable, backup.keyMistyped; whatever `content` throws
 */
export async function writeContainer(
  path: string,
  { recoveryKey, madeAt, content }: { readonly recoveryKey: string; readonly madeAt: Date; readonly content: Bytes },
): Promise<number> {
  const salt = randomBytes(32);
  const { key, check } = fileKeys(recoveryKey, salt);
  const fields: Head = {
    format: FORMAT,
    madeAt: madeAt.toISOString(),
    salt: salt.toString('hex'),
    keyCheck: check,
  };
  const head = Buffer.from(`${FIRST_LINE}${JSON.stringify(fields)}\n`);
  const half = `${path}.${randomUUID()}.half`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await pipeline(
      Readable.from(content, { objectMode: false }),
      createZstdCompress(),
      async function* (packed) {
        yield head;
        yield* seal(packed as Bytes, { key, head });
      },
      createWriteStream(half, { mode: 0o600, flags: 'wx', flush: true }),
    );
    await rename(half, path);
    await flushFolder(dirname(path));
    return (await stat(path)).size;
  } catch (error) {
    throw diskFault(error, dirname(path));
  } finally {
    await rm(half, { force: true }).catch(() => {});
  }
}

/** The new name itself must survive a power cut; systems that cannot flush a folder need no such thing. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

/** @throws StartFault backup.unreadable, backup.notOurs, backup.newerFormat */
export async function readHead(path: string): Promise<{ readonly fields: Head; readonly bytes: Buffer }> {
  const start = await firstBytes(path);
  if (start.subarray(0, FIRST_LINE.length).toString() !== FIRST_LINE) throw new StartFault('backup.notOurs', { path });
  const end = start.indexOf('\n', FIRST_LINE.length);
  const fields = parseHead(start.subarray(FIRST_LINE.length, end));
  if (fields === null) throw new StartFault('backup.damaged', { path });
  if (fields.format > FORMAT) throw new StartFault('backup.newerFormat', { path });
  return { fields, bytes: start.subarray(0, end + 1) };
}

async function firstBytes(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_HEAD_BYTES), 0, MOST_HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new StartFault('backup.unreadable', { path }, error);
  }
}

function parseHead(bytes: Buffer): Head | null {
  try {
    const head = JSON.parse(bytes.toString()) as Head;
    const whole = Number.isInteger(head.format) && /^[0-9a-f]{64}$/.test(head.salt) && !isNaN(Date.parse(head.madeAt));
    return whole ? head : null;
  } catch {
    return null;
  }
}

/**
 * Reads a backup from its first entry to its last; each piece is proved before it is handed on.
 * @throws StartFault backup.wrongKey, backup.damaged and those of `readHead`
 */
export async function readContainer<T>(
  path: string,
  recoveryKey: string,
  read: (entries: AsyncGenerator<Entry>) => Promise<T>,
): Promise<T> {
  const { fields, bytes: head } = await readHead(path);
  const { key, check } = fileKeys(recoveryKey, Buffer.from(fields.salt, 'hex'));
  if (check !== fields.keyCheck) throw new StartFault('backup.wrongKey', { path });
  let result: { value: T } | undefined;
  try {
    await pipeline(
      createReadStream(path, { start: head.length }),
      (sealed) => unseal(sealed as Bytes, { key, head }),
      createZstdDecompress(),
      async (plain) => {
        result = { value: await read(readEntries(plain as Bytes)) };
      },
    );
  } catch (error) {
    // What decompresses wrongly was sealed wrongly: after the seal was proved this is a fault of the writer, and still no whole file.
    const damaged = error instanceof StartFault && error.code === 'backup.damaged';
    if (damaged || /^(Z_|ZSTD_|ERR_ZLIB)/.test((error as { code?: string }).code ?? ''))
      throw new StartFault('backup.damaged', { path }, error);
    throw error;
  }
  if (!result) throw new StartFault('backup.damaged', { path });
  return result.value;
}
