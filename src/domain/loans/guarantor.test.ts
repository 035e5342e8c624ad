/** Who may stand for a loan, and when that is enough. */
import { expect, test } from 'vitest';
import { AnyGuarantor } from './guarantor.model.ts';
import { beforeMoney, judgeEnough, judgeGuarantor, judgeYes, MOST_GUARANTORS } from './guarantor.rules.ts';
import { STAGES, type LoanStage } from './stages.rules.ts';

const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
const person = (n: number) => ({ kind: 'person' as const, personId: id(n), relation: null });
const outside = { kind: 'outside' as const, name: 'Rehana', relation: 'sister' as const, phone: '9839012345' };
const of = { stage: 'approved' as const, borrowerId: id(1), standing: [], phone: null };
const stand = (n: number) => ({ personId: id(n), phone: null });

test('anybody but the borrower stands for it, once, before the money, and not a crowd', () => {
  expect(judgeGuarantor(person(2), of)).toMatchObject({ ok: true });
  expect(judgeGuarantor(person(1), of)).toMatchObject({ code: 'loans.guarantor_is_borrower' });
  expect(judgeGuarantor(person(2), { ...of, standing: [stand(2)] })).toMatchObject({ code: 'loans.guarantor_twice' });
  expect(judgeGuarantor(person(2), { ...of, stage: 'active' })).toMatchObject({ code: 'loans.guarantor_too_late' });
  const crowd = Array.from({ length: MOST_GUARANTORS }, (_, n) => stand(n + 3));
  expect(judgeGuarantor(person(2), { ...of, standing: crowd })).toMatchObject({ code: 'loans.guarantors_too_many' });
  const known = { ...of, phone: '9839012345', standing: [{ personId: null, phone: '9839012345' }] };
  expect(judgeGuarantor(outside, known)).toMatchObject({ code: 'loans.guarantor_twice' });
  expect(judgeGuarantor(outside, { ...known, phone: '9839012346' })).toMatchObject({ ok: true });
});

test('somebody outside the register is found again by relation and phone', () => {
  expect(AnyGuarantor.safeParse(outside).success).toBe(true);
  for (const missing of [{ phone: '' }, { phone: '123' }, { relation: null }, { name: 'R' }])
    expect(AnyGuarantor.safeParse({ ...outside, ...missing }).success).toBe(false);
});

test('a yes is to the offer as it stands, from its day on, and a thumb was seen', () => {
  const offer = { hash: 'a'.repeat(64), madeOn: '2026-05-10' };
  const yes = { hash: offer.hash, on: '2026-05-11', way: 'signature' as const, witness: null };
  const at = { stage: 'approved' as const, offer, today: '2026-05-12' };
  expect(judgeYes(yes, at)).toMatchObject({ ok: true });
  expect(judgeYes({ ...yes, hash: 'b'.repeat(64) }, at)).toMatchObject({ code: 'loans.guarantor_other_offer' });
  expect(judgeYes({ ...yes, on: '2026-05-09' }, at)).toMatchObject({ code: 'loans.guarantor_day' });
  expect(judgeYes({ ...yes, on: '2026-05-13' }, at)).toMatchObject({ code: 'loans.guarantor_day' });
  expect(judgeYes({ ...yes, way: 'thumb' }, at)).toMatchObject({ code: 'loans.witness_missing' });
  expect(judgeYes({ ...yes, way: 'thumb', witness: 'Salma' }, at)).toMatchObject({ ok: true });
  expect(judgeYes(yes, { ...at, stage: 'applied', offer: null })).toMatchObject({ code: 'loans.not_approved' });
});

test('enough is what the product asks for; before the money is every stage before it', () => {
  expect(judgeEnough(0, 0)).toMatchObject({ ok: true });
  expect(judgeEnough(2, 2)).toMatchObject({ ok: true });
  expect(judgeEnough(2, 1)).toMatchObject({ code: 'loans.guarantor_missing', params: { least: 2, count: 1 } });
  expect((Object.keys(STAGES) as LoanStage[]).filter(beforeMoney)).toEqual(['applied', 'appraised', 'approved']);
});
