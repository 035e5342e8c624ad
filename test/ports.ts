/** Ports for the apps that tests start. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Below those that a machine gives to outgoing connections: one of these could take a port between our looking and the app's listening. */
const [FIRST, COUNT] = [20_000, 12_000];

/**
 * Ports nobody listens on now, each another one. @param beside how far from each another must be free too (an app listens for HTTPS there)
 */
export async function freePorts(count: number, beside: readonly number[] = []): Promise<number[]> {
  const held: Server[] = [];
  const found: number[] = [];
  try {
    while (found.length < count) {
      const port = FIRST + Math.floor(Math.random() * COUNT);
      const servers = await Promise.all([0, ...beside].map((above) => listening(port + above)));
      held.push(...servers.filter((one) => one !== null));
      if (servers.every((one) => one !== null)) found.push(port);
    }
    return found;
  } finally {
    await Promise.all(held.map((server) => once(server.close(), 'close')));
  }
}

async function listening(port: number): Promise<Server | null> {
  const server = createServer().listen(port, '127.0.0.1');
  return Promise.race([
    once(server, 'listening').then(() => server),
    new Promise<null>((no) => void server.once('error', () => no(null))),
  ]).catch(() => null);
}
