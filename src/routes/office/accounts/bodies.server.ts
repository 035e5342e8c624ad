/** Bodies that may keep an office book and have none yet. */
import type { BookCard } from '#domain/accounts/index.server.ts';
import type { GroupRow } from '#domain/groups/index.server.ts';
import type { Language } from '#ui/languages.ts';
import { nameIn, ofGroup } from '#ui/office/names.ts';

const KIND_OF: Readonly<Record<string, 'federation' | 'centre'>> = {
  village_organisation: 'federation',
  cluster_federation: 'federation',
  craft_cluster: 'centre',
};

/** @returns `kind:id` with a name; the organisation itself has none here, the page says its own */
export function bodiesWithout(
  books: readonly BookCard[],
  { orgId, groups, language }: { orgId: string; groups: readonly GroupRow[]; language: Language },
): { readonly value: string; readonly label: string | null }[] {
  const kept = new Set(books.map((book) => book.bodyId));
  const own = kept.has(orgId) ? [] : [{ value: `trust:${orgId}`, label: null }];
  const others = groups
    .filter((group) => KIND_OF[group.kind] && group.state === 'active' && !group.practice && !kept.has(group.groupId))
    .map((group) => ({
      value: `${KIND_OF[group.kind]}:${group.groupId}`,
      label: nameIn(language, ofGroup(group)).text,
    }));
  return [...own, ...others];
}
