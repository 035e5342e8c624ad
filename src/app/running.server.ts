/** The one app of this process, made at the first request and closed at shutdown. Routes get it from `event.locals`. */
import { join } from 'node:path';
import { openPool } from '#platform/db.server.ts';
import { folderFiles } from '#platform/files.server.ts';
import { createApp, type App } from './app.server.ts';
import { createAuth, installationSecret, type Auth } from './auth.server.ts';

export type Running = {
  readonly app: App;
  /** A session made over HTTPS is never sent in clear; one of plain HTTP (on localhost) is another cookie in the same database. */
  readonly authFor: (protocol: string) => Auth;
};
type Shutdowns = { bakhiyaShutdown?: Set<() => Promise<void>> };

let running: Promise<Running> | undefined;

/** @throws when BAKHIYA_DATABASE_URL is not set: `npm start` and `npm run dev` set it. */
export const runningApp = (): Promise<Running> => (running ??= start().catch(forget));

/** A database that was away for a moment is asked again by the next request. */
function forget(fault: unknown): never {
  running = undefined;
  throw fault;
}

async function start(): Promise<Running> {
  const url = process.env.BAKHIYA_DATABASE_URL;
  if (!url) throw new Error('BAKHIYA_DATABASE_URL is not set; start with npm start or npm run dev');
  const app = createApp({ url, files: folderFiles(process.env.BAKHIYA_FILES ?? join(process.cwd(), 'data', 'files')) });
  const authPool = openPool(url, { max: 4, role: 'bakhiya_auth' });
  const secret = await installationSecret(authPool);
  const secured = createAuth({ authPool, secret, origin: 'https://localhost' });
  const plain = createAuth({ authPool, secret, origin: 'http://localhost' });
  (globalThis as Shutdowns).bakhiyaShutdown?.add(async () => {
    await app.close();
    await authPool.end();
  });
  return { app, authFor: (protocol) => (protocol === 'https:' ? secured : plain) };
}
