/** The live figures of an application: the same pure rules that judge it when it is sent. */
import {
  contractFor,
  loanOffer,
  type LoanBorrowerKind,
  type LoanOffer,
  type ProductRules,
} from '#domain/loans/index.ts';
import { readDigits } from '#platform/digits.ts';
import { isIsoDate } from '#platform/dates.ts';
import { parseRupees } from '#platform/money.ts';
import { ruledOut, type Ruling } from '#platform/outcomes.ts';

export type AskedTyped = {
  borrower: string;
  productId: string;
  principalPaise: number | null;
  instalments: string;
  fixedPaise: number | null;
  disburseOn: string;
  firstDueOn: string;
};
type Start = {
  readonly today: string;
  readonly firstDueOn: string;
  readonly group: { readonly groupId: string } | null;
  readonly products: readonly { readonly productId: string }[];
};

export const startOfAsked = (typed: Readonly<Record<string, string>>, data: Start): AskedTyped => ({
  borrower: typed['borrower'] ?? `group:${data.group?.groupId ?? ''}`,
  productId: typed['productId'] ?? data.products[0]?.productId ?? '',
  principalPaise: typed['principal'] === undefined ? 2_000_000 : parseRupees(typed['principal']),
  instalments: typed['instalments'] ?? '12',
  fixedPaise: parseRupees(typed['fixed'] ?? ''),
  disburseOn: typed['disburseOn'] ?? data.today,
  firstDueOn: typed['firstDueOn'] ?? data.firstDueOn,
});

/** What is asked as it would be offered; what is not typed yet is told like a refusal. */
export function offerOf(rules: ProductRules, asked: AskedTyped): Ruling<LoanOffer> {
  const instalments = Number(readDigits(asked.instalments));
  const [least, most] = [rules.leastInstalments, rules.mostInstalments];
  if (!Number.isInteger(instalments) || instalments < 1 || instalments > 360)
    return ruledOut('loans.instalments_outside', { least, most });
  if (asked.principalPaise === null || asked.principalPaise < 1)
    return ruledOut('loans.amount_outside', { leastPaise: rules.leastPaise, mostPaise: rules.mostPaise });
  if (!isIsoDate(asked.disburseOn) || !isIsoDate(asked.firstDueOn)) return ruledOut('loans.due_dates_order', {});
  const wanted = {
    principalPaise: asked.principalPaise,
    instalments,
    disburseOn: asked.disburseOn,
    firstDueOn: asked.firstDueOn,
    fixedPaise: asked.fixedPaise,
  };
  const borrowerKind = (asked.borrower.split(':')[0] ?? 'person') as LoanBorrowerKind;
  const contract = contractFor(rules, wanted, { loanId: '', borrowerKind });
  return contract.ok ? loanOffer(contract.value) : contract;
}

/** Printed rows as the schedule's table shows them. */
export const rowsOfOffer = (offer: LoanOffer) =>
  offer.schedule.instalments.map(({ no, dueOn, principalPaise, interestPaise, feePaise = 0 }) => ({
    no,
    dueOn,
    principalPaise,
    interestPaise,
    otherPaise: feePaise,
    paidPaise: 0,
    late: false,
  }));
