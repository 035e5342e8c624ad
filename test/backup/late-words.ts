/** A line to the database on which the word that a copy is done arrives, and a moment later how many rows it was. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterFile } from '../after-file.ts';

/** The messages CopyDone and, right behind it, the beginning of CommandComplete. */
const DONE = Buffer.from([0x63, 0, 0, 0, 4, 0x43]);
const LATE_MS = 2;

/** @returns the address of the same database over that line */
export async function overSlowLine(ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl);
  const folder = url.searchParams.get('host');
  const port = Number(url.port || 5432);
  const server = createServer((near) => {
    const far = folder ? connect(`${folder}/.s.PGSQL.${port}`) : connect(port, url.hostname);
    for (const side of [near, far]) side.setNoDelay();
    near.pipe(far);
    void answer(far, near).catch(() => near.destroy());
    near.on('error', () => far.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterFile(() => void server.close());
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return url.href;
}

async function answer(far: Socket, near: Socket): Promise<void> {
  for await (const chunk of far as AsyncIterable<Buffer>) {
    let rest = chunk;
    for (let at = rest.indexOf(DONE); at >= 0; at = rest.indexOf(DONE)) {
      near.write(rest.subarray(0, at + DONE.length - 1));
      rest = rest.subarray(at + DONE.length - 1);
      await new Promise((later) => setTimeout(later, LATE_MS));
    }
    near.write(rest);
  }
  near.end();
}
