/** What a fund received, earned and spent, from its tagged lines; and how much of a grant has become income. Pure, in paise. */
import { CHART } from '#domain/ledger/index.ts';
import type { Paise } from '#platform/money.ts';
import type { VoucherType } from './model.ts';

/** Sums of one fund's lines. `type` is that of the voucher, or of the one it takes back. */
export type FundSum = {
  readonly account: string;
  readonly type: VoucherType;
  readonly purpose: string;
  /** Debit positive. */
  readonly paise: Paise;
};
export type FundFlow = {
  /** Of the grant, with what opening balances brought in. */
  readonly receivedPaise: Paise;
  readonly refundedPaise: Paise;
  readonly interestPaise: Paise;
  /** Interest paid back to the giver. */
  readonly interestReturnedPaise: Paise;
  readonly spentRevenuePaise: Paise;
  readonly spentCapitalPaise: Paise;
  /** Given to staff out of it and not settled: neither spent nor there. */
  readonly advancesPaise: Paise;
};

const GIVEN: readonly string[] = [
  CHART.unspentGrants,
  CHART.grantsUsed,
  CHART.donations,
  CHART.corpus,
  CHART.capitalGrants,
];
/** Carried between heads by the books themselves: no money came or went. */
const INNER: readonly string[] = ['grants_used', 'depreciation', 'disposal', 'year_close'];
const NO_SPENDING: readonly string[] = [CHART.depreciation, CHART.assetLoss];

export function flowOf(sums: readonly FundSum[]): FundFlow {
  const total = (keep: (sum: FundSum) => boolean): Paise =>
    sums.filter((sum) => !INNER.includes(sum.purpose) && keep(sum)).reduce((all, sum) => all + sum.paise, 0);
  const given = (sum: FundSum) => GIVEN.includes(sum.account);
  const interest = (sum: FundSum) => sum.account === CHART.grantInterest;
  const out = (sum: FundSum) => sum.type === 'payment';
  return {
    receivedPaise: -total((sum) => given(sum) && !out(sum)) || 0,
    refundedPaise: total((sum) => given(sum) && out(sum)),
    interestPaise: -total((sum) => interest(sum) && !out(sum)) || 0,
    interestReturnedPaise: total((sum) => interest(sum) && out(sum)),
    spentRevenuePaise: total((sum) => sum.account.startsWith('5') && !NO_SPENDING.includes(sum.account)),
    spentCapitalPaise: total((sum) => sum.account === CHART.equipment && sum.purpose !== 'opening'),
    advancesPaise: total((sum) => sum.account === CHART.advances),
  };
}

/** What is left to spend: advances are still part of it, until somebody has settled them. */
export const unspentOf = (flow: FundFlow): Paise =>
  flow.receivedPaise -
  flow.refundedPaise +
  flow.interestPaise -
  flow.interestReturnedPaise -
  flow.spentRevenuePaise -
  flow.spentCapitalPaise;

/** How far one fund has come, all sums since the books began; balances debit positive. */
export type UseState = {
  readonly flow: FundFlow;
  /** Debit positive balances on the fund's accounts, whatever brought them. */
  readonly unspentBalancePaise: Paise;
  readonly interestBalancePaise: Paise;
  /** Carried to income and to the asset fund before. */
  readonly usedRevenuePaise: Paise;
  readonly usedCapitalPaise: Paise;
  /** Wear of assets bought from it, and how much of the asset fund followed it to income. */
  readonly wearPaise: Paise;
  readonly releasedPaise: Paise;
};
export type UseLine = { readonly account: string; readonly amountPaise: Paise };

/**
 * A grant is a debt until it is spent: what was spent since the last run moves from "unspent grants" (then from its interest) to
 * income, or for assets to the asset fund, which follows their wear to income (AS 12, income approach). Never more than is there.
 */
export function grantUse(state: UseState): UseLine[] {
  let there = Math.max(0, -state.unspentBalancePaise) + Math.max(0, -state.interestBalancePaise);
  const take = (wanted: Paise): Paise => {
    const part = Math.max(0, Math.min(wanted, there));
    there -= part;
    return part;
  };
  const revenue = take(state.flow.spentRevenuePaise - state.usedRevenuePaise);
  const capital = take(state.flow.spentCapitalPaise - state.usedCapitalPaise);
  const fromGrant = Math.min(revenue + capital, Math.max(0, -state.unspentBalancePaise));
  const worn = Math.max(0, Math.min(state.wearPaise, state.usedCapitalPaise + capital) - state.releasedPaise);
  return [
    { account: CHART.unspentGrants, amountPaise: fromGrant },
    { account: CHART.grantInterest, amountPaise: revenue + capital - fromGrant },
    { account: CHART.capitalGrants, amountPaise: -capital },
    { account: CHART.capitalGrants, amountPaise: worn },
    { account: CHART.grantsUsed, amountPaise: -revenue - worn },
  ].filter((line) => line.amountPaise !== 0);
}
