/** A meeting as a phone keeps it: its figures, one short row per member. */
import type { IsoDate } from '#platform/dates.ts';
import type { BookedLine } from './booked.rules.ts';
import type { AttendanceState, Decision } from './model.ts';

/** person, attendance, compulsory, voluntary, withdrawn, principal back, interest, fines, lent to her, savings after, loan after. */
export type MeetingDocLine = readonly [
  personId: string,
  attendance: AttendanceState,
  compulsoryPaise: number,
  voluntaryPaise: number,
  withdrawnPaise: number,
  principalPaise: number,
  interestPaise: number,
  finePaise: number,
  lentPaise: number,
  savingsLeftPaise: number,
  loanLeftPaise: number,
];

export type MeetingDoc = {
  readonly meetingId: string;
  readonly kind: 'regular' | 'special' | 'cut_off';
  readonly heldOn: IsoDate;
  /** `reversed`: a named person put another record in its place. */
  readonly state: 'closed' | 'skipped' | 'cancelled' | 'reversed';
  readonly reason: string | null;
  readonly previousMeetingId: string | null;
  readonly openingCashPaise: number;
  readonly closingCashPaise: number;
  readonly present: number;
  readonly members: number;
  readonly nextOn: IsoDate | null;
  readonly journalSeq: number | null;
  readonly headHash: string | null;
  readonly lines: readonly MeetingDocLine[];
  /** Only of the last meetings: what stands booked and can be put right, ... */
  readonly booked?: readonly BookedLine[];
  /** ... the corrections of it that were made already (of older meetings too), ... */
  readonly corrected?: readonly string[];
  /** ... and what was decided, to be read out at the next one. */
  readonly decisions?: readonly Decision[];
};
