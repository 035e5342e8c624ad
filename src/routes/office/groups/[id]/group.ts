/** What every page of one group begins with. */
import type { GroupCard } from '#domain/groups/index.server.ts';
import type { GroupContext } from '#domain/meetings/index.ts';
import { nameIn, ofGroup } from '#ui/office/names.ts';
import { ask, askIfAllowed, found, type Here } from '../../ask.ts';

export const groupCard = async (here: Here, groupId: string): Promise<GroupCard> =>
  found(await ask<GroupCard | null>(here, 'groups.card', { groupId }));

/** Null while the group has no rules. */
export const groupContext = (here: Here, groupId: string): Promise<GroupContext | null> =>
  askIfAllowed<GroupContext | null>(here, 'meetings.context', { groupId });

/** Members to choose one from, named as the reader reads. */
export const memberOptions = (here: Here, card: GroupCard): { value: string; label: string }[] =>
  card.membersNow.map((one) => ({
    value: one.personId,
    label: nameIn(here.locals.language, { en: one.nameEn, hi: one.nameHi, ur: one.nameUr }).text,
  }));

export const titleOf = (here: Here, card: GroupCard): string => nameIn(here.locals.language, ofGroup(card)).text;
