/** Which amounts of a closed meeting can be put right, for one woman or for money of no member. Pure. */
import type { BookedLine, GroupContext, LineKey, MeetingDoc } from '#domain/meetings/index.ts';

/** Stands for a person where the money is nobody's own. */
export const OTHER_MONEY = 'other';

/** What is filled in so far. */
export type WrongLine = {
  readonly who: string | null;
  readonly line: LineKey | null;
  readonly nowPaise: number | null;
  /** One of the usual reasons, tapped. */
  readonly reason: string;
  /** In her own words, beside it or instead. */
  readonly note: string;
};
export const NOTHING_WRONG: WrongLine = { who: null, line: null, nowPaise: null, reason: '', note: '' };

export const reasonOf = ({ reason, note }: Pick<WrongLine, 'reason' | 'note'>): string =>
  [reason, note.trim()].filter(Boolean).join(': ');

const keyOf = (part: LineKey['part'], personId: string, loanId: string | null = null): LineKey => ({
  part,
  personId,
  loanId,
  head: null,
  partyId: null,
});

/** Also lines with nothing booked: what she paid may have been forgotten. A loan paid off since is past putting right. */
export function linesOf(
  context: GroupContext,
  of: { doc: MeetingDoc; booked: readonly BookedLine[]; who: string },
): LineKey[] {
  const { doc, booked, who } = of;
  if (who === OTHER_MONEY) return booked.filter((line) => line.part === 'receipt' || line.part === 'payment');
  const loans = context.loans.filter((loan) => loan.personId === who && loan.disbursedOn < doc.heldOn);
  const fines = booked.filter((line) => line.part === 'fine_paid' && line.personId === who);
  return [
    keyOf('compulsory', who),
    keyOf('voluntary', who),
    ...loans.flatMap(({ loanId }) => [keyOf('loan_principal', who, loanId), keyOf('loan_interest', who, loanId)]),
    ...fines.map(() => keyOf('fine_paid', who)),
  ];
}
