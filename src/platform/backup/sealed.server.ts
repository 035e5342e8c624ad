/**
 * A stream sealed in pieces, so that any size passes through little memory: AES-256-GCM, one nonce per piece made of its number and of
 * whether it is the last. A piece changed, left out, moved or cut off at the end is found when it is read. The key belongs to one
 * file only (see `fileKeys`), so a nonce is never used twice.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { StartFault } from '../start-faults.server.ts';

/** Of plain text. */
export const PIECE_BYTES = 256 * 1024;
const TAG_BYTES = 16;

type Sealing = { readonly key: Buffer; /** Bound to every piece: the head of the file. */ readonly head: Buffer };
export type Bytes = AsyncIterable<Buffer>;

export async function* seal(plain: Bytes, { key, head }: Sealing): AsyncGenerator<Buffer> {
  for await (const { piece, number, last } of pieces(plain, PIECE_BYTES)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(number, last));
    cipher.setAAD(head);
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  }
}

/** @throws StartFault backup.damaged for a piece that is not what was written, or when the end is missing */
export async function* unseal(sealed: Bytes, { key, head }: Sealing): AsyncGenerator<Buffer> {
  for await (const { piece, number, last } of pieces(sealed, PIECE_BYTES + TAG_BYTES)) {
    const plain = open(piece, { key, head, nonce: nonce(number, last) });
    if (plain === null) throw new StartFault('backup.damaged', {});
    yield plain;
  }
}

function open(piece: Buffer, { key, head, nonce }: Sealing & { readonly nonce: Buffer }): Buffer | null {
  if (piece.length < TAG_BYTES) return null;
  const cipher = createDecipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(head);
  cipher.setAuthTag(piece.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([cipher.update(piece.subarray(0, -TAG_BYTES)), cipher.final()]);
  } catch {
    return null;
  }
}

function nonce(number: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(BigInt(number), 3);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

type Piece = { readonly piece: Buffer; readonly number: number; readonly last: boolean };

/** Cuts a stream into equal pieces; only when the stream has ended is it known which one is the last. */
async function* pieces(stream: Bytes, size: number): AsyncGenerator<Piece> {
  let waiting: Buffer[] = [];
  let length = 0;
  let number = 0;
  for await (const chunk of stream) {
    waiting.push(chunk);
    length += chunk.length;
    if (length <= size) continue;
    let whole = Buffer.concat(waiting);
    for (; whole.length > size; whole = whole.subarray(size))
      yield { piece: whole.subarray(0, size), number: number++, last: false };
    waiting = [whole];
    length = whole.length;
  }
  yield { piece: Buffer.concat(waiting), number, last: true };
}
