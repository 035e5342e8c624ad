/** What a repayment slip says, from the events as the loan's card tells them. */
import type { LoanEvent } from './life.model.ts';

export type SlipEvent = {
  readonly event: LoanEvent;
  readonly money: { readonly toppedUpBy?: string } | null;
  readonly undone: object | null;
  readonly principalPaise: number;
  readonly capitalisedPaise: number;
};

/** She or her own handed money over the table: not what an insurer sent, her savings paid, or a larger loan settled. */
export const isHandedOver = ({ event, money, undone }: SlipEvent): boolean =>
  ['repaid', 'settled', 'recovered'].includes(event.kind) &&
  'paise' in event &&
  event.paise > 0 &&
  !money?.toppedUpBy &&
  undone === null;

/** Principal still owed once that event was told: lent and capitalised by then, less what came back. Of events in their order. */
export function leftAfter(events: readonly SlipEvent[], eventId: string): number {
  const at = events.findIndex((one) => one.event.eventId === eventId);
  return events
    .slice(0, at + 1)
    .filter((one) => one.undone === null)
    .reduce((sum, { event, principalPaise, capitalisedPaise }) => {
      const lentPaise = event.kind === 'disbursed' ? event.paise : 0;
      return sum + lentPaise + capitalisedPaise - principalPaise;
    }, 0);
}
