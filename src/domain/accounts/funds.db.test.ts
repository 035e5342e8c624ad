import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { makeOffice, move, soundness, type Office } from '#test/office.ts';
import type {
  BalanceSheet,
  BudgetVsActual,
  EarnedShare,
  FundRow,
  IncomeAndExpenditure,
  Utilisation,
  WearPreview,
} from './index.server.ts';

let office: Office;
let bank: string, at: Office['head'];
const fundId = newId();
const programmeId = newId();
const tagged = { fundId, programmeId };
beforeAll(async () => {
  office = await makeOffice();
  at = office.head;
  bank = await office.addHead({ account: '1020', nameEn: 'Grant account' });
  const names = { nameEn: 'Craft training', nameHi: null, nameUr: null };
  await office.done('addFund', {
    fundId,
    code: 'HC-1',
    kind: 'grant',
    ...names,
    donor: 'Ministry',
    interestToGrant: true,
    fromOn: '2024-04-01',
    untilOn: '2025-03-31',
  });
  await office.done('addProgramme', { programmeId, code: 'TR', ...names, fromOn: '2024-04-01', untilOn: null });
});

describe('a grant', () => {
  const sanctionId = newId();
  test('is sanctioned and released by receipts, never beyond', async () => {
    await office.done('addSanction', {
      sanctionId,
      fundId,
      number: 'S-12/2024',
      sanctionedOn: '2024-04-10',
      amountPaise: 100_000_00,
      purpose: 'Training',
      recurring: true,
      scheme: null,
      sanctionedBy: 'Ministry',
    });
    const voucherId = newId();
    await office.voucher({
      type: 'receipt',
      on: '2024-05-01',
      lines: [
        [bank, 60_000_00],
        [at('Unspent Grants'), -60_000_00, { fundId }],
      ],
      voucherId,
    });
    const release = { sanctionId, voucherId, letter: 'R-1', releasedOn: '2024-04-28' };
    expect(await office.run('addRelease', { ...release, amountPaise: 60_000_01 })).toMatchObject({
      code: 'accounts.receipt_brought_less',
    });
    expect(await office.run('addRelease', { ...release, amountPaise: 100_000_01 })).toMatchObject({
      code: 'accounts.released_beyond_sanction',
    });
    expect(await office.run('addRelease', { ...release, amountPaise: 60_000_00 }, office.stranger)).toMatchObject({
      code: 'accounts.no_book',
    });
    expect(await office.done('addRelease', { ...release, amountPaise: 60_000_00 })).toEqual({ leftPaise: 40_000_00 });
  });

  test('is spent, earns interest and buys an asset', async () => {
    await office.voucher({
      type: 'receipt',
      on: '2024-09-30',
      lines: [
        [bank, 600_00],
        [at('Interest on Grants'), -600_00, { fundId }],
      ],
    });
    await office.voucher({
      type: 'payment',
      on: '2024-06-01',
      lines: [
        [at('Training Expenses'), 20_000_00, tagged],
        [bank, -20_000_00],
      ],
    });
    const bought = newId();
    await office.voucher({
      type: 'payment',
      on: '2024-07-01',
      lines: [
        [at('Computers'), 15_000_00, tagged],
        [bank, -15_000_00],
      ],
      voucherId: bought,
    });
    await office.done('addAsset', {
      assetId: newId(),
      headId: at('Computers'),
      name: 'Laptop',
      tag: 'C-1',
      boughtOn: '2024-07-01',
      inUseOn: '2024-07-01',
      costPaise: 15_000_00,
      residualPaise: 0,
      wornBeforePaise: 0,
      fundId,
      place: 'Office',
      voucherId: bought,
    });
  });

  test('its asset wears by a dated rate, once a year', async () => {
    const { rows } = await office.ask<{ rows: { assetId: string }[] }>('assets');
    const { assetId } = rows[0]!;
    expect(await office.run('depreciate', { year: 2024, voucherId: newId() })).toMatchObject({
      code: 'accounts.rate_missing',
    });
    await office.done('setRate', {
      headId: at('Computers'),
      fromOn: '2024-04-01',
      method: 'written_down',
      rateBps: 4000,
      halfUnderDays: 180,
      source: 'Income-tax Rules, New Appendix I',
    });
    expect(await office.ask<WearPreview>('wearPreview', { year: 2024 })).toMatchObject({
      wearPaise: 6_000_00,
      rows: [{ assetId, daysUsed: 274 }],
    });
    expect(await office.done('depreciate', { year: 2024, voucherId: newId() })).toMatchObject({ wearPaise: 6_000_00 });
    expect(await office.run('depreciate', { year: 2024, voucherId: newId() })).toMatchObject({
      code: 'accounts.nothing_to_wear',
    });
  });

  test('becomes income as it is spent, and its certificate says what is left', async () => {
    const used = newId();
    await office.done('useGrants', { upTo: '2025-03-31', voucherId: used });
    expect(await office.run('useGrants', { upTo: '2025-03-31', voucherId: newId() })).toMatchObject({
      code: 'accounts.nothing_used',
    });
    const uc = await office.ask<Utilisation>('utilisation', { fundId, year: 2024 });
    expect(uc).toMatchObject({
      openingPaise: 0,
      flow: {
        receivedPaise: 60_000_00,
        interestPaise: 600_00,
        spentRevenuePaise: 20_000_00,
        spentCapitalPaise: 15_000_00,
      },
      availablePaise: 60_600_00,
      closingPaise: 25_600_00,
      sanctions: [{ number: 'S-12/2024', releases: [{ letter: 'R-1', amountPaise: 60_000_00 }] }],
    });
    expect(await office.ask<Utilisation>('utilisation', { fundId, year: 2025 })).toMatchObject({
      openingPaise: 25_000_00,
      openingInterestPaise: 600_00,
      closingPaise: 25_600_00,
    });
    expect((await office.ask<FundRow[]>('funds')).at(0)).toMatchObject({
      sanctionedPaise: 100_000_00,
      releasedPaise: 60_000_00,
      unspentPaise: 25_600_00,
    });
    const year = await office.ask<IncomeAndExpenditure>('incomeAndExpenditure', {
      from: '2024-04-01',
      to: '2025-03-31',
    });
    // income is what was spent, and the wear of what it bought: the grant leaves neither surplus nor deficit
    expect(year).toMatchObject({ incomePaise: 26_000_00, expensePaise: 26_000_00, surplusPaise: 0 });
    const sheet = await office.ask<BalanceSheet>('balanceSheet', { asOf: '2025-03-31' });
    expect(sheet.sourcesPaise).toBe(sheet.assetsPaise);
  });

  test('its asset is sold with gain or loss, and wears no more', async () => {
    const { rows } = await office.ask<{ rows: { assetId: string; bookValuePaise: number }[] }>('assets');
    const { assetId, bookValuePaise } = rows[0]!;
    expect(bookValuePaise).toBe(9_000_00);
    const sale = { assetId, proceedsPaise: 8_000_00, intoHeadId: bank, reason: 'too slow' };
    expect(await office.run('disposeAsset', { ...sale, voucherId: newId(), disposedOn: '2025-02-01' })).toMatchObject({
      code: 'accounts.worn_this_year',
    });
    expect(await office.done('disposeAsset', { ...sale, voucherId: newId(), disposedOn: '2025-06-01' })).toMatchObject({
      gainPaise: -1_000_00,
    });
    expect(await office.run('disposeAsset', { ...sale, voucherId: newId(), disposedOn: '2025-06-01' })).toMatchObject({
      code: 'accounts.disposed_already',
    });
    expect(await office.run('depreciate', { year: 2025, voucherId: newId() })).toMatchObject({
      code: 'accounts.nothing_to_wear',
    });
    const sheet = await office.ask<BalanceSheet>('balanceSheet', { asOf: '2025-06-30' });
    expect(sheet.sourcesPaise).toBe(sheet.assetsPaise);
    const assets = sheet.groups.find((group) => group.code === 'fixed_assets')!;
    expect(sheet.assets.find((group) => group.groupId === assets.groupId)?.paise ?? 0).toBe(0);
  });

  test('takes nothing after its end', async () => {
    const late = await office.voucher({
      type: 'payment',
      on: '2025-05-01',
      lines: [
        [at('Training Expenses'), 1, tagged],
        [bank, -1],
      ],
    });
    expect(late).toMatchObject({ code: 'accounts.fund_closed', params: { line: 1 } });
  });
});

test('a budget stands beside what was spent, the last decision counts', async () => {
  const set = (amountPaise: number) =>
    office.done('setBudget', {
      year: 2024,
      fundId,
      programmeId,
      lines: [{ headId: at('Training Expenses'), amountPaise }],
      decidedBy: 'Trustees',
      decidedOn: '2024-04-01',
    });
  await set(10_000_00);
  await set(25_000_00);
  const found = await office.ask<BudgetVsActual>('budgetVsActual', { year: 2024, fundId, programmeId });
  expect(found).toMatchObject({ budgetPaise: 25_000_00, actualPaise: 20_000_00, unplannedPaise: 15_000_00 });
  expect(await office.ask<BudgetVsActual>('budgetVsActual', { year: 2024, fundId, asOf: '2024-05-31' })).toMatchObject({
    actualPaise: 0,
  });
});

test('how much of the money is grant and how much is earned, over years', async () => {
  await office.voucher({
    type: 'receipt',
    on: '2025-07-01',
    lines: move(bank, 4_000_00, at('Training Fees')),
  });
  expect(await office.ask<EarnedShare>('earnedShare', { fromYear: 2024, toYear: 2025 })).toEqual([
    { year: 2024, grantPaise: 26_000_00, earnedPaise: 0, incomePaise: 26_000_00 },
    { year: 2025, grantPaise: 0, earnedPaise: 4_000_00, incomePaise: 4_000_00 },
  ]);
  expect(await soundness(office)).toEqual({ offBalance: 0, gaps: 0 });
});
