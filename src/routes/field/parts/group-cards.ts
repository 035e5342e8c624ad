/** What the home screen says of each group. */
import { membersOn, nextMeetingOn, rulesOn, type GroupContext } from '#domain/meetings/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { GroupView } from './group-view.ts';
import { today } from './today.ts';

export type GroupCardData = {
  readonly groupId: string;
  readonly names: GroupContext['names'];
  readonly practice: boolean;
  readonly nextOn: IsoDate | null;
  /** The planned day has passed. */
  readonly overdue: boolean;
  readonly cashPaise: number;
  readonly members: number;
  /** Figures here are ahead of the office's. */
  readonly ahead: boolean;
  /** Its names in every script, for finding it. */
  readonly search: string;
};

/** As agreed at the last meeting, else by the group's own day; null when it never met. */
export function nextOnOf({ onPhone, meetings, own }: GroupView): IsoDate | null {
  // A record that another one replaced plans nothing.
  const all = [...meetings, ...own.map((one) => one.doc)].filter((doc) => doc.state !== 'reversed');
  const last = all.at(-1);
  if (last?.nextOn) return last.nextOn;
  // A day that was not held counts too: the next one is a cycle after it.
  const heldOn = last?.heldOn ?? onPhone.lastMeeting?.heldOn;
  return heldOn ? nextMeetingOn(rulesOn(onPhone, heldOn).cycle, heldOn) : null;
}

export function cardOf(view: GroupView): GroupCardData {
  const { onPhone, onTop } = view;
  const nextOn = nextOnOf(view);
  const { en, hi, ur } = onPhone.names;
  return {
    groupId: onPhone.groupId,
    names: onPhone.names,
    practice: onPhone.practice,
    nextOn,
    overdue: nextOn !== null && nextOn < today(),
    cashPaise: onPhone.cashPaise,
    members: membersOn(onPhone, today()).length,
    ahead: onTop > 0,
    search: [en, hi, ur].join(' ').toLowerCase(),
  };
}

/** Soonest first: the meeting she is on her way to stands on top. */
export async function groupCards(
  ids: readonly string[],
  read: (groupId: string) => Promise<GroupView | null>,
): Promise<GroupCardData[]> {
  const cards: GroupCardData[] = [];
  for (const id of ids) {
    const view = await read(id);
    if (view) cards.push(cardOf(view));
  }
  return cards.sort((a, b) => (a.nextOn ?? '9').localeCompare(b.nextOn ?? '9'));
}
