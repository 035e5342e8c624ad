/** A loan to a group as the group's own cash book tells it: the mirror of what the lender posted. Pure. */
import { CHART, type AccountCode, type PostingDraft } from '#domain/ledger/index.ts';

/** Where the group's book keeps the debt that an event pays back. */
export type DebtPlace = {
  readonly account: AccountCode;
  readonly partyId: string | null;
  readonly itemId: string | null;
};
export type ViewOf = {
  readonly loanId: string;
  readonly lenderId: string;
  readonly groupBankId: string;
  /** Left out: under the lender and this loan, as its own paying out is told. */
  readonly debt?: DebtPlace;
};
export type KeptDebt = DebtPlace & { readonly owedPaise: number };

/** What a federation's loan is booked as at a meeting: a village organisation lends the VRF, a cluster the CIF. */
const BY_KIND: Readonly<Record<string, AccountCode>> = {
  village_organisation: CHART.vrfLoan,
  cluster_federation: CHART.cifLoan,
};

/**
 * Whose debt a payment lessens. A loan whose paying out was told in the group's book stands there under the lender and the loan; one that a
 * meeting booked stands where the meetings keep money of such a lender: the kind of its body first, then what is owed enough.
 */
export function debtPlaceOf(
  kept: readonly KeptDebt[],
  of: {
    readonly loanId: string;
    readonly lenderId: string;
    readonly lenderKind: string | null;
    readonly paise: number;
  },
): DebtPlace {
  const told: DebtPlace = { account: CHART.otherLoans, partyId: of.lenderId, itemId: of.loanId };
  if (kept.some((one) => one.itemId === of.loanId && one.owedPaise > 0)) return told;
  const ofMeetings = kept.filter((one) => one.itemId === null && one.owedPaise >= of.paise);
  const usual = of.lenderKind === null ? undefined : BY_KIND[of.lenderKind];
  const found =
    ofMeetings.find((one) => one.account === usual) ??
    ofMeetings.find((one) => one.partyId === of.lenderId) ??
    // a body of another kind may have lent it all the same, but never what is another federation's
    (usual === undefined ? ofMeetings[0] : undefined);
  return found ? { account: found.account, partyId: found.partyId, itemId: null } : told;
}

/** What the lender earns is what the group spends; what waits unapplied with him is an advance of hers. */
const EARNED: readonly string[] = [CHART.memberInterest, CHART.fines, CHART.fees, CHART.fundsHeldForOthers];
const MONEY: readonly string[] = [CHART.cash, CHART.bank];

/** Opposite signs throughout, so that it balances as the lender's journal does. */
export function groupSideOf(
  lenders: readonly PostingDraft[],
  { loanId, lenderId, groupBankId, debt }: ViewOf,
): PostingDraft[] {
  const to = (account: AccountCode, amountPaise: number, of: { partyId?: string; itemId?: string }): PostingDraft => ({
    account,
    amountPaise: -amountPaise,
    ...of,
  });
  return lenders.map(({ account, amountPaise }) => {
    if (MONEY.includes(account)) return to(CHART.bank, amountPaise, { partyId: groupBankId });
    if (EARNED.includes(account)) return to(CHART.interestToFederation, amountPaise, { partyId: lenderId });
    if (account === CHART.unappliedReceipts) return to(CHART.advances, amountPaise, { partyId: lenderId });
    // the debt itself; also what comes back of one written off, which the group never struck out
    const at = (amountPaise < 0 ? debt : null) ?? { account: CHART.otherLoans, partyId: lenderId, itemId: loanId };
    return to(at.account, amountPaise, {
      ...(at.partyId !== null && { partyId: at.partyId }),
      ...(at.itemId !== null && { itemId: at.itemId }),
    });
  });
}

/** By what moved at the bank. */
export const narrationOf = (side: readonly PostingDraft[]): string => {
  const moved = side.filter((one) => one.account === CHART.bank).reduce((sum, one) => sum + one.amountPaise, 0);
  return moved < 0 ? 'loans.group_paid' : 'loans.group_received';
};
