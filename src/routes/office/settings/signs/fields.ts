/** The figures of the signs as a form asks for them: where each stands in the rules, its label, and in which unit it is typed. */
import type { TellSettings } from '#domain/linkage/index.server.ts';
import { m } from '#ui/sentences/messages.js';

type Rules = NonNullable<TellSettings['now']>;
export type SignField = {
  readonly key: string;
  readonly label: () => string;
  readonly unit: 'count' | 'percent' | 'rupees';
};
const count = (key: string, label: () => string): SignField => ({ key, label, unit: 'count' });
const meetings = count('meetings', m.tells_set_meetings);
const leastMembers = count('leastMembers', m.tells_set_least_members);
const least = count('least', m.tells_set_least);
const share: SignField = { key: 'shareBps', label: m.tells_set_share, unit: 'percent' };
const leastPaise: SignField = { key: 'leastPaise', label: m.tells_set_least_paise, unit: 'rupees' };

export const SIGNS: readonly {
  readonly key: string;
  readonly title: () => string;
  readonly fields: readonly SignField[];
}[] = [
  { key: 'uniformSavings', title: m.tells_set_uniform_savings, fields: [meetings, leastMembers] },
  { key: 'absentPaid', title: m.tells_set_absent_paid, fields: [meetings, share, least] },
  {
    key: 'officerLoans',
    title: m.tells_set_officer_loans,
    fields: [share, count('timesTheirNumber', m.tells_set_times_number), leastPaise],
  },
  { key: 'oneBorrower', title: m.tells_set_one_borrower, fields: [share, leastPaise, leastMembers] },
  { key: 'cashOverLimit', title: m.tells_set_cash_over_limit, fields: [meetings] },
  {
    key: 'paidBeforeVisit',
    title: m.tells_set_paid_before_visit,
    fields: [
      count('days', m.tells_set_days),
      count('times', m.tells_set_times),
      count('beforeMeetings', m.tells_set_before),
      count('shownMeetings', m.tells_set_shown),
      leastPaise,
    ],
  },
  { key: 'repaidAndBorrowed', title: m.tells_set_repaid_and_borrowed, fields: [meetings, least, leastPaise] },
];

/** The figure of a version; null where there is none. */
export const figureOf = (rules: Rules | null, sign: string, field: string): number | null => {
  const of = rules?.[sign as keyof Rules];
  const found = typeof of === 'object' ? (of as Readonly<Record<string, number>>)[field] : undefined;
  return found ?? null;
};
