/** The one running app behind the web pages and the API, made at the first request from what the start left in the environment. */
import { join } from 'node:path';
import { openPool } from '#platform/db.server.ts';
import { openFiles, readBucket } from '#platform/files-place.server.ts';
import type { Files } from '#platform/files.server.ts';
import { createApp, type App } from './app.server.ts';
import { createAuth, installationSecret, type Auth } from './auth.server.ts';
import { startScheduler, type Scheduler } from './jobs/scheduler.server.ts';

export type Running = { readonly app: App; readonly auth: Auth };
type Parts = { readonly app: App; readonly secured: Auth; readonly plain: Auth };

let parts: Promise<Parts> | undefined;

/** Where this installation keeps photos and documents. */
export const installationFiles = (): Files =>
  openFiles({
    folder: process.env.BAKHIYA_FILES ?? join(process.cwd(), 'data', 'files'),
    bucket: readBucket(process.env),
  });

/**
 * @param protocol of this request: a session made over HTTPS is never sent in clear, and one of plain HTTP (on localhost) is another cookie
 * @throws when no database was named
 */
export async function running(protocol: string): Promise<Running> {
  const { app, secured, plain } = await (parts ??= make().catch(forget));
  return { app, auth: protocol === 'https:' ? secured : plain };
}

async function make(): Promise<Parts> {
  const url = process.env.BAKHIYA_DATABASE_URL;
  if (!url) throw new Error('BAKHIYA_DATABASE_URL names no database');
  const app = createApp({ url, files: installationFiles() });
  const authPool = openPool(url, { role: 'bakhiya_auth', max: 4 });
  // made at once: the end may be asked for while the first question is on its way
  const behind: { scheduler?: Scheduler } = {};
  (globalThis.bakhiyaShutdown ??= new Set()).add(async () => {
    await behind.scheduler?.stop();
    await app.close();
    await authPool.end();
  });
  const secret = await installationSecret(authPool);
  const secured = createAuth({ authPool, secret, origin: 'https://localhost' });
  behind.scheduler = startScheduler({ app, auth: secured });
  return { app, secured, plain: createAuth({ authPool, secret, origin: 'http://localhost' }) };
}

/** A database that was away for a moment is asked again by the next request. */
function forget(fault: unknown): never {
  parts = undefined;
  throw fault;
}
