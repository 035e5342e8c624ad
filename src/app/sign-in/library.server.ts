/**
 * The sign-in library as this house uses it: server calls only, no HTTP handler of its own is mounted, no rate limit of its own
 * (it believes x-forwarded-for), no telemetry. E-mail is a required name there: ours is `<user id>@x.invalid`, which reaches nobody.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { newId } from '#platform/ids.ts';
import type { Attempts } from './attempts.server.ts';
import { SECRET_POLICY } from './secret.rules.ts';
import { hashSecret, matchesHash } from './hashing.server.ts';

/** An office session ends with the browser or half a day of rest; a phone's lives as long as she uses it once a month. */
export type SessionKind = 'office' | 'phone';
type Shape = { readonly kind: SessionKind; readonly deviceId: string | null; readonly expiresAt: Date };

const ADDRESS_HEADER = 'x-bakhiya-address';
const FIRST_COOKIE_SECONDS = 2_592_000;
export const CODE_COOKIE_SECONDS = 600;

export const mailOf = (userId: string): string => `${userId}@x.invalid`;

export type Library = ReturnType<typeof createLibrary>;
/** What every function of the sign-in works at. */
export type Desk = { readonly pool: pg.Pool; readonly library: Library; readonly attempts: Attempts };

export function createLibrary({ pool, secret, origin }: { pool: pg.Pool; secret: string; origin: string }) {
  // what the library makes a session with, known to its hook only by the call it runs in
  const shape = new AsyncLocalStorage<Shape>();
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }).withSchema('auth');
  const auth = betterAuth({
    appName: 'Bakhiya',
    baseURL: origin,
    secret,
    database: { db, type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SECRET_POLICY.pinDigits,
      maxPasswordLength: SECRET_POLICY.longest,
      password: { hash: hashSecret, verify: ({ hash, password }) => matchesHash(hash, password) },
    },
    session: {
      expiresIn: FIRST_COOKIE_SECONDS,
      // renewal is ours: the library knows one age for all sessions and keeps the token
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: {
        kind: { type: 'string', required: false, input: false },
        deviceId: { type: 'string', required: false, input: false },
        strongUntil: { type: 'date', required: false, input: false },
        rotatedAt: { type: 'date', required: false, input: false },
        replaces: { type: 'string', required: false, input: false },
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => ({ data: { ...session, strongUntil: null, ...shape.getStore() } }),
        },
      },
    },
    plugins: [twoFactor({ issuer: 'Bakhiya', twoFactorCookieMaxAge: CODE_COOKIE_SECONDS })],
    advanced: {
      cookiePrefix: 'bakhiya',
      useSecureCookies: origin.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: () => newId() },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
  });
  return { api: auth.api, context: auth.$context, shape };
}

/** Only what the library may see: never the outside's own forwarding headers. */
export function libraryHeaders(from: {
  cookie?: string | null;
  address?: string | null;
  userAgent?: string | null;
}): Headers {
  const headers = new Headers();
  if (from.cookie) headers.set('cookie', from.cookie);
  if (from.address) headers.set(ADDRESS_HEADER, from.address);
  if (from.userAgent) headers.set('user-agent', from.userAgent.slice(0, 200));
  return headers;
}

/** `set-cookie` lines turned into the `cookie` line a browser would send back. */
export const cookieLineOf = (setCookies: readonly string[]): string =>
  setCookies
    .filter((line) => !/;\s*max-age=0\b/i.test(line))
    .map((line) => line.split(';', 1)[0])
    .join('; ');

/** A coded refusal of the library, such as a wrong secret; faults (the database) are thrown on. */
export function libraryCode(fault: unknown): string {
  const body = (fault as { body?: { code?: unknown } } | null)?.body;
  if (typeof body?.code === 'string') return body.code;
  throw fault;
}
