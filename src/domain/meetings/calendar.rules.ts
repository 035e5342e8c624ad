/** When a group meets, and which dates a loan given at a meeting falls due on. */
import { addDays, addMonths, monthOf, weekdayOf, type IsoDate } from '#platform/dates.ts';
import type { Interval } from '#domain/loans/index.ts';
import type { ContextMember, GroupContext, GroupRules, MeetingCycle } from './context.model.ts';

/** The rules in force on a day: the last that began by then; before the first, the first. */
export function rulesOn(context: GroupContext, on: IsoDate): GroupRules {
  const sorted = context.rules.toSorted((a, b) => (a.fromOn < b.fromOn ? -1 : 1));
  const [first] = sorted;
  if (!first) throw new RangeError('a group context without rules cannot pass its schema');
  return sorted.findLast((rules) => rules.fromOn <= on) ?? first;
}

export const isMemberOn = (member: ContextMember, on: IsoDate): boolean =>
  member.joinedOn <= on && (member.leftOn === null || on < member.leftOn);
export const membersOn = (context: GroupContext, on: IsoDate): ContextMember[] =>
  context.members.filter((member) => isMemberOn(member, on));

function nthWeekday(month: IsoDate, weekday: number, nth: number): IsoDate {
  const first = monthOf(month);
  const firstHit = addDays(first, (weekday - weekdayOf(first) + 7) % 7);
  if (nth > 0) return addDays(firstHit, 7 * (Math.min(nth, 4) - 1));
  const fifth = addDays(firstHit, 28);
  return monthOf(fifth) === first ? fifth : addDays(firstHit, 21);
}

/** Moves a day of a monthly count onto the group's meeting day of that month (or, for weekly groups, of that week onward). */
function ontoMeetingDay(day: IsoDate, cycle: MeetingCycle): IsoDate {
  const { weekday, nth } = cycle;
  if (weekday === null) return nth !== null && nth > 0 ? addMonths(monthOf(day), 0, nth) : day;
  if (cycle.unit === 'month') return nthWeekday(day, weekday, nth === null || nth === 0 ? 1 : nth);
  return addDays(day, (weekday - weekdayOf(day) + 7) % 7);
}

/** The `count` due dates after `from`, on meeting days where the cycle names them; always rising. */
export function dueDatesFor(
  cycle: MeetingCycle,
  interval: Interval,
  plan: { from: IsoDate; count: number },
): IsoDate[] {
  return Array.from({ length: plan.count }, (_, k) => {
    const step = interval.every * (k + 1);
    if (interval.unit === 'week') return addDays(plan.from, 7 * step);
    return ontoMeetingDay(addMonths(plan.from, step), cycle);
  });
}

export function nextMeetingOn(cycle: MeetingCycle, heldOn: IsoDate): IsoDate {
  if (cycle.unit === 'month') return ontoMeetingDay(addMonths(heldOn, cycle.every), cycle);
  const weekday = cycle.weekday ?? weekdayOf(heldOn);
  const base = addDays(heldOn, 7 * cycle.every);
  const back = (weekdayOf(base) - weekday + 7) % 7;
  return addDays(base, back <= 3 ? -back : 7 - back);
}
