/** What falls due on a group's own loan from a federation by its terms, beside what was paid so far. Pure; paise. */
import { dueDays, scheduleOf, type ProductTerms } from '#domain/loans/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { AgreedRow } from './agreed.rules.ts';
import type { Booked } from './booked.rules.ts';
import type { LineState } from './funds.model.ts';
import type { LineTerms, SetTerms } from './terms.model.ts';

type Lent = { readonly principalPaise: number; readonly from: IsoDate };

/** Every instalment counts as one whole period and whole rupees, as federations' cards are written. House's choice. */
const asProduct = (terms: LineTerms, principalPaise: number): ProductTerms => ({
  principalPaise,
  method: terms.method,
  rate: terms.rate,
  instalments: terms.instalments,
  interval: terms.interval,
  dayCount: 'WHOLE_PERIOD',
  rounding: { unitPaise: 100, mode: 'half_up' },
  interestRounding: { unitPaise: 100, mode: 'half_up' },
  residue: 'last',
  feePaise: 0,
  ...(terms.fixedPaise !== null && { fixedPaise: terms.fixedPaise }),
});

/** All rows that the terms ask. Refuses what the engine of loans refuses (`loans.*`). */
export function termRows(terms: LineTerms, { principalPaise, from }: Lent): Ruling<AgreedRow[]> {
  const plan = {
    firstOn: terms.firstDueOn,
    interval: terms.interval,
    holidayShift: 'none',
    shiftedInterest: true,
  } as const;
  const made = scheduleOf(asProduct(terms, principalPaise), from, dueDays(plan, terms.instalments));
  if (!made.ok) return made;
  return ruled(
    made.value.instalments.map((row) => ({ dueOn: row.dueOn, paise: row.principalPaise + row.interestPaise })),
  );
}

/** Rows that what was paid, interest with it, does not cover; none once nothing is owed any more. */
export function uncovered(rows: readonly AgreedRow[], booked: Booked): AgreedRow[] {
  if (booked.owedPaise === 0) return [];
  let left = booked.moves.reduce(
    (sum, { kind, paise }) => sum + (kind === 'paid' || kind === 'interest' ? paise : 0),
    0,
  );
  return rows.flatMap(({ dueOn, paise }) => {
    const covered = Math.min(left, paise);
    left -= covered;
    return paise > covered ? [{ dueOn, paise: paise - covered }] : [];
  });
}

export type TermedLine = {
  readonly fund: string;
  readonly state: LineState;
  readonly sanctionedOn: IsoDate | null;
  readonly sanctionedPaise: number | null;
};
/**
 * @returns refused `linkage.step_not_now` | `linkage.future` | `linkage.step_before` | `linkage.terms_missing` |
 *   `linkage.terms_before_money` | `linkage.fixed_below_interest` and all of {@link termRows}, each with its field
 */
export function checkTerms(line: TermedLine, input: SetTerms, today: IsoDate): Ruling<null> {
  const { fund, state, sanctionedOn, sanctionedPaise } = line;
  const isOf = fund === 'cif' || fund === 'vrf';
  if (!isOf || sanctionedOn === null || sanctionedPaise === null || state === 'withdrawn')
    return ruledOut('linkage.step_not_now');
  if (input.on > today) return ruledOut('linkage.future', { today });
  if (input.on < sanctionedOn) return ruledOut('linkage.step_before', { on: sanctionedOn });
  if ((input.terms === null) === (input.loanId === null))
    return ruledOut('linkage.terms_missing', { field: 'firstDueOn' });
  if (input.terms === null) return ruled(null);
  if (input.terms.firstDueOn <= sanctionedOn)
    return ruledOut('linkage.terms_before_money', { field: 'firstDueOn', on: sanctionedOn });
  const rows = termRows(input.terms, { principalPaise: sanctionedPaise, from: sanctionedOn });
  if (rows.ok) return ruled(null);
  // the form has one field that can set it right
  if (input.terms.method !== 'FIXED_INSTALMENT') return ruledOut(rows.code, { ...rows.params, field: 'instalments' });
  const code = rows.code === 'loans.instalment_below_interest' ? 'linkage.fixed_below_interest' : rows.code;
  return ruledOut(code, { ...rows.params, field: 'fixedPaise' });
}

export type OwnDue = {
  readonly owedPaise: number;
  /** Fell due before today and is not paid. */
  readonly overduePaise: number;
  readonly oldestDueOn: IsoDate | null;
  readonly nextDueOn: IsoDate | null;
  readonly nextPaise: number;
};
/** How a loan of the group stands on a day by what its rows still ask: what is due that day may still be paid. */
export function standingBy(rows: readonly AgreedRow[], { owedPaise, on }: { owedPaise: number; on: IsoDate }): OwnDue {
  const late = rows.filter((row) => row.dueOn < on);
  const next = rows.find((row) => row.dueOn >= on);
  return {
    owedPaise,
    overduePaise: late.reduce((sum, row) => sum + row.paise, 0),
    oldestDueOn: late[0]?.dueOn ?? null,
    nextDueOn: next?.dueOn ?? null,
    nextPaise: next?.paise ?? 0,
  };
}
