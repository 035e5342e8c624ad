/** Advances to staff: given by a payment on a head under the advances account, settled by naming the payment or oldest first. */
import { daysBetween, type IsoDate } from '#platform/dates.ts';
import type { Paise } from '#platform/money.ts';

export type AdvanceLine = {
  readonly voucherId: string;
  readonly headId: string;
  readonly eventOn: IsoDate;
  /** Debit (given) positive, credit (settled, returned) negative. */
  readonly amountPaise: Paise;
  readonly settlesVoucherId: string | null;
};
export type Advance = {
  readonly voucherId: string;
  readonly headId: string;
  readonly givenOn: IsoDate;
  readonly givenPaise: Paise;
  readonly settledPaise: Paise;
  readonly openPaise: Paise;
  readonly days: number;
};

/** Ages in days that an advance is counted up to; beyond the last stands "older". */
export const ADVANCE_AGES = [30, 60, 90, 180] as const;
export const ageOf = (days: number): number => {
  const at = ADVANCE_AGES.findIndex((most) => days <= most);
  return at < 0 ? ADVANCE_AGES.length : at;
};

/**
 * Every advance with what is settled of it. A settlement that names its advance counts there, at most up to what is open; the rest, and
 * those that name none, go to the oldest open advance of the same head, whatever their order in the list.
 */
export function advancesOf(lines: readonly AdvanceLine[], asOf: IsoDate): Advance[] {
  const known = lines.filter((line) => line.eventOn <= asOf);
  const given = known
    .filter((line) => line.amountPaise > 0)
    .sort((a, b) => (a.eventOn < b.eventOn ? -1 : a.eventOn > b.eventOn ? 1 : 0));
  const settled = given.map(() => 0);
  const take = (at: number, paise: Paise): Paise => {
    const part = Math.min(paise, given[at]!.amountPaise - settled[at]!);
    settled[at]! += part;
    return part;
  };
  const loose = new Map<string, Paise>();
  for (const line of known.filter((one) => one.amountPaise < 0)) {
    let left = -line.amountPaise;
    for (const [at, advance] of given.entries())
      if (left > 0 && advance.voucherId === line.settlesVoucherId && advance.headId === line.headId)
        left -= take(at, left);
    loose.set(line.headId, (loose.get(line.headId) ?? 0) + left);
  }
  for (const [at, advance] of given.entries()) {
    const left = loose.get(advance.headId) ?? 0;
    if (left > 0) loose.set(advance.headId, left - take(at, left));
  }
  return given.map((line, at) => ({
    voucherId: line.voucherId,
    headId: line.headId,
    givenOn: line.eventOn,
    givenPaise: line.amountPaise,
    settledPaise: settled[at]!,
    openPaise: line.amountPaise - settled[at]!,
    days: daysBetween(line.eventOn, asOf),
  }));
}
