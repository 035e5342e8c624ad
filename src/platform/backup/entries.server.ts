/**
 * What lies inside a backup: one entry after the other, each a name, its content in any number of chunks, and a count with the hash of
 * that content. Nothing needs to be known before it is written, so tables and files stream through.
 */
import { createHash } from 'node:crypto';
import { StartFault } from '../start-faults.server.ts';
import type { Bytes } from './sealed.server.ts';

export type EntryHead =
  | { readonly kind: 'manifest' }
  | { readonly kind: 'table'; readonly schema: string; readonly name: string; readonly columns: readonly string[] }
  | { readonly kind: 'file'; readonly folder: string; readonly path: string }
  | { readonly kind: 'end' };
/** `sha256` of the content in hex; `rows` of a table. */
export type EntryTail = { readonly bytes: number; readonly sha256: string; readonly rows?: number };
export type Entry = {
  readonly head: EntryHead;
  /** Must be read to its end before the next entry is asked for. */
  readonly content: Bytes;
  /** Known once the content was read; it agrees with what was read. */
  readonly tail: () => EntryTail;
};

/** The kinds of chunks; the number of bytes follows. */
const HEAD = 1;
const CONTENT = 2;
const TAIL = 3;
const PREFIX = 5;

export async function* writeEntry(
  head: EntryHead,
  content: Bytes,
  rows?: () => number,
): AsyncGenerator<Buffer, EntryTail> {
  yield* chunk(HEAD, Buffer.from(JSON.stringify(head)));
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of content) {
    hash.update(part);
    bytes += part.length;
    yield* chunk(CONTENT, part);
  }
  const tail: EntryTail = { bytes, sha256: hash.digest('hex'), ...(rows && { rows: rows() }) };
  yield* chunk(TAIL, Buffer.from(JSON.stringify(tail)));
  return tail;
}

function* chunk(kind: number, bytes: Buffer): Generator<Buffer> {
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt8(kind);
  prefix.writeUInt32BE(bytes.length, 1);
  yield prefix;
  if (bytes.length > 0) yield bytes;
}

/** @throws StartFault backup.damaged when the entries do not end as they should or a content is not what was counted */
export async function* readEntries(stream: Bytes): AsyncGenerator<Entry> {
  const chunks = readChunks(stream);
  for (;;) {
    const first = await chunks.next();
    if (first.done || first.value.kind !== HEAD) throw new StartFault('backup.damaged');
    const head = JSON.parse(first.value.bytes.toString()) as EntryHead;
    let tail: EntryTail | null = null;
    yield {
      head,
      content: contentOf(chunks, (read) => (tail = read)),
      tail: () => {
        if (tail === null) throw new Error('An entry of a backup was not read to its end');
        return tail;
      },
    };
    if (head.kind === 'end') {
      if (!(await chunks.next()).done) throw new StartFault('backup.damaged');
      return;
    }
  }
}

type Chunk = { readonly kind: number; readonly bytes: Buffer };

async function* contentOf(chunks: AsyncGenerator<Chunk>, done: (tail: EntryTail) => void): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (;;) {
    const next = await chunks.next();
    if (next.done || next.value.kind === HEAD) throw new StartFault('backup.damaged');
    if (next.value.kind === TAIL) {
      const tail = JSON.parse(next.value.bytes.toString()) as EntryTail;
      if (tail.bytes !== bytes || tail.sha256 !== hash.digest('hex')) throw new StartFault('backup.damaged');
      return done(tail);
    }
    hash.update(next.value.bytes);
    bytes += next.value.bytes.length;
    yield next.value.bytes;
  }
}

async function* readChunks(stream: Bytes): AsyncGenerator<Chunk> {
  let held: Buffer = Buffer.alloc(0);
  for await (const part of stream) {
    held = held.length === 0 ? part : Buffer.concat([held, part]);
    while (held.length >= PREFIX && held.length >= PREFIX + held.readUInt32BE(1)) {
      const end = PREFIX + held.readUInt32BE(1);
      yield { kind: held.readUInt8(), bytes: held.subarray(PREFIX, end) };
      held = held.subarray(end);
    }
  }
  if (held.length > 0) throw new StartFault('backup.damaged');
}

export const asBytes = async function* (...parts: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
};
