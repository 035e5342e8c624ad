import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import { SIZE_NORM, type GroupKind } from './model.ts';

export type SizeWord = 'as_usual' | 'small' | 'too_small' | 'large';

/** How a self-help group's size stands to the norm; other kinds have none. */
export function sizeOf(kind: GroupKind, members: number): SizeWord {
  if (kind !== 'self_help_group') return 'as_usual';
  if (members > SIZE_NORM.most) return 'large';
  if (members >= SIZE_NORM.least) return 'as_usual';
  return members >= SIZE_NORM.leastByException ? 'small' : 'too_small';
}

type Stay = { readonly joinedOn: IsoDate; readonly leftOn: IsoDate | null };

/** `leftOn` is the first day she is no member any more. */
export const isMemberOn = (stay: Stay, on: IsoDate): boolean =>
  stay.joinedOn <= on && (stay.leftOn === null || on < stay.leftOn);

/** She may join on a day after every earlier stay has ended; one self-help group at a time (bank rule, microfinance.md §3). */
export function judgeJoining(
  joinedOn: IsoDate,
  {
    stays,
    otherGroupName,
    groupFormedOn,
  }: { stays: readonly Stay[]; otherGroupName: string | null; groupFormedOn: IsoDate },
): Ruling<true> {
  if (joinedOn < groupFormedOn) return ruledOut('groups.joined_before_formed', { formedOn: groupFormedOn });
  if (stays.some((stay) => stay.leftOn === null || joinedOn < stay.leftOn))
    return ruledOut('groups.member_already', {});
  if (otherGroupName !== null) return ruledOut('groups.in_another_group', { group: otherGroupName });
  return ruled(true);
}
