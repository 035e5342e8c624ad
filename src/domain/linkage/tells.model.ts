/** Signs worth a look together, and the answer of the group (reference: microfinance.md §3-§5). A sign is a question, never a finding. */
import * as z from 'zod/mini';
import { Amount, Day, Id } from '#domain/ledger/index.ts';

export const TELLS = [
  'uniform_savings',
  'absent_paid',
  'officer_loans',
  'one_borrower',
  'cash_over_limit',
  'paid_before_visit',
  'repaid_and_borrowed',
] as const;
export type TellCode = (typeof TELLS)[number];

const Count = z.int().check(z.gte(1), z.lte(120));
const Bps = z.int().check(z.gte(0), z.lte(10_000));
/** From a day on; what a meeting showed before it is judged by the version of its own day. */
export const TellRules = z.strictObject({
  fromOn: Day,
  source: z.string(),
  basis: z.enum(['read', 'house', 'gk']),
  /** The office sees a sign after so many more meetings of the group: the group looks first. */
  groupFirstMeetings: z.int().check(z.gte(1), z.lte(60)),
  uniformSavings: z.strictObject({ meetings: Count, leastMembers: Count }),
  /** Of those marked absent, so many had their savings taken nevertheless. */
  absentPaid: z.strictObject({ meetings: Count, shareBps: Bps, least: Count }),
  officerLoans: z.strictObject({ shareBps: Bps, timesTheirNumber: Count, leastPaise: Amount }),
  oneBorrower: z.strictObject({ shareBps: Bps, leastPaise: Amount, leastMembers: Count }),
  /** Closed above the group's own limit so many times in a row. */
  cashOverLimit: z.strictObject({ meetings: Count }),
  /** In so many days before a visit so many times what meetings before them brought. */
  paidBeforeVisit: z.strictObject({
    days: Count,
    times: Count,
    beforeMeetings: Count,
    shownMeetings: Count,
    leastPaise: Amount,
  }),
  /** Paid back and lent again in one meeting, at least as much. */
  repaidAndBorrowed: z.strictObject({ meetings: Count, least: Count, leastPaise: Amount }),
});
export type TellRules = z.infer<typeof TellRules>;

/** An organisation's own, from a day on. `house` = its own choice, `gk` = not checked anywhere yet. */
export const TellSetting = z.strictObject({
  ...TellRules.shape,
  source: z.string().check(z.trim(), z.minLength(3), z.maxLength(300)),
});
export type TellSetting = z.infer<typeof TellSetting>;

const Words = z.string().check(z.trim(), z.minLength(1), z.maxLength(500));
export const TellNote = z.strictObject({
  noteId: Id,
  groupId: Id,
  tell: z.enum(TELLS),
  /** The meeting at which the sign was first there. */
  meetingId: Id,
  note: Words,
  /** Told to somebody of the office at a visit. */
  atVisit: z.boolean(),
});
export type TellNote = z.infer<typeof TellNote>;

export type GivenNote = Pick<TellNote, 'noteId' | 'tell' | 'meetingId' | 'note' | 'atVisit'> & {
  readonly at: string;
  readonly by: string | null;
};
/** What a phone needs beside the meetings themselves; comes with the group. */
export type TellGround = {
  readonly rules: readonly TellRules[];
  /** Days on which an assessor or an auditor looked at this group. */
  readonly visits: readonly string[];
  readonly notes: readonly GivenNote[];
};
