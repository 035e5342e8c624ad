/** A meeting as a phone keeps it: its figures, one short row per member. */
import type { IsoDate } from '#platform/dates.ts';
import type { AttendanceState } from './model.ts';

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
  readonly state: 'closed' | 'skipped' | 'cancelled';
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
};
