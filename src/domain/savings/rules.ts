import { credit, debit, type PostingDraft } from '#domain/ledger/index.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { MemberBalance, Till, Vote, Withdrawal } from './model.ts';

export type TillOf = { readonly from: Till; readonly bankAccountId: string | null };

/** Money into (`debit`) or out of (`credit`) the box or a bank account. */
export const intoTill = (till: TillOf, amountPaise: number): PostingDraft =>
  till.from === 'cash'
    ? debit('cash', amountPaise)
    : debit('bank', amountPaise, { partyId: till.bankAccountId ?? undefined });
export const outOfTill = (till: TillOf, amountPaise: number): PostingDraft =>
  till.from === 'cash'
    ? credit('cash', amountPaise)
    : credit('bank', amountPaise, { partyId: till.bankAccountId ?? undefined });

export const isCarried = (vote: Vote | null): boolean => vote !== null && vote.votesFor > vote.votesAgainst;

export const noBalance = (personId: string): MemberBalance => ({
  personId,
  compulsoryPaise: 0,
  voluntaryPaise: 0,
  sharesPaise: 0,
  unappliedPaise: 0,
  finesOwedPaise: 0,
});

/**
 * Money out of savings: voluntary only, by a carried resolution, never below zero.
 * Refuses `savings.compulsory_stays`, `savings.no_resolution`, `savings.not_enough` {availablePaise}, each with personId.
 */
export function judgeWithdrawal(
  balance: MemberBalance,
  withdrawal: Withdrawal,
): Ruling<{ readonly balance: MemberBalance; readonly postings: readonly PostingDraft[] }> {
  const { personId, amountPaise } = withdrawal;
  if (withdrawal.kind === 'compulsory') return ruledOut('savings.compulsory_stays', { personId });
  if (!isCarried(withdrawal.resolution)) return ruledOut('savings.no_resolution', { personId });
  if (amountPaise > balance.voluntaryPaise) {
    return ruledOut('savings.not_enough', { personId, availablePaise: balance.voluntaryPaise });
  }
  return ruled({
    balance: { ...balance, voluntaryPaise: balance.voluntaryPaise - amountPaise },
    postings: [debit('voluntarySavings', amountPaise, { partyId: personId }), outOfTill(withdrawal, amountPaise)],
  });
}

/** One loan as the set-off sees it: what clears it that day. */
export type OwedLoan = {
  readonly loanId: string;
  readonly account: 'memberLoans' | 'memberLoansOnlent';
  readonly finePaise: number;
  readonly feePaise: number;
  readonly interestPaise: number;
  readonly principalPaise: number;
};

export type Settlement = {
  /** All she had with the group. */
  readonly ownPaise: number;
  /** Set off against loans and fines. */
  readonly owedPaise: number;
  /** Handed over. */
  readonly paidPaise: number;
  readonly postings: readonly PostingDraft[];
};

/**
 * A member leaves: all she has is released, her loans and fines are set off, the rest is paid out of the till.
 * Refuses `savings.exit_owes` {personId, owedPaise} (what is still missing after the set-off).
 */
export function settleExit(balance: MemberBalance, loans: readonly OwedLoan[], till: TillOf): Ruling<Settlement> {
  const { personId } = balance;
  const of = { partyId: personId };
  const released = [
    debit('compulsorySavings', balance.compulsoryPaise, of),
    debit('voluntarySavings', balance.voluntaryPaise, of),
    debit('memberShares', balance.sharesPaise, of),
    debit('unappliedReceipts', balance.unappliedPaise, of),
  ];
  const setOff = [
    credit('fines', balance.finesOwedPaise, of),
    ...loans.flatMap((loan) => {
      const item = { partyId: personId, itemId: loan.loanId };
      return [
        credit('fines', loan.finePaise, item),
        credit('fees', loan.feePaise, item),
        credit('memberInterest', loan.interestPaise, item),
        credit(loan.account, loan.principalPaise, item),
      ];
    }),
  ];
  const sum = (postings: readonly PostingDraft[]) => postings.reduce((all, posting) => all + posting.amountPaise, 0);
  const ownPaise = sum(released);
  const owedPaise = 0 - sum(setOff);
  if (owedPaise > ownPaise) return ruledOut('savings.exit_owes', { personId, owedPaise: owedPaise - ownPaise });
  const paidPaise = ownPaise - owedPaise;
  const postings = [...released, ...setOff, outOfTill(till, paidPaise)].filter((posting) => posting.amountPaise !== 0);
  return ruled({ ownPaise, owedPaise, paidPaise, postings });
}
