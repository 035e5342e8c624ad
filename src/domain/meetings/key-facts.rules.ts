/**
 * The Key Facts Statement of a loan voted at a meeting: made from the sheet and the group's rules alone, so that a phone without network
 * shows what the office prints later, under one hash.
 */
import {
  keyFacts,
  loanOffer,
  USUAL_ORDER,
  type KeyFacts,
  type KeyFactsOf,
  type Servicing,
} from '#domain/loans/index.ts';
import { ruled, type Ruling } from '#platform/outcomes.ts';
import { rulesOn } from './calendar.rules.ts';
import type { GroupContext } from './context.model.ts';
import type { MeetingSheet, NewLoan } from './model.ts';

/** How a group's loans are served (loans/README.md): oldest row first, nothing charged for being late or for paying early. */
const SERVICING: Servicing = {
  allocation: USUAL_ORDER,
  penal: null,
  prepaymentFeeBps: 0,
  payoff: 'period_end',
  flatRebate: 'none',
};

/** Of this meeting and this loan alone; both sides make it from what the sheet says. */
const proposalOf = (heldOn: string, loanId: string): string => `${heldOn}/${loanId.slice(-6).toUpperCase()}`;

/**
 * Null: the group's product asks for no statement, or she is no member known here. What was shown keeps the names and the form it was shown with.
 * Refuses what `loanOffer` refuses.
 */
export function keyFactsOfLoan(
  { heldOn }: Pick<MeetingSheet, 'heldOn'>,
  context: GroupContext,
  line: NewLoan,
): Ruling<KeyFacts> | null {
  const product = rulesOn(context, heldOn).product;
  const names = line.keyFacts?.borrower ?? context.members.find((one) => one.personId === line.personId)?.names;
  if (!product?.keyFacts || !names) return null;
  const { loanId, terms, dueDates } = line;
  const offer = loanOffer({
    loanId,
    terms,
    disburseOn: heldOn,
    due: { shownOn: dueDates, countedOn: dueDates },
    servicing: SERVICING,
  });
  if (!offer.ok) return offer;
  const of: KeyFactsOf = {
    proposal: proposalOf(heldOn, loanId),
    madeOn: heldOn,
    lender: line.keyFacts?.lender ?? context.names,
    borrower: names,
    product: product.names,
    terms: product.keyFacts,
  };
  return ruled(keyFacts(offer.value, of, line.keyFacts ? (line.keyFacts.form ?? 1) : 2));
}
