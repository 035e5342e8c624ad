/** Late charges by the day, and money laid on rows in the order the product says. */
import { addDays, daysBetween, type IsoDate } from '#platform/dates.ts';
import type { AllocationOrder, RunRow, Running } from './life.model.ts';
import { NO_PARTS, type Parts } from './model.ts';
import { addParts } from './repayment.rules.ts';
import { PART, unpaidOf } from './run-state.rules.ts';

/** Basis points of a year of 365 days. */
const PENAL_WHOLE = 10_000n * 365n;

/**
 * Brings late charges to a day: simple, on overdue principal and interest of each row, from the end of its days of grace. Sums are kept
 * exactly, so that reckoning day by day or all at once comes to the same paisa.
 */
export function chargeLate(loan: Running, on: IsoDate): Running {
  const { penal } = loan.contract.servicing;
  if (on <= loan.clockOn) return loan;
  if (!penal || loan.status !== 'active' || loan.stoppedOn !== null) return { ...loan, clockOn: on };
  const rows = loan.rows.map((row) => {
    const lateFrom = addDays(row.dueOn, penal.graceDays);
    const { interestPaise, principalPaise } = unpaidOf(row);
    const overdue = interestPaise + principalPaise;
    if (on <= lateFrom || overdue === 0) return row;
    const days = daysBetween(lateFrom > loan.clockOn ? lateFrom : loan.clockOn, on);
    const penalSum = row.penalSum + BigInt(overdue) * BigInt(penal.rateBps) * BigInt(days);
    const grown = Number(penalSum / PENAL_WHOLE - row.penalSum / PENAL_WHOLE);
    const once = row.isLateCharged ? 0 : penal.perRowPaise;
    return {
      ...row,
      penalSum,
      isLateCharged: true,
      asked: { ...row.asked, finePaise: row.asked.finePaise + grown + once },
    };
  });
  return { ...loan, rows, clockOn: on };
}

export type Laid = { readonly rows: readonly RunRow[]; readonly parts: Parts; readonly leftPaise: number };

/** Lays money on the rows that `takes`; what finds no place is left. The parts and what is left sum to `paise`. */
export function lay(
  rows: readonly RunRow[],
  paise: number,
  { order, takes = () => true }: { order: AllocationOrder; takes?: (row: RunRow) => boolean },
): Laid {
  const now = rows.map((row) => ({ ...row, paid: { ...row.paid } }));
  let leftPaise = paise;
  let parts = NO_PARTS;
  const pay = (row: (typeof now)[number], name: (typeof order.parts)[number]): void => {
    const part = PART[name];
    const take = Math.min(leftPaise, row.asked[part] - row.paid[part]);
    if (take <= 0) return;
    row.paid[part] += take;
    leftPaise -= take;
    parts = addParts(parts, { ...NO_PARTS, [part]: take });
  };
  const open = now.filter(takes);
  if (order.across === 'oldest_first') for (const row of open) for (const name of order.parts) pay(row, name);
  else for (const name of order.parts) for (const row of open) pay(row, name);
  return { rows: now, parts, leftPaise };
}
