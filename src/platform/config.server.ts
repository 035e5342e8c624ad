/** What the operator may set, read once at start. A wrong value is one sentence, never a surprise later. */
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { StartFault } from './start-faults.server.ts';

export type Config = {
  readonly cloneDir: string;
  readonly host: string;
  readonly port: number;
  /** A PostgreSQL server of the operator's own; null = the embedded one. */
  readonly databaseUrl: string | null;
  /** Where the embedded database keeps its data; undefined = `data/` in the clone (as root see postgres-home). */
  readonly dataDir: string | undefined;
  /** The public name the app is reached by; null on a LAN without one. */
  readonly domain: string | null;
  /** The x-forwarded headers come from a proxy of the operator's own and may be believed. */
  readonly behindProxy: boolean;
  /** Load the demo organisation without asking. */
  readonly demo: boolean;
  readonly migrationsDir: string;
  /** The built web app, as adapter-node leaves it. */
  readonly handlerFile: string;
};

type Env = Readonly<Record<string, string | undefined>>;

/** @throws StartFault config.wrong */
export function readConfig(env: Env, args: readonly string[], cloneDir: string): Config {
  for (const arg of args)
    if (arg !== '--demo') throw new StartFault('config.wrong', { name: 'The option', value: arg, expected: '--demo' });
  const text = (name: string) => env[name]?.trim() || null;
  return {
    cloneDir,
    host: readHost(text('HOST') ?? '0.0.0.0'),
    port: readPort(text('PORT') ?? '8080'),
    databaseUrl: readDatabaseUrl(text('DATABASE_URL')),
    dataDir: text('BAKHIYA_DATA') === null ? undefined : resolve(cloneDir, text('BAKHIYA_DATA') ?? ''),
    domain: readDomain(text('BAKHIYA_DOMAIN')),
    behindProxy: readSwitch('BAKHIYA_BEHIND_PROXY', text('BAKHIYA_BEHIND_PROXY')),
    demo: args.includes('--demo'),
    migrationsDir: resolve(cloneDir, text('BAKHIYA_MIGRATIONS') ?? join('db', 'migrations')),
    handlerFile: resolve(cloneDir, text('BAKHIYA_HANDLER') ?? join('build', 'handler.js')),
  };
}

function readHost(value: string): string {
  if (isIP(value) || isName(value)) return value;
  throw new StartFault('config.wrong', { name: 'HOST', value, expected: 'an address such as 127.0.0.1 or 0.0.0.0' });
}

function readPort(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : NaN;
  if (port <= 65_535) return port;
  throw new StartFault('config.wrong', { name: 'PORT', value, expected: 'a number from 0 to 65535' });
}

function readDatabaseUrl(value: string | null): string | null {
  if (value === null) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return value;
  // The value may hold a password.
  const expected = 'like postgres://user:password@host:5432/database';
  throw new StartFault('config.wrong', { name: 'DATABASE_URL', value: '(not shown)', expected });
}

function readDomain(value: string | null): string | null {
  if (value === null || (isName(value) && value.includes('.'))) return value?.toLowerCase() ?? null;
  throw new StartFault('config.wrong', { name: 'BAKHIYA_DOMAIN', value, expected: 'a name such as books.example.org' });
}

function readSwitch(name: string, value: string | null): boolean {
  if (value === null || value === '0') return false;
  if (value === '1') return true;
  throw new StartFault('config.wrong', { name, value, expected: '0 or 1' });
}

const isName = (value: string): boolean =>
  value.length <= 253 && /^([a-z0-9]([a-z0-9-]*[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(value);
