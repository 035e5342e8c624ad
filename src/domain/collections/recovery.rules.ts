/**
 * When and where repayment may be asked for (reference: microfinance.md §1, recovery: at a place both agree on; home or work only after
 * two or more failures to appear; no calls before 9:00 or after 18:00). The figures are dated data. It warns, before anything is recorded.
 */
import type { IsoDate } from '#platform/dates.ts';
import type { MetAt, VisitResult, Warning } from './model.ts';

export type RecoveryRule = {
  readonly fromOn: IsoDate;
  /** Minutes of the day in India; both ends are allowed. */
  readonly fromMinute: number;
  readonly untilMinute: number;
  readonly missedBeforeHome: number;
  readonly source: string;
};

/** What of her earlier visits counts. */
export type VisitFacts = { readonly on: IsoDate; readonly metAt: MetAt; readonly result: VisitResult };

const INDIA_MINUTES = 330;
/** Of an instant, the minute of the day in India. */
export function minuteInIndia(at: string): number {
  const minutes = Math.floor(Date.parse(at) / 60_000) + INDIA_MINUTES;
  return ((minutes % 1440) + 1440) % 1440;
}

/** The last one begun by that day; null when none was yet. */
export const dated = <Row extends { readonly fromOn: IsoDate }>(rows: readonly Row[], on: IsoDate): Row | null =>
  rows
    .filter((row) => row.fromOn <= on)
    .reduce<Row | null>((best, row) => (best === null || row.fromOn >= best.fromOn ? row : best), null);

const AWAY_FROM_HER: readonly MetAt[] = ['agreed', 'meeting', 'office'];
/** How often she did not come to the agreed place since she last paid. @param paidOn null: never yet */
export const missedSince = (visits: readonly VisitFacts[], paidOn: IsoDate | null): number =>
  visits.filter(
    (visit) =>
      visit.result === 'did_not_come' && AWAY_FROM_HER.includes(visit.metAt) && (paidOn === null || visit.on > paidOn),
  ).length;

/** At a meeting and in the office nobody is called on. */
const CALLED_ON: readonly MetAt[] = ['agreed', 'home', 'work'];

/** Empty when all is as it should be, or no rule is known for that day. */
export function warningsFor(
  rules: readonly RecoveryRule[],
  visit: { readonly on: IsoDate; readonly at: string; readonly metAt: MetAt; readonly missed: number },
): Warning[] {
  const rule = dated(rules, visit.on);
  if (!rule) return [];
  const minute = minuteInIndia(visit.at);
  const isOutside = minute < rule.fromMinute || minute > rule.untilMinute;
  const isEarly = !AWAY_FROM_HER.includes(visit.metAt) && visit.missed < rule.missedBeforeHome;
  return [
    ...(isOutside && CALLED_ON.includes(visit.metAt) ? (['hour'] as const) : []),
    ...(isEarly ? (['home_first'] as const) : []),
  ];
}
