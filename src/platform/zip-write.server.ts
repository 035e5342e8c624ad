/** A ZIP written as a stream: whatever goes in passes through little memory. Without ZIP64, so bounded: see {@link ZIP_LIMITS}. */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

export const ZIP_LIMITS = { entries: 65_000, bytes: 4_000_000_000 } as const;

export type ZipPart = {
  readonly name: string;
  /** Pictures are packed already. */
  readonly isPacked?: boolean;
  readonly content: AsyncIterable<Uint8Array>;
};

/** @throws RangeError beyond {@link ZIP_LIMITS}; whatever `parts` throw */
export async function* zipped(parts: AsyncIterable<ZipPart>, madeAt: Date): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = [];
  let fault: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) fault = error;
    else made.push(chunk);
  });
  let entries = 0;
  let bytes = 0;
  function* drained(): Generator<Uint8Array> {
    if (fault) throw fault;
    for (const chunk of made.splice(0)) {
      bytes += chunk.length;
      if (bytes > ZIP_LIMITS.bytes) throw new RangeError('zip.bytes');
      yield chunk;
    }
  }
  for await (const part of parts) {
    if ((entries += 1) > ZIP_LIMITS.entries) throw new RangeError('zip.entries');
    const entry = part.isPacked ? new ZipPassThrough(part.name) : new ZipDeflate(part.name, { level: 6 });
    entry.mtime = madeAt;
    zip.add(entry);
    for await (const chunk of part.content) {
      entry.push(chunk);
      yield* drained();
    }
    entry.push(new Uint8Array(0), true);
    yield* drained();
  }
  zip.end();
  yield* drained();
}
