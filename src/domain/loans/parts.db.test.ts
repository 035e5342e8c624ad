import { beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { soundness } from '#test/office.ts';
import { must } from '#test/village.ts';
import { loanOffer, type ProductRules } from './index.ts';
import type { PartAsked } from './index.server.ts';

let office: LoanOffice;
beforeAll(async () => {
  office = await makeLoanOffice();
});
const PARTS = [
  { on: '2025-05-12', paise: 60_000 },
  { on: '2025-06-12', paise: 25_000 },
  { on: '2025-07-20', paise: 15_000 },
];
const money = () => ({ money: { headId: office.cash, reference: null } });
async function planned(change: Partial<ProductRules> = {}): Promise<string> {
  const loanId = newId();
  const asked = {
    ...{ principalPaise: 100_000, instalments: 8, fixedPaise: null, parts: PARTS },
    ...{ disburseOn: '2025-05-12', firstDueOn: '2025-06-12' },
  };
  const of = { lender: office.body, productId: await office.product({ method: 'EMI', ...change }), note: null };
  const borrows = { borrowerKind: 'person', borrowerId: office.womanId, purpose: 'house', appliedOn: '2025-05-01' };
  await must(office.act('apply', { loanId, ...of, ...borrows, asked }));
  await must(office.act('appraise', { loanId, stepId: newId(), granted: null, note: 'walls, then the roof' }));
  await must(office.act('approve', { loanId, stepId: newId(), note: null }, office.admin));
  return loanId;
}
const out = (loanId: string, { on, paise }: { on: string; paise: number }, more: object = {}) =>
  office.act('disburse', {
    ...{ loanId, eventId: newId(), on, paise, payee: { kind: 'borrower', name: null } },
    ...{ condition: 'walls stand', ...more, ...money() },
  });
const printedOf = async (loanId: string) => {
  const offer = loanOffer((await office.card(loanId)).contract!);
  if (!offer.ok) throw new Error(offer.code);
  return offer.value.schedule.instalments;
};

test('a plan of parts is signed with the loan, its schedule assumes it, and running to plan is running as printed', async () => {
  const loanId = await planned();
  const card = await office.card(loanId);
  expect(card.contract).toMatchObject({ parts: PARTS });
  const printed = await printedOf(loanId);
  expect(printed.reduce((sum, row) => sum + row.principalPaise, 0)).toBe(100_000);
  const { facts } = (await office.shown(loanId))!;
  expect(facts).toMatchObject({ parts: PARTS, sideBySide: null, contingent: { undrawn: 'shorten' }, rows: printed });
  for (const part of PARTS) await must(out(loanId, part));
  const rows = (await office.card(loanId)).running!.rows;
  expect(rows.map((row) => row.asked.principalPaise + row.asked.interestPaise)).toEqual(
    printed.map((row) => row.principalPaise + row.interestPaise),
  );
  expect(await soundness(office)).toMatchObject({ offBalance: 0 });
});

test('another offer moves the whole plan; a wrong plan is refused when it is asked for', async () => {
  const loanId = await planned();
  await must(office.act('offer', { loanId, disburseOn: '2025-05-13', firstDueOn: '2025-06-13' }));
  const { contract } = await office.card(loanId);
  expect(contract!.parts!.map((one) => one.on)).toEqual(['2025-05-13', '2025-06-13', '2025-07-21']);
  const asked = {
    ...{ principalPaise: 100_000, instalments: 8, fixedPaise: null, parts: PARTS.slice(0, 2) },
    ...{ disburseOn: '2025-05-12', firstDueOn: '2025-06-12' },
  };
  const of = { lender: office.body, productId: await office.product(), purpose: 'house', appliedOn: '2025-05-01' };
  const borrows = { borrowerKind: 'person', borrowerId: office.womanId, note: null, asked };
  expect(await office.act('apply', { loanId: newId(), ...of, ...borrows })).toMatchObject({
    ...{ code: 'loans.parts_sum', params: { sumPaise: 85_000, principalPaise: 100_000 } },
  });
});

test('a part on another day or with another amount says why, and what it changes is told before', async () => {
  const loanId = await planned();
  await must(out(loanId, PARTS[0]!));
  const other = { on: '2025-06-27', paise: 20_000 };
  const answer = await office.app.ask<PartAsked>('loans.tryPart', office.accountant, { loanId, ...other });
  if (answer.kind !== 'answer' || !answer.value.ok) throw new Error(JSON.stringify(answer));
  const { asPlanned, asTried } = answer.value;
  expect(asTried.interestPaise).toBeLessThan(asPlanned!.interestPaise);
  expect(asTried.mostPaise).toBeLessThan(asPlanned!.mostPaise);
  expect(await office.app.ask('loans.tryPart', office.stranger, { loanId, ...other })).not.toMatchObject({
    value: { ok: true },
  });
  const refusal = { code: 'loans.part_unplanned', params: { plannedOn: '2025-06-12', plannedPaise: 25_000 } };
  expect(await out(loanId, other)).toMatchObject(refusal);
  expect(await out(loanId, { ...other, paise: 25_000 })).toMatchObject(refusal);
  await must(out(loanId, other, { unplanned: 'the mason was ill' }));
  expect((await office.card(loanId)).events.at(-1)!.money).toMatchObject({ unplanned: 'the mason was ill' });
  await must(out(loanId, PARTS[2]!));
});

test('a part never drawn shortens the loan as the product says, for good', async () => {
  const rowsAfter = async (undrawn: 'shorten' | 'lower') => {
    const { servicing } = (await office.card(await office.lend({ pay: false }))).contract!;
    const loanId = await planned({ servicing: { ...servicing, undrawn } });
    await must(out(loanId, PARTS[0]!));
    const end = { loanId, eventId: newId(), on: '2025-06-12', reason: 'the roof was given' };
    await must(office.act('endParts', end));
    expect(await office.act('endParts', { ...end, eventId: newId() })).toMatchObject({ code: 'loans.parts_ended' });
    expect(await out(loanId, PARTS[1]!)).toMatchObject({ code: 'loans.parts_ended' });
    const { running } = await office.card(loanId);
    expect(running!.rows.reduce((sum, row) => sum + row.asked.principalPaise, 0)).toBe(60_000);
    // taken back, the plan goes on
    const printed = await printedOf(loanId);
    await must(office.act('undo', { loanId, eventId: end.eventId, reason: 'she needs it' }));
    await must(out(loanId, PARTS[1]!));
    return [running!.rows.length, printed.length];
  };
  const [short, printed] = await rowsAfter('shorten');
  expect(short).toBeLessThan(printed!);
  const [kept, all] = await rowsAfter('lower');
  expect(kept).toBe(all);
  const whole = await office.lend();
  const none = { loanId: whole, eventId: newId(), on: '2025-06-12', reason: 'nothing to end' };
  expect(await office.act('endParts', none)).toMatchObject({ code: 'loans.parts_none' });
});

test('what the last part was smaller by is ended too', async () => {
  const loanId = await planned();
  await must(out(loanId, PARTS[0]!));
  await must(out(loanId, PARTS[1]!));
  await must(out(loanId, { on: PARTS[2]!.on, paise: 10_000 }, { unplanned: 'the tiles were cheaper' }));
  await must(office.act('endParts', { loanId, eventId: newId(), on: '2025-07-21', reason: 'the roof is done' }));
  expect(await out(loanId, { on: '2025-07-22', paise: 5_000 })).toMatchObject({ code: 'loans.parts_ended' });
  const { running } = await office.card(loanId);
  expect(running!.rows.reduce((sum, row) => sum + row.asked.principalPaise, 0)).toBe(95_000);
});
