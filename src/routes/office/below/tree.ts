/** Organisations as a tree: each below its parent, with its depth; sums over one and all below it. Pure. */
import type { BelowRow } from '#app/desk/index.server.ts';

export type TreeRow = BelowRow & { readonly depth: number };
const SUMMED = [
  'groups',
  'members',
  'savingsPaise',
  'loansPaise',
  'cashPaise',
  'held',
  'heldGroups',
  'silent',
] as const;
export type Sums = Readonly<Record<(typeof SUMMED)[number], number>>;

/** The organisation with `rootId` first, then all below it. An organisation whose parent is not seen stands by itself at the end. */
export function treeOf(rows: readonly BelowRow[], rootId: string): TreeRow[] {
  const placed = new Map<string, TreeRow>();
  const place = (row: BelowRow, depth: number): void => {
    if (placed.has(row.orgId)) return;
    placed.set(row.orgId, { ...row, depth });
    for (const child of rows) if (child.parentOrgId === row.orgId) place(child, depth + 1);
  };
  const root = rows.find((row) => row.orgId === rootId);
  if (root) place(root, 0);
  return [...placed.values()];
}

export const sumsOf = (rows: readonly BelowRow[]): Sums =>
  Object.fromEntries(SUMMED.map((key) => [key, rows.reduce((sum, row) => sum + row[key], 0)])) as Sums;
