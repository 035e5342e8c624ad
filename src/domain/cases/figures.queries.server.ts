/** Figures of cases: hers for whoever may read them; pooled by organisation, small cells hidden, for those above. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { hideSmallCells, type CaseFigures, type PooledFigures } from './rules.ts';
import { isHers } from './seen.server.ts';

const sums = (tx: Tx) => sql`count(*) filter (where f.outcome is null)::int as open,
  count(*) filter (where f.outcome is null and f.due_on < ${tx.today}::date)::int as overdue,
  count(*) filter (where f.outcome is not null)::int as closed,
  count(*) filter (where f.outcome is not null and f.claimed_paise is not null)::int as "closedKnown",
  coalesce(sum(f.claimed_paise) filter (where f.outcome is not null), 0)::bigint as "claimedPaise",
  coalesce(sum(f.recovered_paise) filter (where f.claimed_paise is not null), 0)::bigint as "recoveredPaise",
  count(*) filter (where f.outcome is not null and f.claimed_paise is null)::int as "closedUnknown",
  coalesce(sum(f.recovered_paise) filter (where f.claimed_paise is null), 0)::bigint as "recoveredUnknownPaise"`;

export async function figures(tx: Tx, who: Actor): Promise<CaseFigures> {
  const { rows } = await sql<CaseFigures>`select ${sums(tx)} from case_file f
    where f.org_id = ${tx.orgId} and ${isHers(who)}`.execute(tx.db);
  return rows[0]!;
}

export type PooledRow = PooledFigures & { readonly orgId: string };
/** One row for each organisation at or below the asker's that has cases. */
export async function pooled(tx: Tx, who: Actor): Promise<PooledRow[]> {
  const { rows } = await sql<CaseFigures & { orgId: string }>`select f.org_id as "orgId", ${sums(tx)} from case_file f
    where f.org_id = any(${[...who.orgIds]}::uuid[]) group by f.org_id order by f.org_id`.execute(tx.db);
  return rows.map(({ orgId, ...row }) => ({ orgId, ...hideSmallCells(row) }));
}
