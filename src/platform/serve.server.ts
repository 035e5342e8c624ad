/**
 * The HTTP and HTTPS servers around the built web app. They take their ports before anything is touched, answer health
 * and readiness by themselves, and stop without cutting a running request.
 */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type Server as SecureServer, createServer as createSecureServer } from 'node:https';
import { StartFault } from './start-faults.server.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;

export type Serving = {
  readonly port: number;
  /** Null when HTTPS is a proxy's work. */
  readonly httpsPort: number | null;
  /** Certificate and key as one PEM text, for every connection from now on; before the first, HTTPS ones fail. */
  readonly setCertificate: (pem: string) => void;
  /** From now on requests reach the app; before, they are told to come again. */
  readonly attach: (app: { readonly handler: Handler; readonly ready: () => Promise<boolean> }) => void;
  /** Takes no new request and waits for the running ones, at most `graceMs`. */
  readonly stop: (graceMs: number) => Promise<void>;
};

type Places = { readonly host: string; readonly port: number; readonly httpsPort: number | null };

/** @throws StartFault port.taken, port.refused, config.wrong */
export async function listen({ host, port, httpsPort }: Places): Promise<Serving> {
  let app: Parameters<Serving['attach']>[0] | null = null;
  let stopping = false;
  const respond: Handler = (request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (stopping) response.setHeader('connection', 'close');
    if (path === '/healthz') return say(response, 200, 'alive');
    if (path === '/readyz')
      return void readiness(app, stopping).then((ready) =>
        say(response, ready ? 200 : 503, ready ? 'ready' : 'not ready'),
      );
    if (!app) return say(response, 503, 'starting');
    // Only this process knows whether the line is encrypted; the adapter would believe the header of anybody.
    request.headers['x-bakhiya-protocol'] = 'encrypted' in request.socket ? 'https' : 'http';
    app.handler(request, response, () => say(response, 404, 'not found'));
  };
  const plain = createServer(respond as never);
  const secure = httpsPort === null ? null : createSecureServer({ minVersion: 'TLSv1.2' }, respond as never);
  const bound = await bind(plain, { host, port, setting: 'PORT' });
  const boundSecure =
    secure && (await bind(secure, { host, port: httpsPort ?? 0, setting: 'BAKHIYA_HTTPS_PORT' }).catch(closing(plain)));
  return {
    port: bound,
    httpsPort: boundSecure,
    setCertificate: (pem) => secure?.setSecureContext({ key: pem, cert: pem, minVersion: 'TLSv1.2' }),
    attach: (given) => void (app = given),
    stop: async (graceMs) => {
      stopping = true;
      await Promise.all([end(plain, graceMs), secure && end(secure, graceMs)]);
    },
  };
}

type Place = { readonly host: string; readonly port: number; readonly setting: string };

/** @returns the port taken, which the system chooses for port 0 */
async function bind(server: Server | SecureServer, place: Place): Promise<number> {
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(listenFault(error, place)));
    server.listen(place.port, place.host, done);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : place.port;
}

const closing = (server: Server) => (fault: unknown) => {
  server.close();
  throw fault;
};

function end(server: Server | SecureServer, graceMs: number): Promise<void> {
  return new Promise((done) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      done();
    });
    server.closeIdleConnections();
  });
}

async function readiness(app: Parameters<Serving['attach']>[0] | null, stopping: boolean): Promise<boolean> {
  return app !== null && !stopping && (await app.ready().catch(() => false));
}

function say(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain',
    'cache-control': 'no-store',
    ...(status === 503 && { 'retry-after': '2' }),
  });
  response.end(`${words}\n`);
}

function listenFault(error: NodeJS.ErrnoException, { host, port, setting }: Place): unknown {
  if (error.code === 'EADDRINUSE')
    return new StartFault('port.taken', { host, port, setting, other: port < 65_535 ? port + 1 : 8081 }, error);
  if (error.code === 'EACCES') {
    const other = setting === 'PORT' ? 8080 : 8443;
    return new StartFault('port.refused', { host, port, setting, other, detail: error.code }, error);
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')
    return new StartFault('config.wrong', { name: 'HOST', value: host, expected: 'an address of this machine' }, error);
  return error;
}
