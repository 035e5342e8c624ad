/** What first rows that ask nothing, or interest alone, come to in rupees: told before she signs, beside the rate (`key-facts.rules.ts`). */
import type { IsoDate } from '#platform/dates.ts';
import type { Grace } from './model.ts';
import { loanOffer, type LoanOffer } from './offer.rules.ts';

type Rows = { readonly rows: number; readonly untilOn: IsoDate };
export type Waits = {
  /** Rows without any payment. */
  readonly silent:
    | (Rows & {
        readonly paysFromOn: IsoDate;
        /** `none`: all of that time is free of interest. */
        readonly interest: Grace['moratoriumInterest'] | 'none';
        /** Interest added to the loan by the end of each of these rows, in paise; empty when none is added. */
        readonly addedPaise: readonly number[];
        /** Beyond what she would pay in all by paying that interest as it comes; null where that cannot be reckoned. */
        readonly morePaise: number | null;
      })
    | null;
  /** Rows with interest alone; `morePaise` beyond paying principal from then on, in as many instalments. */
  readonly interestOnly: (Rows & { readonly morePaise: number | null }) | null;
  /** Rows that earn no interest; `lessPaise` than with interest on them. */
  readonly free: (Rows & { readonly lessPaise: number | null }) | null;
};

/** The same loan, days and rate with other first rows. */
const otherwise = ({ contract }: LoanOffer, grace: Grace): LoanOffer['schedule'] | null => {
  const made = loanOffer({ ...contract, terms: { ...contract.terms, grace } });
  return made.ok ? made.value.schedule : null;
};

/** Null: it is paid from the first row on, with interest. */
export function waitsIn(offer: LoanOffer): Waits | null {
  const { grace } = offer.terms;
  if (!grace || grace.moratoriumRows + grace.interestOnlyRows + grace.interestFreeRows === 0) return null;
  const { interestOnlyRows, interestFreeRows } = grace;
  const { payablePaise } = offer.schedule.totals;
  const against = (change: Partial<Grace>): number | null => {
    const other = otherwise(offer, { ...grace, ...change });
    return other && payablePaise - other.totals.payablePaise;
  };
  const untilOf = (rows: number) => offer.schedule.instalments[rows - 1]?.dueOn ?? offer.lastDueOn;
  const after = grace.moratoriumRows + interestOnlyRows;
  const less = interestFreeRows > 0 ? against({ interestFreeRows: 0 }) : null;
  return {
    silent: silentOf(offer, grace, { against, untilOf }),
    interestOnly:
      interestOnlyRows > 0
        ? { rows: interestOnlyRows, untilOn: untilOf(after), morePaise: against({ interestOnlyRows: 0 }) }
        : null,
    free:
      interestFreeRows > 0
        ? { rows: interestFreeRows, untilOn: untilOf(interestFreeRows), lessPaise: less && -less }
        : null,
  };
}

type Beside = {
  readonly against: (change: Partial<Grace>) => number | null;
  readonly untilOf: (rows: number) => IsoDate;
};
function silentOf(offer: LoanOffer, grace: Grace, { against, untilOf }: Beside): Waits['silent'] {
  const { moratoriumRows: rows, interestOnlyRows } = grace;
  if (rows === 0) return null;
  const interest = grace.interestFreeRows >= rows ? ('none' as const) : grace.moratoriumInterest;
  const added = Array.from(
    { length: interest === 'capitalised' ? rows : 0 },
    (_, k) =>
      // so many rows silent, the rest paying its interest: what was added by then
      otherwise(offer, { ...grace, moratoriumRows: k + 1, interestOnlyRows: interestOnlyRows + rows - k - 1 })
        ?.capitalisedPaise ?? 0,
  );
  return {
    ...{ rows, untilOn: untilOf(rows), paysFromOn: untilOf(rows + 1), interest, addedPaise: added },
    morePaise: against({ moratoriumRows: 0, interestOnlyRows: rows + interestOnlyRows }),
  };
}
