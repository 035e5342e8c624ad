/** The rules of a group as a form: every field is named as in the payload, amounts in rupees, the rate in percent a month. */
import type { GroupRules } from '#domain/meetings/index.ts';
import { formatPaise } from '#platform/money.ts';
import type { Typed } from '../../../form.server.ts';

export const FINES = ['absent', 'absent_notice', 'late', 'missed_saving', 'missed_repayment'] as const;
const rupees = (paise: number | null | undefined): string =>
  paise === null || paise === undefined ? '' : formatPaise(paise, { sign: false }).replaceAll(',', '');

/** What the form shows at first: the rules in force, or the house's usual ones. */
export function typedOf(rules: GroupRules | null): Typed {
  const { loan, cycle, quorum } = rules ?? {};
  return {
    usualCompulsoryPaise: rupees(rules?.usualCompulsoryPaise ?? 10_000),
    usualVoluntaryPaise: rupees(rules?.usualVoluntaryPaise ?? 0),
    method: loan?.method ?? 'EQUAL_PRINCIPAL',
    rateBps: rupees(loan ? (loan.rate.per === 'month' ? loan.rate.rateBps : Math.round(loan.rate.rateBps / 12)) : 200),
    usualInstalments: String(loan?.usualInstalments ?? 10),
    maxInstalments: String(loan?.maxInstalments ?? 24),
    maxPrincipalPaise: rupees(loan?.maxPrincipalPaise),
    feePaise: rupees(loan?.feePaise ?? 0),
    product: rules?.product ? `${rules.product.productId} ${rules.product.version}` : '',
    ...Object.fromEntries(
      FINES.map((fine) => [fine, rupees(rules?.finePaise[fine] ?? (fine === 'absent' ? 1_000 : 0))]),
    ),
    numerator: String(quorum?.numerator ?? 2),
    denominator: String(quorum?.denominator ?? 3),
    cashLimitPaise: rupees(rules?.cashLimitPaise),
    reservePaise: rupees(rules?.reservePaise ?? 0),
    unit: cycle?.unit ?? 'month',
    every: String(cycle?.every ?? 1),
    weekday: String(cycle?.weekday ?? ''),
    nth: String(cycle?.nth ?? 12),
    hour: cycle?.hour ?? '',
    place: cycle?.place ?? '',
  };
}
