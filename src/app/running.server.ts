/** The one app of this process, made at the first request and closed at shutdown. Routes get it from `event.locals`. */
import { join } from 'node:path';
import { openPool } from '#platform/db.server.ts';
import { folderFiles } from '#platform/files.server.ts';
import { createApp, type App } from './app.server.ts';
import { createAuth, installationSecret, type Auth } from './auth.server.ts';

export type Running = { readonly app: App; readonly auth: Auth };
type Shutdowns = { bakhiyaShutdown?: Set<() => Promise<void>> };

let running: Promise<Running> | undefined;

/** @throws when BAKHIYA_DATABASE_URL is not set: `npm start` and `npm run dev` set it. */
export const runningApp = (): Promise<Running> => (running ??= start());

async function start(): Promise<Running> {
  const url = process.env.BAKHIYA_DATABASE_URL;
  if (!url) throw new Error('BAKHIYA_DATABASE_URL is not set; start with npm start or npm run dev');
  const app = createApp({ url, files: folderFiles(process.env.BAKHIYA_FILES ?? join(process.cwd(), 'data', 'files')) });
  const authPool = openPool(url, { max: 4, role: 'bakhiya_auth' });
  const secret = await installationSecret(authPool);
  const auth = createAuth({ authPool, secret, origin: process.env.BAKHIYA_ORIGIN ?? 'http://localhost:8080' });
  (globalThis as Shutdowns).bakhiyaShutdown?.add(async () => {
    await app.close();
    await authPool.end();
  });
  return { app, auth };
}
