/**
 * The half of her income, before the vote: from what the office sent of the women who consented, sealed with their group, and from loans
 * that this phone's own unsent meetings gave to their households, in whichever of its groups.
 */
import { readWithOthers, type Group, type RecordedCommand, type Store } from '#field/index.ts';
import type { GroupSafety } from '#domain/debts/index.ts';
import { withUnsentLoans } from '#domain/meetings/index.ts';
import { isClosing, sheetOf } from '../amounts.ts';
import { figuresOf } from '../group-view.ts';

/** @param on day of the vote. Null where the office told nothing of this group's women. */
export async function heldSafety(store: Store, groupId: string, on: string): Promise<GroupSafety | null> {
  const read = await readWithOthers(store, groupId, lends);
  const known = read && safetyIn(read.group);
  if (!known) return null;
  const groups = read.unsent.flatMap((held) => {
    const figures = figuresOf(held);
    return figures ? [{ ...figures, safety: safetyIn(held.group) }] : [];
  });
  return withUnsentLoans(known, groups, on);
}

/** Groups whose unsent meetings lent nothing are not opened: on a cheap phone that takes long. */
const lends = (command: RecordedCommand): boolean => isClosing(command) && sheetOf(command).loans.length > 0;

const safetyIn = ({ parts }: Group): GroupSafety | null =>
  (parts.find((part) => part.kind === 'safety')?.doc as GroupSafety | undefined) ?? null;
