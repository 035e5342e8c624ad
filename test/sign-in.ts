/** People to sign in with: organisations, users and grants as rows, secrets through the door they have. */
import type pg from 'pg';
import { createAuth, installationSecret, type Auth } from '#app/auth.server.ts';
import { createApp, type App } from '#app/app.server.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { openPool, type Db } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import { freshDatabase } from './database.ts';
import { afterFile } from './after-file.ts';

export const ORIGIN = 'https://books.example';

export type Office = {
  readonly owner: pg.Pool;
  readonly app: App;
  readonly db: Db;
  readonly auth: Auth;
  /** A second process on the same database. */
  readonly otherProcess: (clock?: () => Date | null) => Promise<Auth>;
};

export async function openOffice({ clock }: { clock?: () => Date | null } = {}): Promise<Office> {
  const { ownerUrl } = await freshDatabase();
  const owner = ownerPool(ownerUrl, 2);
  const app = createApp({ url: ownerUrl, maxConnections: 4 });
  const pools: pg.Pool[] = [owner];
  afterFile(async () => {
    await app.close();
    for (const pool of pools) await pool.end();
  });
  const otherProcess = async (itsClock = clock) => {
    const authPool = openPool(ownerUrl, { role: 'bakhiya_auth', max: 8 });
    pools.push(authPool);
    return createAuth({ authPool, secret: await installationSecret(authPool), origin: ORIGIN, clock: itsClock });
  };
  return { owner, app, db: app.db, auth: await otherProcess(), otherProcess };
}

export async function addOrg({ owner }: Office, name = 'Sakhi Trust', parent: string | null = null): Promise<string> {
  const orgId = newId();
  await owner.query(`insert into org (org_id, parent_org_id, kind, name) values ($1, $2, 'trust', $3)`, [
    orgId,
    parent,
    name,
  ]);
  return orgId;
}

type NewUser = {
  readonly orgId: string;
  readonly phone?: string;
  readonly role?: string;
  readonly secret?: string | null;
};
let nextPhone = 9_100_000_000;

export async function addUser(
  office: Office,
  { orgId, phone = String((nextPhone += 7)), role = 'bookkeeper', secret = '482913' }: NewUser,
) {
  const userId = newId();
  await office.owner.query(`insert into app_user (org_id, user_id, name, phone) values ($1, $2, 'Rukhsana', $3)`, [
    orgId,
    userId,
    phone,
  ]);
  await office.owner.query(`insert into user_grant (org_id, user_id, role) values ($1, $2, $3)`, [orgId, userId, role]);
  if (secret !== null) {
    const given = await office.auth.setSecret(userId, secret);
    if (!given.ok) throw new Error(given.code);
  }
  return { userId, phone, orgId };
}

/** What a browser sends back after these `set-cookie` lines. */
export const browserWith = (setCookies: readonly string[], before: Headers = new Headers()): Headers => {
  const jar = new Map(
    (before.get('cookie') ?? '')
      .split('; ')
      .filter(Boolean)
      .map((pair) => [pair.split('=', 1)[0]!, pair]),
  );
  for (const line of setCookies) {
    const pair = line.split(';', 1)[0]!;
    const name = pair.split('=', 1)[0]!;
    if (/max-age=0/i.test(line)) jar.delete(name);
    else jar.set(name, pair);
  }
  return new Headers({ cookie: [...jar.values()].join('; ') });
};
