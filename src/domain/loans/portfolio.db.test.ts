import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { addDemand, grantLoan } from '#domain/meetings/index.ts';
import { reverseMeeting } from '#domain/meetings/index.server.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { acting } from '#test/ledger.ts';
import { monthly, someTerms } from '#test/loan-builder.ts';
import { makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { move } from '#test/office.ts';
import { close, contextOf, must, openGroup, ordinaryMeeting } from '#test/village.ts';
import type {
  OnDay,
  Overdue,
  Portfolio,
  PortfolioLoans,
  ProvisionView,
  Ratios,
  RatiosBy,
  Vintage,
} from './index.server.ts';

let office: LoanOffice;
beforeAll(async () => {
  office = await makeLoanOffice();
});
const asks = async <T>(name: string, input: object = {}, who = office.accountant): Promise<T> => {
  const answer = await office.app.ask<T>(`loans.${name}`, who, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
};
const pay = (loanId: string, on: string, paise: number) => {
  const eventId = newId();
  const money = { headId: office.cash, reference: null };
  return must(office.act('repay', { loanId, eventId, on, paise, excessTo: 'next', money })).then(() => eventId);
};
const onDay = async (on: string, filter: object = {}) => (await asks<Portfolio>('portfolio', { on, ...filter })).total;
const risks = (total: Portfolio['total']) => total.atRisk.map((one) => one.paise);
const inAges = (total: Portfolio['total']) =>
  Object.fromEntries(total.ages.filter((one) => one.loans > 0).map((one) => [one.key, one.paise]));

const ratio = ({ ratios }: Pick<Ratios, 'ratios'>, code: string) => ratios.find((one) => one.code === code)!;

type Row = { from: number; days: number | null };
/** Standings of another organisation, put in by the owner. */
async function standings(rows: readonly (Row & { paise?: number; dueOn?: string | null; again?: boolean })[]) {
  const { orgId } = office.stranger;
  await sql`delete from loan_stood where org_id = ${orgId}`.execute(office.owner);
  for (const { from, days, paise = 100, dueOn = null, again = false } of rows) {
    const fromOn = addDays('2026-01-01', from);
    await sql`insert into loan_stood (org_id, loan_id, from_on, until_on, outstanding_paise, oldest_unpaid_due_on, is_rescheduled)
      values (${orgId}, ${newId()}, ${fromOn}, ${days === null ? null : addDays(fromOn, days)}, ${paise}, ${dueOn}, ${again})`.execute(
      office.owner,
    );
  }
  return office.stranger;
}

test('the worked example of microfinance.md §8: whole outstanding principal, rescheduled included, and without them', async () => {
  const late = (days: number) => addDays('2026-05-12', -days);
  const loans = [
    { paise: 800_000, dueOn: late(12) },
    { paise: 600_000, dueOn: late(45) },
    { paise: 200_000, dueOn: late(95) },
    { paise: 2_400_000, dueOn: '2026-06-01' },
    { paise: 500_000, dueOn: '2026-05-12', again: true },
  ].map((one) => ({ from: 0, days: null, ...one }));
  const { total } = await asks<Portfolio>('portfolio', { on: '2026-05-12' }, await standings(loans));
  expect(total).toMatchObject({ loans: 5, portfolioPaise: 4_500_000, lateLoans: 3, rescheduledPaise: 500_000 });
  const share = (paise: number) => Number(((paise / total.portfolioPaise) * 100).toFixed(2));
  expect(risks(total).map(share)).toEqual([46.67, 28.89, 15.56, 15.56]);
  expect(risks(total).map((paise) => share(paise - 500_000))).toEqual([35.56, 17.78, 4.44, 4.44]);
  expect(inAges(total)).toEqual({ current: 2_900_000, d30: 800_000, d60: 600_000, d180: 200_000 });
});

test('on any day exactly the standings are found whose days hold it', async () => {
  const [rows] = fc.sample(
    fc.array(
      fc.record({ from: fc.integer({ min: -400, max: 400 }), days: fc.option(fc.integer({ min: 1, max: 300 })) }),
      {
        minLength: 120,
        maxLength: 120,
      },
    ),
    { numRuns: 1, seed: 20260512 },
  );
  const admin = await standings(rows!);
  for (let day = -420; day <= 720; day += 19) {
    const { total } = await asks<Portfolio>('portfolio', { on: addDays('2026-01-01', day) }, admin);
    const there = rows!.filter(({ from, days }) => from <= day && (days === null || day < from + days));
    expect([day, total.loans]).toEqual([day, there.length]);
  }
});

describe('loans of the office', () => {
  test('a payment found late changes how the loan stood since its day; taken back, all is as before', async () => {
    const productId = await office.product();
    const loanId = await office.lend({ productId });
    const then = (on: string) => onDay(on, { productId });
    await pay(loanId, '2025-06-12', 27_000);
    expect(await then('2025-05-11')).toMatchObject({ loans: 0, portfolioPaise: 0 });
    expect(await then('2025-06-11')).toMatchObject({ loans: 1, portfolioPaise: 100_000, lateLoans: 0 });
    expect(inAges(await then('2025-07-12'))).toEqual({ current: 75_000 });
    expect(inAges(await then('2025-07-13'))).toEqual({ d30: 75_000 });
    expect(inAges(await then('2025-08-12'))).toEqual({ d60: 75_000 });
    const late = await asks<Overdue>('overdue', { productId });
    expect(late).toMatchObject({ lateLoans: 1, missedInstalments: 3, principalPaise: 75_000 });
    expect(await asks<Overdue>('overdue', { productId, on: '2025-08-13' })).toMatchObject({
      missedInstalments: 2,
      principalPaise: 50_000,
    });
    const eventId = await pay(loanId, '2025-07-12', 26_500);
    expect(inAges(await then('2025-08-12'))).toEqual({ current: 50_000 });
    expect(inAges(await then('2025-07-11'))).toEqual({ current: 75_000 });
    await must(office.act('undo', { loanId, eventId, reason: 'not hers' }));
    expect(inAges(await then('2025-08-12'))).toEqual({ d60: 75_000 });
    const vintages = await asks<Vintage[]>('vintages', { productId, on: '2025-09-30', months: 6 });
    expect(vintages).toEqual([expect.objectContaining({ cohort: '2025-04-01', loans: 1, lentPaise: 100_000 })]);
    expect(vintages[0]!.points.map((one) => one.paise)).toEqual([0, 75_000]);
  });

  test('collection counts what first fell due in the period, paid in time or by its end; without a portfolio nothing is defined', async () => {
    const productId = await office.product();
    const loanId = await office.lend({ productId });
    await pay(loanId, '2025-06-12', 27_000);
    await pay(loanId, '2025-07-20', 26_500);
    const period = { productId, from: '2025-06-01', to: '2025-08-31' };
    const { ratios, hasBooks } = await asks<Ratios>('ratios', period);
    const one = (code: string) => ratios.find((ratio) => ratio.code === code);
    expect(hasBooks).toBe(false);
    expect(one('on_time')).toMatchObject({ partPaise: 27_000, whole: 27_000 + 26_500 + 26_000 });
    expect(one('current_collection')).toMatchObject({ partPaise: 53_500, whole: 79_500 });
    // 4 points: end of May 1,000; June 750; July and August 500
    expect(one('yield')).toMatchObject({ partPaise: 3_500, whole: 68_750, value: (3_500 / 68_750) * (365 / 92) });
    expect(one('write_off')).toMatchObject({ partPaise: 0, value: 0 });
    const before = await asks<Ratios>('ratios', { productId, from: '2024-06-01', to: '2024-08-31' });
    expect(before.ratios.every((ratio) => ratio.value === null)).toBe(true);
    const books = await asks<Ratios>('ratios', { from: '2025-04-01', to: '2025-09-30', lender: 'office' });
    expect(books.ratios.find((ratio) => ratio.code === 'risk_coverage')).toMatchObject({ partPaise: 0 });
  });
});

test('loans of a group stand beside them, meeting by meeting, counted by what one asks, down to the loan', async () => {
  const { app, admin, groupId } = office;
  const loanId = newId();
  const asked = await contextOf(office, admin);
  const personId = asked.members[0]!.personId;
  const given = ordinaryMeeting(asked, '2026-05-12', (sheet) =>
    grantLoan(addDemand(sheet, { personId, amountPaise: 20_000, purpose: 'craft_material' }), asked, {
      ...{ index: 0, loanId, grantedPaise: 20_000, paidFrom: 'cash', bankAccountId: null, acknowledged: 'thumb' },
    }),
  );
  await must(close(app, admin, given));
  await must(close(app, admin, ordinaryMeeting(await contextOf(office, admin), '2026-06-12')));
  const filter = { groupId, lender: 'group' };
  expect(await onDay('2026-05-11', filter)).toMatchObject({ loans: 0 });
  expect(await onDay('2026-06-11', filter)).toMatchObject({ loans: 1, portfolioPaise: 20_000, lateLoans: 0 });
  expect(await onDay('2026-06-12', filter)).toMatchObject({ portfolioPaise: 18_000, lateLoans: 0 });
  expect(await onDay('2026-08-20', filter)).toMatchObject({ lateLoans: 1 });
  for (const by of ['lender', 'product', 'place', 'group', 'officer', 'cohort'] as const) {
    const { total, rows } = await asks<Portfolio>('portfolio', { on: '2026-08-20', by });
    expect([by, rows.reduce((sum, row) => sum + row.portfolioPaise, 0)]).toEqual([by, total.portfolioPaise]);
    expect([by, rows.every((row) => row.names.en !== null || row.key === null)]).toEqual([by, true]);
  }
  // ratios row by row hold neither more nor less than the ratios of all
  const period = { from: '2025-09-01', to: '2026-08-31' };
  const whole = (await asks<Ratios>('ratios', period)).ratios;
  const arrears = (await asks<Overdue>('overdue', { on: '2026-08-31' })).principalPaise;
  for (const by of ['lender', 'product', 'place', 'group', 'officer', 'cohort'] as const) {
    const { rows } = await asks<RatiosBy>('ratiosBy', { ...period, by });
    for (const code of ['on_time', 'current_collection', 'yield', 'write_off']) {
      const part = rows.reduce((sum, row) => sum + ratio(row, code).partPaise, 0);
      expect([by, code, part]).toEqual([by, code, whole.find((one) => one.code === code)!.partPaise]);
    }
    expect([by, rows.reduce((sum, row) => sum + row.arrearsPaise, 0)]).toEqual([by, arrears]);
    expect([by, rows.every((row) => row.names.en !== null || row.key === null)]).toEqual([by, true]);
  }
  const ofGroup = (await asks<RatiosBy>('ratiosBy', { ...period, by: 'group' })).rows.find(
    (row) => row.key === groupId,
  )!;
  expect(ofGroup.ratios).toEqual(
    (await asks<Ratios>('ratios', { ...period, groupId, lender: 'group', placeId: office.placeId })).ratios,
  );
  expect(ratio(ofGroup, 'on_time').whole).toBeGreaterThan(0);
  const places = await asks<Portfolio>('portfolio', { on: '2026-08-20', by: 'place', placeId: office.placeId });
  expect(places.rows[0]).toMatchObject({ key: office.placeId, names: { en: 'Bakkas' } });
  const { rows, total } = await asks<PortfolioLoans>('portfolioLoans', { on: '2026-08-20', ...filter, riskDays: 30 });
  expect(total).toBe(1);
  expect(rows[0]).toMatchObject({ loanId, names: { en: 'Shakila' }, outstandingPaise: 18_000, missedInstalments: 2 });
  const months = await asks<OnDay[]>('portfolioOverTime', { on: '2026-08-20', ...filter, months: 4 });
  expect(months.map((one) => [one.on, one.portfolioPaise])).toEqual([
    ['2026-04-30', 0],
    ['2026-05-31', 20_000],
    ['2026-06-30', 18_000],
    ['2026-07-31', 18_000],
    ['2026-08-20', 18_000],
  ]);
});

test('the reserve for losses: dated shares, what a month end asks for, booked once, only what was seen', async () => {
  const lender = office.body;
  const month = '2025-09-30';
  const view = () => asks<ProvisionView>('provision', { lender, month });
  expect((await view()).preview).toBeNull();
  const give = (neededPaise: number, on = month) => office.act('provide', { lender, month: on, neededPaise });
  expect(await give(0)).toMatchObject({ code: 'loans.no_provision_rule' });
  const ratesBps = { current: 100, d30: 100, d60: 1_000, d90: 2_500, d180: 5_000, d365: 10_000, older: 10_000 };
  const rule = { fromOn: '2025-04-01', ratesBps, source: 'microfinance.md §8, house', decidedBy: 'Trustees' };
  await must(office.act('setProvisionRule', rule));
  // the office's two loans: Rs 750 is 80 days late (since 12 July), Rs 500 49 days (since 12 August)
  const { preview } = await view();
  expect(preview!.bands.filter((one) => one.loans > 0).map((one) => [one.key, one.paise, one.neededPaise])).toEqual([
    ['d60', 50_000, 5_000],
    ['d90', 75_000, 18_750],
  ]);
  expect(await give(24_000)).toMatchObject({ code: 'loans.provision_differs', params: { neededPaise: 23_750 } });
  expect(await give(0, addDays(new Date().toISOString().slice(0, 10), 40))).toMatchObject({ kind: 'refused' });
  expect(await give(23_750)).toMatchObject({ receipt: { movedPaise: 23_750 } });
  expect([await office.balance('5210'), await office.balance('1190')]).toEqual([23_750, -23_750]);
  expect(await give(23_750)).toMatchObject({ code: 'loans.provided_already' });
  expect(await office.act('provide', { lender, month, neededPaise: 0 }, office.auditor)).toMatchObject({
    code: 'door.not_allowed',
  });
  const { ratios } = await asks<Ratios>('ratios', { from: '2025-07-01', to: '2025-09-30', lender: 'office' });
  expect(ratios.find((one) => one.code === 'risk_coverage')).toMatchObject({ partPaise: 23_750, whole: 125_000 });
});

describe('ratios', () => {
  test('are of whole months, of loans and of books alike, and say which', async () => {
    const asked = { productId: await office.product(), lender: 'office' };
    await pay(await office.lend({ productId: asked.productId }), '2025-06-12', 27_000);
    const whole = await asks<Ratios>('ratios', { ...asked, from: '2025-06-01', to: '2025-08-31' });
    expect(await asks<Ratios>('ratios', { ...asked, from: '2025-06-13', to: '2025-08-12' })).toEqual(whole);
    // the books of a running month end today
    const today = dayInIndia(new Date());
    const running = await asks<Ratios>('ratios', { ...asked, from: '2025-06-13', to: addDays(today, 3) });
    expect([running.from, running.to]).toEqual(['2025-06-01', today]);
  });

  test('of a meeting that was taken back nothing stays due', async () => {
    const { app, admin, groupId, orgId } = office;
    const due = async (filter: object = {}) =>
      ratio(await asks<Ratios>('ratios', { from: '2026-07-01', to: '2026-10-31', ...filter }), 'on_time').whole;
    const [before, ofGroup] = [await due(), await due({ groupId })];
    const context = await contextOf(office, admin);
    const personId = context.members[1]!.personId;
    const sheet = ordinaryMeeting(context, '2026-07-12', (one) =>
      grantLoan(addDemand(one, { personId, amountPaise: 20_000, purpose: 'trade' }), context, {
        ...{ index: 0, loanId: newId(), grantedPaise: 20_000, paidFrom: 'cash', bankAccountId: null },
        acknowledged: 'thumb',
      }),
    );
    await must(close(app, admin, sheet));
    expect(await due()).toBeGreaterThan(before);
    const { meetingId } = sheet;
    expect(
      await acting(app.db, orgId, { work: (tx) => reverseMeeting(tx, { meetingId, reason: 'typed twice' }) }),
    ).toBe(null);
    expect([await due(), await due({ groupId })]).toEqual([before, ofGroup]);
  });

  test('keep the income and the costs of a year that was closed, and of one opened again', async () => {
    const { run, admin, head } = office;
    await must(office.voucher({ type: 'payment', on: '2025-02-01', lines: move(head('Rent'), 120_000, office.cash) }));
    const costs = async () =>
      ratio(await asks<Ratios>('ratios', { from: '2024-05-01', to: '2025-05-31', lender: 'office' }), 'cost_per_loan')
        .partPaise;
    expect(await costs()).toBe(120_000);
    await must(run('closeYear', { year: 2024, voucherId: newId(), toHeadId: head('General Fund') }));
    expect(await costs()).toBe(120_000);
    await must(run('reopenYear', { year: 2024, reversalId: newId(), reason: 'a bill was found' }, admin));
    expect(await costs()).toBe(120_000);
  });

  test('a loan that came over with the opening is on loan, but was not newly lent', async () => {
    const { app, admin, placeId } = office;
    const period = { from: '2025-04-01', to: '2025-06-30', lender: 'group' };
    const lent = async () => ratio(await asks<Ratios>('ratios', period), 'rotation').partPaise;
    const quarters = () => asks<Vintage[]>('vintages', { on: '2025-06-30', lender: 'group', months: 6 });
    const before = [await lent(), await quarters()];
    const { groupId, people } = await openGroup(app, admin, { placeId, members: 3 });
    const on = '2025-05-12';
    const at = `${on}T14:00:00+05:30`;
    const terms = someTerms({ principalPaise: 200_000, instalments: 4 });
    const loan = {
      ...{ loanId: newId(), personId: people[2], source: 'own', purpose: 'health', interestOwedPaise: 0 },
      ...{ firstLentOn: '2025-04-12', firstLentPaise: 300_000, terms, dueDates: monthly('2025-06-12', 4) },
    };
    const nothing = { compulsoryPaise: 0, voluntaryPaise: 0, sharesPaise: 0, unappliedPaise: 0, finesOwedPaise: 0 };
    const sheet = {
      ...{ cutOffId: newId(), groupId, on, loans: [loan], cashPaise: 0, notes: [], banks: [], funds: [] },
      members: people.map((personId) => ({ personId, ...nothing })),
      confirmations: people.slice(0, 2).map((personId) => ({ personId, way: 'pin', at, signature: null })),
      ...{ pagePhotoId: null, signedAt: at },
    };
    await must(app.send(admin, { id: sheet.cutOffId, name: 'meetings.cutOff', payload: sheet, businessDate: on }));
    expect([await lent(), await quarters()]).toEqual(before);
    const { total, rows } = await asks<Portfolio>('portfolio', { on: '2025-06-30', groupId, by: 'cohort' });
    expect([total.portfolioPaise, rows.map((row) => row.key)]).toEqual([200_000, [null]]);
    const cohort = { on: '2025-06-30', groupId, cohort: '2025-04-01' };
    expect(await asks<PortfolioLoans>('portfolioLoans', cohort)).toMatchObject({ total: 0 });
  });
});
