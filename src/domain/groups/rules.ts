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

type Money = { readonly savingsPaise: number; readonly loansPaise: number; readonly lastEntryOn: IsoDate | null };

/**
 * She leaves without money passing: only who has nothing with the group and owes it nothing. Everybody else is paid out at a meeting.
 * @returns refused `groups.not_there` | `groups.left_before_joined {joinedOn}` | `groups.in_the_future {today}` |
 * `groups.member_has_money {savingsPaise, loansPaise}` | `groups.left_before_entry {on}`
 */
export function judgeLeaving(
  leftOn: IsoDate,
  { stay, money, today }: { stay: Stay | null; money: Money; today: IsoDate },
): Ruling<true> {
  if (!stay || stay.leftOn !== null) return ruledOut('groups.not_there', {});
  if (leftOn < stay.joinedOn) return ruledOut('groups.left_before_joined', { joinedOn: stay.joinedOn });
  if (leftOn > today) return ruledOut('groups.in_the_future', { today });
  const { savingsPaise, loansPaise, lastEntryOn } = money;
  if (savingsPaise !== 0 || loansPaise !== 0) return ruledOut('groups.member_has_money', { savingsPaise, loansPaise });
  if (lastEntryOn !== null && leftOn < lastEntryOn) return ruledOut('groups.left_before_entry', { on: lastEntryOn });
  return ruled(true);
}

/**
 * A group is closed when nobody is a member and its book holds nothing and owes nothing.
 * @returns refused `groups.closed_already` | `groups.still_has_members {count}` | `groups.still_has_money {accounts}` | `groups.still_owns {count}`
 */
export function judgeClosing(group: {
  readonly state: string;
  readonly members: number;
  /** Accounts of what it has and what it owes that are not at zero. */
  readonly openAccounts: number;
  /** Open enterprises of which it owns a part. */
  readonly owns: number;
}): Ruling<true> {
  if (group.state === 'closed') return ruledOut('groups.closed_already', {});
  if (group.members > 0) return ruledOut('groups.still_has_members', { count: group.members });
  if (group.openAccounts > 0) return ruledOut('groups.still_has_money', { accounts: group.openAccounts });
  if (group.owns > 0) return ruledOut('groups.still_owns', { count: group.owns });
  return ruled(true);
}

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
