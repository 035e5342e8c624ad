/** The half of her income, before the vote: from what the office sent of the women who consented, sealed with their group. */
import { readWithUnsent, type Store } from '#field/index.ts';
import type { GroupSafety } from '#domain/debts/index.ts';

export async function heldSafety(store: Store, groupId: string): Promise<GroupSafety | null> {
  const read = await readWithUnsent(store, groupId);
  return (read?.group.parts.find((part) => part.kind === 'safety')?.doc as GroupSafety | undefined) ?? null;
}
