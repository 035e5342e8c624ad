/** A loan to a group as the group's own cash book tells it: the mirror of what the lender posted. Pure. */
import { CHART, type AccountCode, type PostingDraft } from '#domain/ledger/index.ts';

export type ViewOf = { readonly loanId: string; readonly lenderId: string; readonly groupBankId: string };

/** What the lender earns is what the group spends; what waits unapplied with him is an advance of hers. */
const EARNED: readonly string[] = [CHART.memberInterest, CHART.fines, CHART.fees, CHART.fundsHeldForOthers];
const MONEY: readonly string[] = [CHART.cash, CHART.bank];

/** Opposite signs throughout, so that it balances as the lender's journal does. */
export function groupSideOf(
  lenders: readonly PostingDraft[],
  { loanId, lenderId, groupBankId }: ViewOf,
): PostingDraft[] {
  const to = (account: AccountCode, amountPaise: number, of: { partyId: string; itemId?: string }): PostingDraft => ({
    account,
    amountPaise: -amountPaise,
    ...of,
  });
  return lenders.map(({ account, amountPaise }) => {
    if (MONEY.includes(account)) return to(CHART.bank, amountPaise, { partyId: groupBankId });
    if (EARNED.includes(account)) return to(CHART.interestToFederation, amountPaise, { partyId: lenderId });
    if (account === CHART.unappliedReceipts) return to(CHART.advances, amountPaise, { partyId: lenderId });
    // the debt itself; also what comes back of one written off, which the group never struck out
    return to(CHART.otherLoans, amountPaise, { partyId: lenderId, itemId: loanId });
  });
}

/** By what moved at the bank. */
export const narrationOf = (side: readonly PostingDraft[]): string => {
  const moved = side.filter((one) => one.account === CHART.bank).reduce((sum, one) => sum + one.amountPaise, 0);
  return moved < 0 ? 'loans.group_paid' : 'loans.group_received';
};
