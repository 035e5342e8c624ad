/** A year of meetings of one group: savings, loans, a demand that waits, a decision in the minutes. What tests of linkage begin with. */
import { addMonths, dayInIndia, monthOf, type IsoDate } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { addDemand, change, grantLoan, type GroupContext, type MeetingSheet } from '#domain/meetings/index.ts';
import { close, contextOf, must, ordinaryMeeting, type Village } from './village.ts';

export const today = dayInIndia(new Date());
/** The last `count` days of the group's cycle (the 12th), oldest first. */
export function meetingDays(count: number): IsoDate[] {
  const twelfth = addMonths(monthOf(today), 0, 12);
  const last = twelfth <= today ? twelfth : addMonths(twelfth, -1);
  return Array.from({ length: count }, (_, at) => addMonths(last, at + 1 - count));
}

const lend = (context: GroupContext, personId: string) => (sheet: MeetingSheet) => {
  const asked = addDemand(sheet, { personId, amountPaise: 100_000, purpose: 'craft_material' });
  const index = asked.demands.length - 1;
  const how = { paidFrom: 'cash', bankAccountId: null, acknowledged: 'thumb' } as const;
  return grantLoan(asked, context, { index, loanId: newId(), grantedPaise: 100_000, ...how });
};

/** The last meeting decides on the plan and leaves one demand waiting; the days in `missed` were not held. @returns its id */
export async function liveAYear(
  village: Pick<Village, 'app' | 'admin' | 'groupId' | 'people'>,
  { meetings = 12, missed = [] }: { meetings?: number; missed?: readonly number[] } = {},
): Promise<string> {
  const { app, admin, people } = village;
  let lastId = '';
  for (const [at, heldOn] of meetingDays(meetings).entries()) {
    if (missed.includes(at)) continue;
    const context = await contextOf(village, admin);
    const isLast = at === meetings - 1;
    const sheet = ordinaryMeeting(context, heldOn, (one) => {
      if (!isLast) return at > 0 && at <= people.length ? lend(context, people[at - 1]!)(one) : one;
      const asked = addDemand(one, { personId: people[1]!, amountPaise: 2_000_000, purpose: 'trade' });
      const decision = { text: 'We ask the bank by the plan', votesFor: people.length - 1, votesAgainst: 1 };
      return change(asked, {
        demands: asked.demands.map((demand) => ({ ...demand, decision: 'postponed' as const })),
        minutes: { ...asked.minutes, decisions: [decision] },
      });
    });
    await must(close(app, admin, sheet));
    lastId = sheet.meetingId;
  }
  return lastId;
}
