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
  later: LaterPart[];
};
/** A part after the first, as it is typed. */
export type LaterPart = { on: string; paise: number | null };
/** As many as the form has room for; more come in through the API. */
const LATER_PARTS = 3;
type Start = {
  readonly today: string;
  readonly firstDueOn: string;
  /** Who may be chosen, the first of them until another is. */
  readonly borrowers: readonly { readonly value: string }[];
  readonly products: readonly { readonly productId: string }[];
};

export const startOfAsked = (typed: Readonly<Record<string, string>>, data: Start): AskedTyped => ({
  borrower: typed['borrower'] ?? data.borrowers[0]?.value ?? '',
  productId: typed['productId'] ?? data.products[0]?.productId ?? '',
  principalPaise: typed['principal'] === undefined ? 2_000_000 : parseRupees(typed['principal']),
  instalments: typed['instalments'] ?? '12',
  fixedPaise: parseRupees(typed['fixed'] ?? ''),
  disburseOn: typed['disburseOn'] ?? data.today,
  firstDueOn: typed['firstDueOn'] ?? data.firstDueOn,
  later: Array.from({ length: LATER_PARTS }, (_, at) => ({
    on: typed[`partOn${at + 2}`] ?? '',
    paise: parseRupees(typed[`part${at + 2}`] ?? ''),
  })),
});

/** The plan of what was typed: the first part is what the later ones leave; null for a loan that leaves at once. */
export function partsOf(
  { principalPaise, disburseOn }: { principalPaise: number; disburseOn: string },
  later: readonly LaterPart[],
): { on: string; paise: number }[] | null {
  const typed = later.filter((one) => one.on !== '' || (one.paise ?? 0) !== 0);
  if (typed.length === 0) return null;
  const rest = typed.map(({ on, paise }) => ({ on, paise: paise ?? 0 }));
  const firstPaise = principalPaise - rest.reduce((sum, one) => sum + one.paise, 0);
  return [{ on: disburseOn, paise: firstPaise }, ...rest];
}

/** What is asked as it would be offered; what is not typed yet is told like a refusal. */
export function offerOf(rules: ProductRules, asked: AskedTyped): Ruling<LoanOffer> {
  const instalments = Number(readDigits(asked.instalments));
  const [least, most] = [rules.leastInstalments, rules.mostInstalments];
  if (!Number.isInteger(instalments) || instalments < 1 || instalments > 360)
    return ruledOut('loans.instalments_outside', { least, most });
  if (asked.principalPaise === null || asked.principalPaise < 1)
    return ruledOut('loans.amount_outside', { leastPaise: rules.leastPaise, mostPaise: rules.mostPaise });
  if (!isIsoDate(asked.disburseOn) || !isIsoDate(asked.firstDueOn)) return ruledOut('loans.due_dates_order', {});
  const parts =
    rules.method === 'FLAT' ? null : partsOf({ ...asked, principalPaise: asked.principalPaise }, asked.later);
  if (parts?.some((one) => !isIsoDate(one.on))) return ruledOut('loans.parts_order', { disburseOn: asked.disburseOn });
  if (parts?.some((one) => one.paise < 1)) {
    const sumPaise = parts.slice(1).reduce((sum, one) => sum + one.paise, 0);
    return ruledOut('loans.parts_sum', { sumPaise, principalPaise: asked.principalPaise });
  }
  const wanted = {
    ...(parts && { parts }),
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
