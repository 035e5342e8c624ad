/** Money from outside in two groups: what came, and what goes back at each meeting, out of the bank. Pure; paise. */
import { addLine, fundOf, type MeetingSheet } from '#domain/meetings/index.ts';
import { rupees } from '#platform/money.ts';
import type { DemoPlan, GroupPlan } from './plan.model.ts';
import type { Tap } from './sheet.ts';

export const INSTALMENTS = 12;
const LETTER_INTEREST = rupees(350);
type Story = {
  readonly fund: 'cif' | 'bank_term';
  /** Number of the meeting it came at, the first of a group being 0. */
  readonly cameAt: number;
  readonly paise: number;
  /** What goes with a part of the principal while so much is left: of the federation 1 % a month, of the bank what its letter says. */
  readonly interest: (leftPaise: number) => number;
  /** So many last meetings at which nothing was paid back. */
  readonly behind: number;
};
export const FUND_STORIES: readonly Story[] = [
  { fund: 'cif', cameAt: 5, paise: rupees(30_000), interest: (left) => left / 100, behind: 2 },
  { fund: 'bank_term', cameAt: 6, paise: rupees(60_000), interest: () => LETTER_INTEREST, behind: 0 },
];

/** Groups of the villages with a bank of their own, nothing else happening in them. The third asks and waits, the fourth was refused. */
export const fundGroups = ({ groups }: DemoPlan): GroupPlan[] =>
  groups.filter(
    ({ home, story, bank, skippedOn, meetingDays }) =>
      (home.area === 'sursa' || home.area === 'ahirori') && !story && bank && !skippedOn && meetingDays.length > 9,
  );

/** What one instalment of the principal is. */
export const partOf = ({ paise }: Story): number => paise / INSTALMENTS;

/** The group's own share of the day, or none. `left` is how many meetings come after this one. */
export function fundMoney(story: Story, left: number): Tap {
  return (sheet, { group, context, number }) => {
    const bank = context.banks[0];
    if (!bank) return sheet;
    const { bankAccountId } = bank;
    const [came, repaid, interest] =
      story.fund === 'cif'
        ? (['cif_loan', 'cif_repaid', 'federation_interest'] as const)
        : (['bank_loan', 'bank_loan_principal', 'bank_loan_interest'] as const);
    if (number === story.cameAt) {
      const of = { head: came, amountPaise: story.paise, partyId: fundOf(group.groupId, came) };
      return addLine(sheet, 'otherReceipts', { ...of, to: 'bank', bankAccountId, note: '' });
    }
    const paidBefore = number - story.cameAt - 1;
    const leftPaise = story.paise - paidBefore * partOf(story);
    if (paidBefore < 0 || left < story.behind || leftPaise <= 0) return sheet;
    const pay = (before: MeetingSheet, head: typeof repaid | typeof interest, amountPaise: number) => {
      const of = { head, amountPaise, partyId: fundOf(group.groupId, head), voucherPhotoId: null };
      return addLine(before, 'otherPayments', { ...of, from: 'bank', bankAccountId, note: '' });
    };
    return pay(pay(sheet, repaid, partOf(story)), interest, story.interest(leftPaise));
  };
}
