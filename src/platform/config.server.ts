/** What the operator may set, read once at start. A wrong value is one sentence, never a surprise later. */
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { Bucket } from './bucket.server.ts';
import { readBucket } from './files-place.server.ts';
import { StartFault } from './start-faults.server.ts';

export const HTTPS_ABOVE = 363;
const PUBLIC_AUTHORITY = 'https://acme-v02.api.letsencrypt.org/directory';

export type Config = {
  readonly cloneDir: string;
  readonly host: string;
  readonly port: number;
  /** Of HTTPS; null when a proxy of the operator's own speaks it. */
  readonly httpsPort: number | null;
  /** A PostgreSQL server of the operator's own; null = the embedded one. */
  readonly databaseUrl: string | null;
  /** Where the embedded database keeps its data; undefined = `data/` in the clone (as root see postgres-home). */
  readonly dataDir: string | undefined;
  /** The same, never undefined: photos, certificates and backups lie in it. */
  readonly dataFolder: string;
  /** Where photos and documents go; null = the folder `files` of the data folder. */
  readonly bucket: Bucket | null;
  /** Where backups are written. */
  readonly backupsDir: string;
  /** How often the app looks whether a backup is due. */
  readonly backupLookMs: number;
  /** The public name the app is reached by; null on a LAN without one. */
  readonly domain: string | null;
  /** The name in the LAN that the operator asks for at the first start; null = the machine's own. */
  readonly lanName: string | null;
  /** Answer for the name in the LAN when no other program does (`mdns.server.ts`). */
  readonly mdns: boolean;
  /** Where the certificate of the domain comes from (ACME). */
  readonly acmeDirectory: string;
  /** The x-forwarded headers come from a proxy of the operator's own and may be believed. */
  readonly behindProxy: boolean;
  /** Started by the machine itself, so that nobody reads a terminal. */
  readonly isService: boolean;
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
  const behindProxy = readSwitch('BAKHIYA_BEHIND_PROXY', text('BAKHIYA_BEHIND_PROXY'));
  const domain = readName('BAKHIYA_DOMAIN', text('BAKHIYA_DOMAIN'), 'books.example.org');
  // A public authority asks on port 80, and browsers come to 443; PORT is set where a router leads those elsewhere.
  const dataDir = text('BAKHIYA_DATA') === null ? undefined : resolve(cloneDir, text('BAKHIYA_DATA') ?? '');
  const dataFolder = dataDir ?? join(cloneDir, 'data');
  const port = readPort('PORT', text('PORT') ?? (domain !== null && !behindProxy ? '80' : '8080'));
  return {
    cloneDir,
    host: readHost(text('HOST') ?? '0.0.0.0'),
    port,
    httpsPort: readHttpsPort(text('BAKHIYA_HTTPS_PORT'), port, behindProxy),
    databaseUrl: readDatabaseUrl(text('DATABASE_URL')),
    dataDir,
    dataFolder,
    bucket: readBucket(env),
    backupsDir: resolve(cloneDir, text('BAKHIYA_BACKUPS') ?? join(dataFolder, 'backups')),
    backupLookMs: readMinutes('BAKHIYA_BACKUP_LOOK_MINUTES', text('BAKHIYA_BACKUP_LOOK_MINUTES') ?? '1') * 60_000,
    domain,
    lanName: readName('BAKHIYA_LAN_NAME', text('BAKHIYA_LAN_NAME'), 'bakhiya.local'),
    mdns: readSwitch('BAKHIYA_MDNS', text('BAKHIYA_MDNS') ?? '1'),
    acmeDirectory: readUrl('BAKHIYA_ACME_DIRECTORY', text('BAKHIYA_ACME_DIRECTORY') ?? PUBLIC_AUTHORITY),
    behindProxy,
    isService: readSwitch('BAKHIYA_SERVICE', text('BAKHIYA_SERVICE')),
    demo: args.includes('--demo'),
    migrationsDir: resolve(cloneDir, text('BAKHIYA_MIGRATIONS') ?? join('db', 'migrations')),
    handlerFile: resolve(cloneDir, text('BAKHIYA_HANDLER') ?? join('build', 'handler.js')),
  };
}

function readMinutes(name: string, value: string): number {
  const minutes = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (minutes >= 1 && minutes <= 1_440) return minutes;
  throw new StartFault('config.wrong', { name, value, expected: 'a number of minutes from 1 to 1440' });
}

function readHost(value: string): string {
  if (isIP(value) || isName(value)) return value;
  throw new StartFault('config.wrong', { name: 'HOST', value, expected: 'an address such as 127.0.0.1 or 0.0.0.0' });
}

function readPort(name: string, value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : NaN;
  if (port <= 65_535) return port;
  throw new StartFault('config.wrong', { name, value, expected: 'a number from 0 to 65535' });
}

/** As far above PORT as 443 is above 80 and 8443 above 8080, so that one setting moves both. */
function readHttpsPort(value: string | null, port: number, behindProxy: boolean): number | null {
  if (value !== null) return readPort('BAKHIYA_HTTPS_PORT', value);
  if (behindProxy) return null;
  return port === 0 || port + HTTPS_ABOVE > 65_535 ? 0 : port + HTTPS_ABOVE;
}

function readDatabaseUrl(value: string | null): string | null {
  if (value === null) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return value;
  // The value may hold a password.
  const expected = 'like postgres://user:password@host:5432/database';
  throw new StartFault('config.wrong', { name: 'DATABASE_URL', value: '(not shown)', expected });
}

function readName(name: string, value: string | null, example: string): string | null {
  if (value === null || (isName(value) && value.includes('.') && !isIP(value))) return value?.toLowerCase() ?? null;
  throw new StartFault('config.wrong', { name, value, expected: `a name such as ${example}` });
}

function readUrl(name: string, value: string): string {
  if (URL.canParse(value) && new URL(value).protocol === 'https:') return value;
  throw new StartFault('config.wrong', { name, value, expected: 'an address that begins with https://' });
}

function readSwitch(name: string, value: string | null): boolean {
  if (value === null || value === '0') return false;
  if (value === '1') return true;
  throw new StartFault('config.wrong', { name, value, expected: '0 or 1' });
}

const isName = (value: string): boolean =>
  value.length <= 253 && /^([a-z0-9]([a-z0-9-]*[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(value);
