/**
 * What a group's own records say of it, measured over a window that ends on a day. Each measure keeps what it was made of, so that a mark
 * opens the meetings and women behind it. What cannot be known yet is null, never zero. Source: microfinance.md §5.
 */
import { addMonths, daysBetween, type IsoDate } from '#platform/dates.ts';
import type { Measure } from './grading.model.ts';

export type MeetingFact = {
  readonly meetingId: string;
  readonly heldOn: IsoDate;
  readonly present: number;
  readonly members: number;
  readonly savedPaise: number;
  /** By the rules of that day. */
  readonly expectedPaise: number;
  /** Days from the meeting to its entry in the books. */
  readonly lateDays: number;
  readonly hasDifference: boolean;
};
export type LoanFact = {
  readonly loanId: string;
  readonly personId: string;
  readonly purpose: string;
  readonly principalPaise: number;
  readonly prepaidPaise: number;
  readonly disbursedOn: IsoDate;
  readonly rows: readonly {
    readonly dueOn: IsoDate;
    readonly principalPaise: number;
    readonly interestPaise: number;
    /** Added to the balance on its day by a row that waits. */
    readonly growsPaise?: number;
  }[];
  readonly payments: readonly {
    readonly paidOn: IsoDate;
    readonly principalPaise: number;
    readonly interestPaise: number;
  }[];
};
export type MemberFact = { readonly personId: string; readonly savedPaise: number };
export type Facts = {
  readonly on: IsoDate;
  /** First day of the window: not before the books. */
  readonly from: IsoDate;
  readonly booksFromOn: IsoDate;
  readonly graceDays: number;
  readonly closeDays: number;
  /** Days the group should have met by its own cycle, within the window. */
  readonly plannedOn: readonly IsoDate[];
  readonly meetings: readonly MeetingFact[];
  readonly members: readonly MemberFact[];
  /** Every loan given to a member by that day. */
  readonly loans: readonly LoanFact[];
  /** The first meeting or opening balance there is; null while there is none. */
  readonly activeFrom: IsoDate | null;
  /** At each month's end of the window. */
  readonly months: readonly { readonly on: IsoDate; readonly ownPaise: number; readonly bankPaise: number }[];
};

export type Behind =
  | {
      readonly kind: 'meeting';
      readonly id: string;
      readonly on: IsoDate;
      readonly good: boolean;
      readonly figure: string;
    }
  | { readonly kind: 'missed'; readonly on: IsoDate; readonly good: false }
  | { readonly kind: 'member'; readonly id: string; readonly good: boolean; readonly paise: number };
export type Measured = {
  readonly unit: 'bps' | 'count' | 'hundredths' | 'paise';
  /** Null = not known. */
  readonly value: number | null;
  /** A ratio keeps both its sides; `money` says whether they are paise. */
  readonly out: number | null;
  readonly of: number | null;
  readonly money: boolean;
  readonly behind: readonly Behind[];
};

/** Purposes that earn; the others meet needs. House's choice, since the source names none. */
const EARNING = new Set(['craft_material', 'craft_tools', 'trade', 'farming', 'animals']);

const sum = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((all, row) => all + of(row), 0);
const ratio = (out: number, of: number, more: Partial<Measured> = {}): Measured => ({
  unit: 'bps',
  value: of > 0 ? Number((BigInt(out) * 10_000n) / BigInt(of)) : null,
  out,
  of,
  money: false,
  behind: [],
  ...more,
});
const plain = (unit: Measured['unit'], value: number | null, behind: readonly Behind[] = []): Measured => ({
  unit,
  value,
  out: null,
  of: null,
  money: unit === 'paise',
  behind,
});

/** Whole months gone by. */
export function monthsBetween(from: IsoDate, to: IsoDate): number {
  let months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  if (months > 0 && addMonths(from, months) > to) months -= 1;
  return Math.max(0, months);
}

/** Each meeting answers for the planned day nearest to it; a planned day without one was missed. */
export function missedDays(planned: readonly IsoDate[], held: readonly IsoDate[]): IsoDate[] {
  if (planned.length === 0) return [];
  const nearest = (on: IsoDate): IsoDate =>
    planned.reduce((best, day) => (Math.abs(daysBetween(day, on)) < Math.abs(daysBetween(best, on)) ? day : best));
  const met = new Set(held.map(nearest));
  return planned.filter((day) => !met.has(day));
}

/** A loan's instalments up to a day: asked, paid by their day (with grace), paid by now. Oldest first, as repayments are taken. */
export function collected(loan: LoanFact, { on, from, graceDays }: Pick<Facts, 'on' | 'from' | 'graceDays'>) {
  const paidBy = (day: IsoDate): number =>
    sum(
      loan.payments.filter((one) => daysBetween(day, one.paidOn) <= graceDays && one.paidOn <= on),
      (one) => one.principalPaise + one.interestPaise,
    ) - loan.prepaidPaise;
  const paidNow = paidBy(on);
  let before = 0;
  const found = { askedPaise: 0, onTimePaise: 0, paidPaise: 0 };
  for (const row of loan.rows.filter((one) => one.dueOn <= on).toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))) {
    const asked = row.principalPaise + row.interestPaise;
    const within = (paid: number) => Math.min(asked, Math.max(0, paid - before));
    if (row.dueOn >= from) {
      found.askedPaise += asked;
      found.onTimePaise += within(paidBy(row.dueOn));
      found.paidPaise += within(paidNow);
    }
    before += asked;
  }
  return found;
}

/** Principal still out, and how much of it should have come back by `dueBy`. */
export function standingOf(loan: LoanFact, { on, dueBy = on }: { on: IsoDate; dueBy?: IsoDate }) {
  const paid = sum(
    loan.payments.filter((one) => one.paidOn <= on),
    (one) => one.principalPaise,
  );
  const asked = sum(
    loan.rows.filter((row) => row.dueOn < dueBy),
    (row) => row.principalPaise,
  );
  const added = sum(
    loan.rows.filter((row) => row.dueOn <= on),
    (row) => row.growsPaise ?? 0,
  );
  const leftPaise = Math.max(0, loan.principalPaise + added - paid);
  return { leftPaise, overduePaise: Math.min(leftPaise, Math.max(0, asked - (paid - loan.prepaidPaise))) };
}

const meetingRows = (
  facts: Facts,
  good: (one: MeetingFact) => boolean,
  figure: (one: MeetingFact) => string,
): Behind[] =>
  facts.meetings.map((one) => ({
    kind: 'meeting',
    id: one.meetingId,
    on: one.heldOn,
    good: good(one),
    figure: figure(one),
  }));
const shareOf = (one: MeetingFact): string => `${one.present}/${one.members}`;

function collection(facts: Facts, pick: 'onTimePaise' | 'paidPaise'): Measured {
  const found = facts.loans.map((loan) => ({ loan, ...collected(loan, facts) })).filter((one) => one.askedPaise > 0);
  const behind = Map.groupBy(found, (one) => one.loan.personId);
  return ratio(
    sum(found, (one) => one[pick]),
    sum(found, (one) => one.askedPaise),
    {
      money: true,
      behind: [...behind].map(([id, rows]) => {
        const paise = sum(rows, (one) => one.askedPaise - one[pick]);
        return { kind: 'member', id, good: paise === 0, paise };
      }),
    },
  );
}

function borrowed(facts: Facts, since: IsoDate | null): Measured {
  const lent = facts.loans.filter((loan) => since === null || loan.disbursedOn >= since);
  const rows = facts.members.map(({ personId }) => {
    const paise = sum(
      lent.filter((loan) => loan.personId === personId),
      (loan) => loan.principalPaise,
    );
    return { kind: 'member' as const, id: personId, good: paise > 0, paise };
  });
  return ratio(rows.filter((row) => row.good).length, rows.length, { behind: rows });
}

function overdue(facts: Facts, dueBy: IsoDate): Measured {
  const rows = facts.loans.map((loan) => ({ loan, ...standingOf(loan, { on: facts.on, dueBy }) }));
  const behind = rows
    .filter((row) => row.overduePaise > 0)
    .map((row): Behind => ({ kind: 'member', id: row.loan.personId, good: false, paise: row.overduePaise }));
  return ratio(
    sum(rows, (row) => row.overduePaise),
    sum(rows, (row) => row.leftPaise),
    { money: true, behind },
  );
}

const MAKERS: Readonly<Record<Measure, (facts: Facts) => Measured>> = {
  meetings_held: (facts) => {
    const missed = missedDays(
      facts.plannedOn,
      facts.meetings.map((one) => one.heldOn),
    );
    const of = facts.plannedOn.length;
    const behind: Behind[] = [
      ...meetingRows(facts, () => true, shareOf),
      ...missed.map((on): Behind => ({ kind: 'missed', on, good: false })),
    ].toSorted((a, b) => ('on' in a && 'on' in b && a.on < b.on ? 1 : -1));
    return ratio(of - missed.length, of, { behind });
  },
  meetings_per_month: (facts) => {
    const days = daysBetween(facts.from, facts.on) + 1;
    // 30.4375 days a month: 365.25 / 12
    const value = days < 28 ? null : Math.round((facts.meetings.length * 3_043.75) / days);
    return plain(
      'hundredths',
      value,
      meetingRows(facts, () => true, shareOf),
    );
  },
  attendance: (facts) =>
    ratio(
      sum(facts.meetings, (one) => one.present),
      sum(facts.meetings, (one) => one.members),
      { behind: meetingRows(facts, (one) => one.present * 10 >= one.members * 9, shareOf) },
    ),
  attendance_least: (facts) => {
    const emptiest = facts.meetings
      .filter((one) => one.members > 0)
      .toSorted((a, b) => a.present / a.members - b.present / b.members)[0];
    const behind = meetingRows(facts, (one) => one.present * 10 >= one.members * 8, shareOf);
    return emptiest ? ratio(emptiest.present, emptiest.members, { behind }) : ratio(0, 0);
  },
  savings_received: (facts) => {
    const of = sum(facts.meetings, (one) => one.expectedPaise);
    // what was saved beyond the usual does not make up for what others left out
    const out = sum(facts.meetings, (one) => Math.min(one.savedPaise, one.expectedPaise));
    const rupees = (paise: number) => `${Math.trunc(paise / 100)}`;
    const figure = (one: MeetingFact) => `${rupees(one.savedPaise)}/${rupees(one.expectedPaise)}`;
    return ratio(out, of, {
      money: true,
      behind: meetingRows(facts, (one) => one.savedPaise >= one.expectedPaise, figure),
    });
  },
  all_save: (facts) => {
    if (facts.meetings.length === 0) return ratio(0, 0);
    const behind = facts.members.map(({ personId, savedPaise }): Behind => ({
      kind: 'member',
      id: personId,
      good: savedPaise > 0,
      paise: savedPaise,
    }));
    return ratio(behind.filter((row) => row.good).length, behind.length, { behind });
  },
  borrowed: (facts) => borrowed(facts, facts.from),
  ever_borrowed: (facts) => borrowed(facts, null),
  on_time: (facts) => collection(facts, 'onTimePaise'),
  recovery: (facts) => collection(facts, 'paidPaise'),
  books_kept: (facts) => {
    const good = (one: MeetingFact) => one.lateDays <= facts.closeDays && !one.hasDifference;
    const behind = meetingRows(facts, good, (one) => String(one.lateDays));
    return ratio(behind.filter((row) => row.good).length, behind.length, { behind });
  },
  months_active: (facts) =>
    plain('count', facts.activeFrom === null ? null : monthsBetween(facts.activeFrom, facts.on)),
  lending_months: (facts) => {
    const first = facts.loans.map((loan) => loan.disbursedOn).toSorted()[0];
    return plain('count', first === undefined ? 0 : monthsBetween(first, facts.on));
  },
  members: (facts) => plain('count', facts.members.length),
  overdue: (facts) => overdue(facts, facts.on),
  overdue_year: (facts) => {
    const old = overdue(facts, addMonths(facts.on, -12));
    return plain('paise', old.out, old.behind);
  },
  productive: (facts) => {
    const since = facts.loans.filter((loan) => loan.disbursedOn >= facts.from);
    const earning = sum(
      since.filter((loan) => EARNING.has(loan.purpose)),
      (loan) => loan.principalPaise,
    );
    const needs = sum(since, (loan) => loan.principalPaise) - earning;
    const told = ratio(earning, needs, { money: true });
    // nothing lent for needs and something for earning is more than one to one
    return needs === 0 && earning > 0 ? { ...told, value: 10_000 } : told;
  },
  idle: (facts) =>
    ratio(
      Math.max(
        0,
        sum(facts.months, (one) => one.bankPaise),
      ),
      sum(facts.months, (one) => one.ownPaise),
      { money: true },
    ),
  monthly_savings: (facts) => {
    const days = daysBetween(facts.from, facts.on) + 1;
    const saved = sum(facts.meetings, (one) => one.savedPaise);
    return plain('paise', days < 28 ? null : Math.round((saved * 30.4375) / days));
  },
  average_saving: (facts) => {
    const seats = sum(facts.meetings, (one) => one.members);
    return plain('paise', seats === 0 ? null : Math.round(sum(facts.meetings, (one) => one.savedPaise) / seats));
  },
};

export const measured = (measure: Measure, facts: Facts): Measured => MAKERS[measure](facts);
