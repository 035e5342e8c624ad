/**
 * The HTTP server around the built web app. It takes the port before anything is touched, answers health and readiness
 * by itself, and stops without cutting a running request.
 */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { StartFault } from './start-faults.server.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;

export type Serving = {
  readonly port: number;
  /** From now on requests reach the app; before, they are told to come again. */
  readonly attach: (app: { readonly handler: Handler; readonly ready: () => Promise<boolean> }) => void;
  /** Takes no new request and waits for the running ones, at most `graceMs`. */
  readonly stop: (graceMs: number) => Promise<void>;
};

/** @throws StartFault port.taken, port.refused, config.wrong */
export async function listen(host: string, port: number): Promise<Serving> {
  let app: Parameters<Serving['attach']>[0] | null = null;
  let stopping = false;
  const server = createServer((request, response) => {
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
  });
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(listenFault(error, host, port)));
    server.listen(port, host, done);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    attach: (given) => void (app = given),
    stop: (graceMs) => {
      stopping = true;
      return new Promise((done) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          done();
        });
        server.closeIdleConnections();
      });
    },
  };
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

function listenFault(error: NodeJS.ErrnoException, host: string, port: number): unknown {
  if (error.code === 'EADDRINUSE') return new StartFault('port.taken', { host, port }, error);
  if (error.code === 'EACCES') return new StartFault('port.refused', { host, port, detail: error.code }, error);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')
    return new StartFault('config.wrong', { name: 'HOST', value: host, expected: 'an address of this machine' }, error);
  return error;
}
