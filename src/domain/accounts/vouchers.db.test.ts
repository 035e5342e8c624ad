import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { makeOffice, move, soundness, type Office } from '#test/office.ts';
import type { OfficeTrialBalance, OpenAdvances, VoucherCard, VoucherPage } from './index.server.ts';

let office: Office;
let cash: string, rent: string, fees: string, bank: string;
beforeAll(async () => {
  office = await makeOffice({ limitPaise: 500_000 });
  bank = await office.addHead({
    account: '1020',
    nameEn: 'Gramin Bank',
    bank: { bank: 'Gramin Bank', branch: null, ifsc: null, number: '123456789012' },
  });
  [cash, rent, fees] = [office.head('Cash'), office.head('Rent'), office.head('Training Fees')];
});

describe('a voucher', () => {
  test('within the limit stands in the books at once, numbered through all types of the year', async () => {
    const came = await office.voucher({
      type: 'receipt',
      on: '2024-05-01',
      lines: move(cash, 300_000, fees),
    });
    const paid = await office.voucher({
      type: 'payment',
      on: '2024-05-02',
      lines: move(rent, 100_000, cash),
    });
    const next = await office.voucher({
      type: 'receipt',
      on: '2025-04-01',
      lines: move(cash, 100, fees),
    });
    expect([came, paid, next]).toMatchObject([
      { kind: 'applied', receipt: { state: 'posted', label: 'R/2024-25/0001' } },
      { receipt: { label: 'P/2024-25/0002' } },
      { receipt: { label: 'R/2025-26/0001' } },
    ]);
  });

  test('above the limit waits for a second person, who is never the maker, and then keeps its whole history', async () => {
    const voucherId = newId();
    const made = await office.voucher({
      type: 'receipt',
      on: '2024-05-03',
      lines: move(bank, 900_000, fees),
      voucherId,
    });
    expect(made).toMatchObject({ kind: 'applied', receipt: { state: 'waiting', number: null } });
    const before = await office.ask<OfficeTrialBalance>('trialBalance');
    expect(before.rows.some((row) => row.headId === bank)).toBe(false);
    expect(await office.run('approveVoucher', { voucherId })).toMatchObject({ code: 'accounts.own_voucher' });
    expect(await office.run('approveVoucher', { voucherId }, office.auditor)).toMatchObject({
      code: 'door.not_allowed',
    });
    expect(await office.run('approveVoucher', { voucherId }, office.stranger)).toMatchObject({
      code: 'accounts.no_book',
    });
    expect(await office.run('approveVoucher', { voucherId }, office.admin)).toMatchObject({
      receipt: { label: 'R/2024-25/0003' },
    });
    expect(await office.run('approveVoucher', { voucherId }, office.admin)).toMatchObject({
      code: 'accounts.decided_already',
    });
    const card = await office.ask<VoucherCard>('voucher', { voucherId });
    expect(card).toMatchObject({
      state: 'posted',
      label: 'R/2024-25/0003',
      lines: [{ headId: bank }, { headId: fees }],
    });
    expect(card.history.map((event) => event.kind)).toEqual(['made', 'approved', 'posted']);
  });

  test('sent back keeps no number and no posting', async () => {
    const voucherId = newId();
    await office.voucher({
      type: 'receipt',
      on: '2024-05-04',
      lines: move(bank, 900_000, fees),
      voucherId,
    });
    expect(await office.run('sendBack', { voucherId, reason: 'wrong bank' }, office.admin)).toMatchObject({
      kind: 'applied',
    });
    expect(await office.ask('voucher', { voucherId })).toMatchObject({ state: 'sent_back', number: null, seq: null });
    expect(await office.run('approveVoucher', { voucherId }, office.admin)).toMatchObject({
      code: 'accounts.decided_already',
    });
  });

  test.each([
    [
      'accounts.unbalanced',
      'payment',
      '2024-06-01',
      () => [
        [rent, 100],
        [cash, -90],
      ],
    ],
    ['accounts.not_a_payment', 'payment', '2024-06-01', () => move(cash, 100, fees)],
    ['accounts.not_a_receipt', 'receipt', '2024-06-01', () => move(rent, 100, cash)],
    ['accounts.not_a_journal', 'journal', '2024-06-01', () => move(rent, 100, cash)],
    ['accounts.not_a_contra', 'contra', '2024-06-01', () => move(rent, 100, cash)],
    ['accounts.before_books', 'payment', '2024-03-31', () => move(rent, 100, cash)],
    ['accounts.future_date', 'payment', '2199-01-01', () => move(rent, 100, cash)],
    ['accounts.head_unknown', 'payment', '2024-06-01', () => move(newId(), 100, cash)],
    ['accounts.cash_short', 'payment', '2024-04-30', () => move(rent, 100, cash)],
    [
      'accounts.settles_no_advance',
      'journal',
      '2024-06-01',
      () => [
        [rent, 100],
        [fees, -100, { settlesVoucherId: newId() }],
      ],
    ],
  ] as const)('is refused: %s', async (code, type, on, lines) => {
    const outcome = await office.voucher({ type, on, lines: lines() as never });
    expect(outcome).toMatchObject({ kind: 'refused', code });
  });

  test('is taken back only by its opposite, once, and both stay', async () => {
    const voucherId = newId();
    await office.voucher({
      type: 'payment',
      on: '2024-06-02',
      lines: move(rent, 5_000, cash),
      voucherId,
    });
    const back = { voucherId, eventOn: '2024-06-05', reason: 'paid twice' };
    expect(await office.run('cancelVoucher', { ...back, reversalId: newId(), eventOn: '2024-06-01' })).toMatchObject({
      code: 'accounts.reversal_before',
    });
    expect(await office.run('cancelVoucher', { ...back, reversalId: newId() })).toMatchObject({
      receipt: { state: 'posted' },
    });
    expect(await office.run('cancelVoucher', { ...back, reversalId: newId() })).toMatchObject({
      code: 'accounts.not_posted',
    });
    const card = await office.ask<VoucherCard>('voucher', { voucherId });
    expect(card.state).toBe('reversed');
    expect(card.history.at(-1)).toMatchObject({ kind: 'reversed', reason: 'paid twice' });
  });

  test('is shown in pages, newest first, and never to a stranger', async () => {
    const seen: string[] = [];
    for (let after: VoucherPage['next'] = null, first = true; first || after; first = false) {
      const page: VoucherPage = await office.ask<VoucherPage>('vouchers', { limit: 2, after });
      seen.push(...page.rows.map((row) => row.voucherId));
      after = page.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const whole = await office.ask<VoucherPage>('vouchers', { limit: 500 });
    expect(seen).toEqual(whole.rows.map((row) => row.voucherId));
    const { rows } = await office.ask<VoucherPage>('vouchers', { text: 'TEST', state: 'waiting' });
    expect(rows).toEqual([]);
    expect(await office.ask('vouchers', {}, office.stranger)).toBeNull();
    expect(await office.run('makeVoucher', {}, office.auditor)).toMatchObject({ kind: 'refused' });
  });

  test('twenty made at once have twenty numbers in a row', async () => {
    const one = (at: number) =>
      office.voucher({
        type: 'receipt',
        on: `2024-07-${String(at + 1).padStart(2, '0')}`,
        lines: move(cash, 100, fees),
      });
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, at) => one(at)));
    expect(outcomes.every((outcome) => outcome.kind === 'applied')).toBe(true);
    expect(await soundness(office)).toEqual({ offBalance: 0, gaps: 0 });
  });

  test('one limit for the day it is written: dating back escapes nothing', async () => {
    const limit = { type: 'journal', fromOn: '2020-01-01', limitPaise: 0, decidedBy: 'Trustees' };
    expect(await office.run('setLimit', limit, office.admin)).toMatchObject({ code: 'accounts.limit_in_the_past' });
    expect(await office.run('setLimit', limit)).toMatchObject({ code: 'door.not_allowed' });
  });
});

test('advances are open until settled, by name or oldest first, and never settled beyond', async () => {
  const staff = await office.addHead({ account: '1220', nameEn: 'Advance: Sunita' });
  const [first, second] = [newId(), newId()];
  await office.voucher({
    type: 'payment',
    on: '2024-08-01',
    lines: move(staff, 50_000, cash),
    voucherId: first,
  });
  await office.voucher({
    type: 'payment',
    on: '2024-09-01',
    lines: move(staff, 30_000, cash),
    voucherId: second,
  });
  const spend = (paise: number, settlesVoucherId: string | null) =>
    office.voucher({
      type: 'journal',
      on: '2024-09-10',
      lines: [
        [rent, paise],
        [staff, -paise, { settlesVoucherId }],
      ],
    });
  expect(await spend(30_001, second)).toMatchObject({
    code: 'accounts.settles_too_much',
    params: { openPaise: 30_000 },
  });
  expect(await spend(10_000, second)).toMatchObject({ kind: 'applied' });
  expect(await spend(20_000, null)).toMatchObject({ kind: 'applied' });
  const open = await office.ask<OpenAdvances>('openAdvances', { asOf: '2024-09-30' });
  expect(open.rows).toMatchObject([
    { voucherId: first, openPaise: 30_000, days: 60, age: 1 },
    { voucherId: second, openPaise: 20_000, days: 29, age: 0 },
  ]);
  expect(open.openByAge).toEqual([20_000, 30_000, 0, 0, 0]);
});

test('a recurring voucher is made once per period, by whoever runs it', async () => {
  const lines = [
    { headId: rent, amountPaise: 1_000 },
    { headId: cash, amountPaise: -1_000 },
  ];
  const voucher = { type: 'payment', narration: 'Rent of the office', lines };
  const templateId = newId();
  await office.done('addTemplate', {
    templateId,
    title: 'Rent',
    voucher,
    everyMonths: 1,
    firstOn: '2024-08-31',
    untilOn: null,
  });
  const runs = await Promise.all(
    [1, 2].map(() => office.done<{ posted: number }>('runRecurring', { upTo: '2024-11-30' })),
  );
  expect(runs.map((run) => run.posted).sort()).toEqual([0, 4]);
  await office.done('stopTemplate', { templateId, stoppedOn: '2024-12-01' });
  expect(await office.done('runRecurring', { upTo: '2025-03-31' })).toMatchObject({ posted: 0, refused: [] });
  const { rows } = await office.ask<VoucherPage>('vouchers', { text: 'Rent of', headId: rent });
  expect(rows.map((row) => row.eventOn)).toEqual(['2024-11-30', '2024-10-31', '2024-09-30', '2024-08-31']);
});

test('a head bears another name from a day on, and the old one before', async () => {
  const groups = (await office.ask<{ groups: { groupId: string; code: string }[] }>('masters')).groups;
  const groupId = groups.find((group) => group.code === 'office')!.groupId;
  const names = { nameEn: 'Office rent', nameHi: null, nameUr: null, tallyName: null };
  expect(await office.run('changeHead', { headId: rent, fromOn: '2025-04-01', groupId, ...names })).toMatchObject({
    kind: 'applied',
  });
  const nameOn = async (on: string) =>
    (await office.ask<{ heads: { headId: string; nameEn: string }[] }>('masters', { on })).heads.find(
      (head) => head.headId === rent,
    )!.nameEn;
  expect([await nameOn('2025-03-31'), await nameOn('2025-04-01')]).toEqual(['Rent', 'Office rent']);
  expect(
    await office.run('addHead', {
      headId: newId(),
      account: '2010',
      groupId: null,
      ...names,
      openedOn: '2024-04-01',
      personId: null,
      bank: null,
    }),
  ).toMatchObject({
    code: 'accounts.kept_by_others',
  });
  expect(await office.run('closeHead', { headId: cash, closedOn: '2026-01-01' })).toMatchObject({
    code: 'accounts.head_not_empty',
  });
});

test('tables of the office are closed to other organisations and never changed', async () => {
  const { rows } = await sql`select has_table_privilege('bakhiya_app', 'voucher', 'UPDATE') as a,
    has_table_privilege('bakhiya_app', 'voucher_posted', 'DELETE') as b`.execute(office.owner);
  expect(rows).toEqual([{ a: false, b: false }]);
  expect(await office.ask('books', {} as never, office.stranger).catch((fault: Error) => fault.message)).toContain(
    'door.invalid',
  );
});
