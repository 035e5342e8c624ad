/** What the home screen says of each group. */
import { keepSummary, readSummaries, type Store } from '#field/index.ts';
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

/** The same until then: a woman who comes or leaves on a day to come is counted from that day. */
type Summary = { readonly card: GroupCardData; readonly from: IsoDate; readonly until: IsoDate | null };

export function summaryOf(view: GroupView, from: IsoDate): Summary {
  const days = view.onPhone.members.flatMap(({ joinedOn, leftOn }) => [joinedOn, ...(leftOn ? [leftOn] : [])]);
  const until = days.filter((day) => day > from).toSorted()[0] ?? null;
  return { card: cardOf(view), from, until };
}

/** @returns null when it was made for other days */
export function cardToday({ card, from, until }: Summary, on: IsoDate): GroupCardData | null {
  if (on < from || (until !== null && on >= until)) return null;
  return { ...card, overdue: card.nextOn !== null && card.nextOn < on };
}

type Read = (groupId: string) => Promise<GroupView | null>;

/** Soonest first: the meeting she is on her way to stands on top. */
export async function groupCards(store: Store, read: Read): Promise<GroupCardData[]> {
  const { groupIds, kept } = await readSummaries<Summary>(store);
  const cards: GroupCardData[] = [];
  for (const id of groupIds) {
    const summary = kept.get(id);
    const card = (summary && cardToday(summary, today())) ?? (await freshCard(store, id, read));
    if (card) cards.push(card);
  }
  return cards.sort((a, b) => (a.nextOn ?? '9').localeCompare(b.nextOn ?? '9'));
}

async function freshCard(store: Store, groupId: string, read: Read): Promise<GroupCardData | null> {
  const view = await read(groupId);
  if (!view) return null;
  const summary = summaryOf(view, today());
  // A full phone must not keep her from her groups.
  if (view.onTop === 0) await keepSummary(store, { groupId, version: view.version, summary }).catch(() => undefined);
  return summary.card;
}
