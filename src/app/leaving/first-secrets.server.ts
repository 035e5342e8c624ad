import { randomInt } from 'node:crypto';
import type pg from 'pg';
import { openPool } from '#platform/db.server.ts';
import { createAuth, installationSecret } from '../auth.server.ts';

/** Secrets of sign-in never leave a place: here each administrator gets a PIN once, and gives the others theirs. */
export async function firstSecrets(
  owner: pg.Pool,
  ownerUrl: string,
): Promise<{ name: string; phone: string; pin: string }[]> {
  const { rows } = await owner.query<{ user_id: string; name: string; phone: string }>(
    `select distinct u.user_id, u.name, u.phone from app_user u join user_grant g on g.org_id = u.org_id and g.user_id = u.user_id
     where u.state = 'active' and g.role = 'administrator' order by u.name`,
  );
  const authPool = openPool(ownerUrl, { max: 1, role: 'bakhiya_auth' });
  try {
    const auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' });
    const given: { name: string; phone: string; pin: string }[] = [];
    for (const { user_id: userId, name, phone } of rows) {
      for (;;) {
        const pin = String(randomInt(0, 100_000_000)).padStart(8, '0');
        const set = await auth.setSecret(userId, pin);
        if (!set.ok && set.code !== 'auth.pin_easy') throw new Error(`The first PIN was refused: ${set.code}`);
        if (!set.ok) continue;
        given.push({ name, phone, pin });
        break;
      }
    }
    return given;
  } finally {
    await authPool.end();
  }
}
