/** A place to read in: everything as it stood at one moment, as one organisation sees it; what is asked of it can write nothing. */
import { dayInIndia } from '#platform/dates.ts';
import { raw, readAs, type Db, type Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { rolesFor } from './scopes.server.ts';

type Reader = { readonly who: Actor; /** What may be seen. */ readonly orgIds: readonly string[] };

export const inReading = <T>(db: Db, { who, orgIds }: Reader, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.connection().execute(async (conn) => {
    try {
      const { rows } = await conn.executeQuery(readAs({ orgId: who.orgId, orgIds, userId: who.userId }));
      const { now } = rows[0]!;
      return await work({
        db: conn,
        now,
        today: dayInIndia(now),
        orgId: who.orgId,
        commandId: null,
        commitment: null,
        changed: () => {},
        waitFor: () => {},
        release: () => {},
        rolesFor: (right, scope) => rolesFor(conn, who, { right, scope }),
      });
    } finally {
      // it wrote nothing; on a connection that is gone there is nothing to end either
      await conn.executeQuery(raw('rollback')).catch(() => {});
    }
  });
