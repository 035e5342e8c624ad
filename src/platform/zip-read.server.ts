/** A ZIP on the disk, read entry by entry through its central directory; nothing is held whole. */
import { open, type FileHandle } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { pipeline } from 'node:stream';

export type ZipFile = {
  readonly names: readonly string[];
  /** Empty for a name that is not there. @throws when it is damaged */
  readonly read: (name: string) => AsyncIterable<Buffer>;
  readonly close: () => Promise<void>;
};
type At = { readonly offset: number; readonly packedBytes: number; readonly method: number };

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/** Null when it is no whole ZIP. @throws what the file system says when it cannot be opened */
export async function openZip(path: string): Promise<ZipFile | null> {
  const file = await open(path, 'r');
  const entries = await directoryOf(file).catch(() => null);
  if (!entries) {
    await file.close();
    return null;
  }
  return {
    names: [...entries.keys()],
    read: (name) => contentOf(file, entries.get(name)),
    close: () => file.close(),
  };
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new RangeError('zip.short');
  return buffer;
}

async function directoryOf(file: FileHandle): Promise<Map<string, At> | null> {
  const { size } = await file.stat();
  const tail = Math.min(size, 22 + 65_535);
  const last = await bytesAt(file, size - tail, tail);
  const end = last.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || last.readUInt32LE(end) !== END) return null;
  const count = last.readUInt16LE(end + 10);
  const directory = await bytesAt(file, last.readUInt32LE(end + 16), last.readUInt32LE(end + 12));
  const entries = new Map<string, At>();
  let at = 0;
  for (let k = 0; k < count; k += 1) {
    if (directory.readUInt32LE(at) !== ENTRY) return null;
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    // the same name twice could be one thing to whoever checks it and another to whoever uses it
    if (entries.has(name)) return null;
    entries.set(name, {
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function* contentOf(file: FileHandle, entry: At | undefined): AsyncGenerator<Buffer> {
  if (!entry) return;
  const head = await bytesAt(file, entry.offset, 30);
  if (head.readUInt32LE(0) !== LOCAL) throw new RangeError('zip.entry');
  const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  if (entry.method !== STORED && entry.method !== DEFLATED) throw new RangeError('zip.method');
  const packed = piecesOf(file, start, entry.packedBytes);
  if (entry.method === STORED) {
    yield* packed;
    return;
  }
  const inflate = createInflateRaw();
  // an error of the source or of the packing surfaces where `inflate` is read
  pipeline(packed, inflate, () => {});
  for await (const chunk of inflate) yield chunk as Buffer;
}

const PIECE = 256 * 1024;
async function* piecesOf(file: FileHandle, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += PIECE) yield await bytesAt(file, start + at, Math.min(PIECE, length - at));
}
