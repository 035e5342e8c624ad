/** Photos and documents as files, addressed by the hash of their content: the same picture twice is stored once. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Files = {
  /** @returns the content's SHA-256 in hex, under which it is read again. */
  put(bytes: Uint8Array): Promise<string>;
  /** Null when there is no such file. */
  get(sha256: string): Promise<Uint8Array | null>;
  /**
   * Before everything is carried away: a store that takes back the right to read answers like one that has no such file. A folder has none.
   * @throws when nothing can be read there now
   */
  prove?(): Promise<void>;
};

/** A folder of this machine. A half-written file never bears a finished name. */
export function folderFiles(folder: string): Files {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);
  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const path = pathOf(sha256);
      await mkdir(join(path, '..'), { recursive: true });
      const half = `${path}.${randomUUID()}`;
      await writeFile(half, bytes, { mode: 0o600, flush: true });
      await rename(half, path);
      return sha256;
    },
    async get(sha256) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
      try {
        return new Uint8Array(await readFile(pathOf(sha256)));
      } catch (fault) {
        if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw fault;
      }
    },
  };
}

const SIGNATURES: readonly { readonly type: string; readonly starts: readonly number[] }[] = [
  { type: 'image/jpeg', starts: [0xff, 0xd8, 0xff] },
  { type: 'image/png', starts: [0x89, 0x50, 0x4e, 0x47] },
  { type: 'image/webp', starts: [0x52, 0x49, 0x46, 0x46] },
  { type: 'application/pdf', starts: [0x25, 0x50, 0x44, 0x46] },
];

/** What the bytes are by their own first bytes, whatever their sender called them; null for anything not taken here. */
export const mediaTypeOf = (bytes: Uint8Array): string | null =>
  SIGNATURES.find(({ starts }) => starts.every((byte, index) => bytes[index] === byte))?.type ?? null;
