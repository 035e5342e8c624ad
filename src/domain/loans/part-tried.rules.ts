/** What it changes when the next part of a loan leaves on another day or with another amount than planned. */
import type { IsoDate } from '#platform/dates.ts';
import { ruled, type Ruling } from '#platform/outcomes.ts';
import type { LoanContract, LoanEvent, PlannedPart, Running } from './life.model.ts';
import { sumParts } from './repayment.rules.ts';
import { replay } from './replay.rules.ts';
import { sumOf } from './run-state.rules.ts';

/** The loan to its end, everything still planned drawn. */
export type Outlook = {
  readonly rows: number;
  /** The largest row still to come. */
  readonly mostPaise: number;
  readonly interestPaise: number;
  readonly lastDueOn: IsoDate | null;
};
export type PartTried = { readonly asPlanned: Outlook | null; readonly asTried: Outlook };

const outlookOf = ({ rows }: Running): Outlook => {
  const asking = rows.filter((row) => sumParts(row.asked) > 0);
  return {
    rows: asking.length,
    mostPaise: Math.max(0, ...asking.map((row) => sumParts(row.asked))),
    interestPaise: sumOf(rows, (row) => row.asked).interestPaise,
    lastDueOn: asking.at(-1)?.dueOn ?? null,
  };
};

/** Parts of the plan that did not leave yet, the next one first. */
export const partsToCome = ({ parts }: LoanContract, events: readonly LoanEvent[]): readonly PlannedPart[] =>
  events.some((one) => one.kind === 'undrawn')
    ? []
    : (parts ?? []).slice(events.filter((one) => one.kind === 'disbursed').length);

const drawn = (loanId: string, { on, paise }: PlannedPart, no: number): LoanEvent => ({
  ...{ kind: 'disbursed', eventId: `${loanId}-${no}` },
  ...{ on, paise },
});

/**
 * As planned (null where that is not possible any more) against as tried: then the parts after it leave as planned, none before it, and no
 * more than the loan. Refuses what paying it out would refuse.
 */
export function tryPart(contract: LoanContract, events: readonly LoanEvent[], part: PlannedPart): Ruling<PartTried> {
  const { loanId, terms } = contract;
  const [, ...later] = partsToCome(contract, events);
  const mine = drawn(loanId, part, 0);
  const alone = replay(contract, [...events, mine], mine.eventId);
  if (!alone.ok) return alone;
  let leftPaise = terms.principalPaise - alone.value.loan.lentPaise;
  const rest = later.flatMap(({ on, paise }, k) => {
    const now = Math.min(paise, leftPaise);
    leftPaise -= now;
    return now > 0 ? [drawn(loanId, { on: on < part.on ? part.on : on, paise: now }, k + 1)] : [];
  });
  const tried = replay(contract, [...events, mine, ...rest]);
  const planned = replay(contract, [
    ...events,
    ...partsToCome(contract, events).map((one, k) => drawn(loanId, one, k)),
  ]);
  return ruled({
    asPlanned: planned.ok ? outlookOf(planned.value.loan) : null,
    asTried: outlookOf((tried.ok ? tried.value : alone.value).loan),
  });
}
