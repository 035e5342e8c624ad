/** What goes on an officer's phone when she reaches more loans than it should hold. */
import { beforeAll, expect, test } from 'vitest';
import { loadRecoveryRules } from '#domain/collections/index.server.ts';
import { loadLimits } from '#domain/obligations/index.server.ts';
import { addDays, addMonths, dayInIndia } from '#platform/dates.ts';
import type { Actor } from '#platform/door.ts';
import { acting } from '#test/ledger.ts';
import { makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { addWoman, openGroup } from '#test/village.ts';
import { awayOn, sheetOn } from './index.ts';
import { collectionSheet, type SheetSize } from './sheet.server.ts';

const today = dayInIndia(new Date());
const inDays = (days: number) => ({ disburseOn: addMonths(today, -1), firstDueOn: addDays(today, days) });
let office: LoanOffice;
let officer: Actor;
/** By when they fall due. */
let loans: Record<'later' | 'last' | 'soon' | 'today' | 'late' | 'later2', string>;

beforeAll(async () => {
  office = await makeLoanOffice();
  await loadLimits(office.owner);
  await loadRecoveryRules(office.owner);
  const { app, admin, placeId } = office;
  const { groupId } = await openGroup(app, admin, { placeId, members: 3 });
  officer = await office.within('loan_officer', { kind: 'group', id: groupId });
  const productId = await office.product();
  let nth = 0;
  const lend = async (of: { disburseOn?: string; firstDueOn?: string }) =>
    office.lend({
      ...of,
      productId,
      borrowerId: await addWoman(app, admin, { groupId, placeId, name: `W ${(nth += 1)}` }),
    });
  // numbers are given in another order than they fall due in
  loans = {
    later: await lend(inDays(20)),
    last: await lend(inDays(25)),
    soon: await lend(inDays(5)),
    today: await lend(inDays(0)),
    late: await lend({}),
    later2: await lend(inDays(20)),
  };
});

const sheet = (size?: SheetSize, who = officer) =>
  acting(office.app.db, who.orgId, { work: (tx) => collectionSheet(tx, who, size) });
const sent = async (size?: SheetSize) => (await sheet(size)).loans.map((loan) => loan.loanId);

test('what is late, due or soon due is never left out; of the rest it says how many and from when', async () => {
  const { late, soon, later, later2, last } = loans;
  const pressing = [late, loans.today, soon];
  const small = await sheet({ mostLoans: 2, daysAhead: 7 });
  expect(small.loans.map((loan) => loan.loanId)).toEqual(pressing);
  expect(small.away).toEqual({ loans: 3, dueFromOn: addDays(today, 20) });
  const { due, later: coming } = sheetOn(small, today);
  expect(due.map((row) => row.loan.loanId)).toEqual([late, loans.today]);
  expect(coming.map((row) => row.loan.loanId)).toEqual([soon]);
  // all her money of the day is in the sum, whatever the size
  expect(sheetOn(small, today)).toMatchObject({ todayPaise: 27_000, latePaise: expect.any(Number) as number });
  const whole = sheetOn(await sheet(), today);
  const { todayPaise, latePaise } = sheetOn(small, today);
  expect({ todayPaise, latePaise }).toEqual({ todayPaise: whole.todayPaise, latePaise: whole.latePaise });
  expect([19, 20].map((days) => awayOn(small, addDays(today, days)))).toEqual(['later', 'due']);

  // room left over takes those due next, the earlier number first
  expect(await sent({ mostLoans: 5, daysAhead: 7 })).toEqual([...pressing, later, later2]);
  expect((await sheet({ mostLoans: 5, daysAhead: 7 })).away).toEqual({ loans: 1, dueFromOn: addDays(today, 25) });
  expect(await sent({ mostLoans: 0, daysAhead: 20 })).toEqual([...pressing, later, later2]);
  expect(await sent({ mostLoans: 6, daysAhead: 0 })).toEqual([...pressing, later, later2, last]);
  expect((await sheet()).away).toBeNull();
});

test('a stranger is neither sent them nor told that there are any', async () => {
  expect(await sheet({ mostLoans: 0, daysAhead: 0 }, office.stranger)).toMatchObject({ loans: [], away: null });
});
