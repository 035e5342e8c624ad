import type { ForecastPage, TellsPage } from '#domain/linkage/index.server.ts';
import type { OfficerPinRow, RegisterRow } from '#domain/meetings/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { askIfAllowed, whoIs } from '../../ask.ts';
import { holdsAnywhere, holdsForAll } from '../../rail.ts';
import { costOfRules } from '../cost.ts';
import { groupCard, groupContext } from './group.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.id;
  const card = await groupCard(event, groupId);
  const context = await groupContext(event, groupId);
  const register = await askIfAllowed<{ rows: RegisterRow[] }>(event, 'meetings.register', { groupId });
  const who = whoIs(event);
  const today = dayInIndia(new Date());
  const rules = (context?.rules ?? []).toSorted((a, b) => (a.fromOn < b.fromOn ? 1 : -1));
  const inForce = rules.find((one) => one.fromOn <= today) ?? rules.at(-1) ?? null;
  const isMeeting = card.state !== 'closed' && !card.practice;
  return {
    card,
    today,
    rules: rules.map((one) => ({ ...one, now: one === inForce, cost: costOfRules(one.loan) })),
    officerPins: (await askIfAllowed<OfficerPinRow[]>(event, 'meetings.officerPins', { groupId })) ?? [],
    forecast: isMeeting ? await askIfAllowed<ForecastPage | null>(event, 'linkage.forecast', { groupId }) : null,
    tells: isMeeting ? await askIfAllowed<TellsPage | null>(event, 'linkage.tells', { groupId }) : null,
    meetings: (register?.rows ?? []).slice(0, 8),
    begun: (register?.rows ?? []).some((row) => row.state === 'closed'),
    booksFromOn: context?.booksFromOn ?? null,
    mayWrite: holdsAnywhere(who, 'groups.write'),
    mayExport: holdsAnywhere(who, 'export.read'),
    mayTake: holdsForAll(who, 'leaving.take') && !card.practice,
    mayRecord: holdsAnywhere(who, 'meetings.record'),
    seesLinkage: card.kind === 'self_help_group' && !card.practice && holdsAnywhere(who, 'linkage.read'),
  };
};
