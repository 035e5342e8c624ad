/** Tiny builders for tests that need books: an organisation, a command's transaction without the door, a journal. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type pg from 'pg';
import { actAs, kyselyOn, openPool, type Db, type Tx } from '#platform/db.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { loadAccounts } from '#domain/ledger/reference.server.ts';
import { freshDatabase } from './database.ts';
import { afterFile } from './after-file.ts';

export type Ground = { readonly owner: Db; readonly app: Db; readonly ownerPool: pg.Pool; readonly orgId: string };

/** A migrated database with the chart of accounts and one organisation, seen as its owner and as the app. */
export async function ledgerGround({ max = 12 }: { max?: number } = {}): Promise<Ground> {
  const { ownerUrl } = await freshDatabase();
  const ownerPool = openPool(ownerUrl, { max: 4, role: null });
  const appPool = openPool(ownerUrl, { max });
  afterFile(async () => {
    await Promise.all([ownerPool.end(), appPool.end()]);
  });
  const owner = kyselyOn(ownerPool);
  await loadAccounts(owner);
  return { owner, app: kyselyOn(appPool), ownerPool, orgId: await addOrg(owner) };
}

export async function addOrg(owner: Db, parentOrgId: string | null = null): Promise<string> {
  const orgId = newId();
  await sql`insert into org (org_id, parent_org_id, kind, name) values (${orgId}, ${parentOrgId}, 'trust', 'Trust')`.execute(
    owner,
  );
  return orgId;
}

type Acting = { readonly now?: Date; readonly orgIds?: readonly string[]; readonly commandId?: string | null };

/** Runs `work` in one transaction as the app would for a command of this organisation; `now` plays the server's clock. */
export function acting<T>(
  db: Db,
  orgId: string,
  { work, ...as }: Acting & { work: (tx: Tx) => Promise<T> },
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    const time = await actAs(trx, { orgId, orgIds: as.orgIds ?? [orgId], userId: orgId });
    const now = as.now ?? time;
    return work({
      db: trx,
      now,
      today: dayInIndia(now),
      orgId,
      commandId: as.commandId === undefined ? newId() : as.commandId,
      commitment: randomBytes(32),
      changed: () => {},
      waitFor: () => {},
      release: () => {},
      rolesFor: async () => [],
    });
  });
}
