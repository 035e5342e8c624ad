/** What a parent sees of one organisation and all below it: counts and sums; names of groups only with a right of their own. */
import { error } from '@sveltejs/kit';
import type { BelowGroup, BelowRow, SilentGroup } from '#app/desk/index.server.ts';
import type { PooledRow } from '#domain/cases/index.server.ts';
import { ask, askIfAllowed, whoIs, type Here } from '../ask.ts';
import { treeOf, type TreeRow } from './tree.ts';

type Names = { readonly silent: (SilentGroup & { orgId: string })[]; readonly held: BelowGroup[] };
export type Below = {
  readonly rows: readonly TreeRow[];
  /** Null without the right to names. */
  readonly silent: Names['silent'] | null;
  readonly held: Names['held'] | null;
  /** Pooled, small cells hidden. */
  readonly cases: readonly PooledRow[];
  readonly ownOrgId: string;
  readonly isTop: boolean;
  readonly seen: readonly string[];
};

/** @throws the 404 page for an organisation that is not hers to see */
export async function belowOf(here: Here, orgId: string): Promise<Below> {
  const who = whoIs(here);
  const rows = treeOf(await ask<BelowRow[]>(here, 'desk.below'), orgId);
  if (rows.length === 0) error(404);
  const names = await askIfAllowed<Names>(here, 'desk.belowGroups');
  const shown = new Set(rows.map((row) => row.orgId));
  const own = <Row extends { orgId: string }>(list: Row[] | undefined) =>
    list?.filter((row) => shown.has(row.orgId)) ?? null;
  return {
    rows,
    silent: own(names?.silent),
    held: own(names?.held),
    cases: own((await askIfAllowed<PooledRow[]>(here, 'cases.pooled')) ?? []) ?? [],
    ownOrgId: who.orgId,
    isTop: orgId === who.orgId,
    seen: who.orgIds,
  };
}
