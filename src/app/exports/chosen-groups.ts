/** The groups of the list's address: search word, kind, state, silent ones, in the order asked for. One for the screen and its files. */
import type { GroupRow } from '#domain/groups/index.server.ts';
import type { Today } from '../desk/index.server.ts';

export const GROUP_SORTS = {
  name: (row: GroupRow) => row.name,
  place: (row: GroupRow) => row.place,
  members: (row: GroupRow) => row.members,
  lastMeeting: (row: GroupRow) => row.lastMeetingOn,
  savings: (row: GroupRow) => row.savingsPaise,
  loans: (row: GroupRow) => row.loansPaise,
  cash: (row: GroupRow) => row.cashPaise,
};

type Filters = { readonly q?: string; readonly kind?: string; readonly state?: string; readonly silent?: string };
type Ask = <T>(question: string, input: unknown) => Promise<T>;

export async function chosenGroups(ask: Ask, filters: Filters): Promise<GroupRow[]> {
  const state = ['active', 'dormant', 'closed'].find((one) => one === filters.state);
  const rows = await ask<GroupRow[]>('groups.list', { text: filters.q?.slice(0, 80) || undefined, state });
  const desk = filters.silent ? await ask<Today>('desk.today', {}) : null;
  const silent = desk && new Set(desk.silent.map((group) => group.groupId));
  return rows.filter((row) => (!filters.kind || row.kind === filters.kind) && (!silent || silent.has(row.groupId)));
}
