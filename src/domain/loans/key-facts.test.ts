import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { contractOf, plainServicing } from '#test/life-builder.ts';
import { monthly, paisa, productTerms } from '#test/loan-builder.ts';
import { addDays, weekdayOf } from '#platform/dates.ts';
import { yearlyCost } from './cost.rules.ts';
import type { KeyFactsTerms } from './key-facts.model.ts';
import { afterWorkingDays, judgeAcknowledgement, keyFacts, keyFactsBody } from './key-facts.rules.ts';
import type { LoanContract } from './life.model.ts';
import type { Grace, ProductTerms } from './model.ts';
import { loanOffer } from './offer.rules.ts';

const terms: KeyFactsTerms = {
  validWorkingDays: 3,
  coolingOffDays: 3,
  officer: { name: 'Archana', phone: '0522 123456', mail: null },
  recoveryClause: null,
  grievanceClause: '9',
  isTransferable: false,
  coLenders: null,
};
const said = (en: string) => ({ en, hi: null, ur: null });
const of = {
  proposal: '2026-27/0001-1',
  madeOn: '2026-05-08',
  lender: said('Trust'),
  borrower: said('Shakila'),
  product: said('Trade loan'),
  terms,
};
const factsOf = (contract: LoanContract) => {
  const offer = loanOffer(contract);
  if (!offer.ok) throw new Error(offer.code);
  return keyFacts(offer.value, of);
};
const facts = (change: Partial<ProductTerms> = {}) =>
  factsOf(contractOf({ rounding: paisa, interestRounding: paisa, ...change }));
const nominal = (cost: { kind: string; nominalBps?: number }) => (cost.kind === 'rate' ? cost.nominalBps : cost.kind);

// https://www.rbi.org.in, DOR.STR.REC.13/13.03.00/2024-25 of 15 Apr 2024, Annex II (computation of APR) and Annex III (schedule)
describe("the circular's own illustration: Rs 20,000 at 15% in 24 months, Rs 240 to the lender and Rs 160 to others", () => {
  const shown = facts({
    principalPaise: 2_000_000,
    method: 'EMI',
    rate: { rateBps: 1500, per: 'year' },
    instalments: 24,
    charges: [
      { kind: 'processing', payee: 'lender', when: 'deducted', paise: 24_000 },
      { kind: 'insurance', payee: 'third', when: 'deducted', paise: 16_000 },
    ],
  });
  const rupees = (paise: number) => Math.round(paise / 100);

  test('every figure of the sheet, in its whole rupees', () => {
    const { sheet, instalment } = shown;
    expect(rupees(instalment.firstPaise)).toBe(970);
    expect(instalment.count).toBe(24);
    expect(rupees(sheet.interestPaise)).toBe(3_274);
    expect([sheet.lenderChargesPaise, sheet.thirdChargesPaise]).toEqual([24_000, 16_000]);
    expect(sheet.netPaise).toBe(1_960_000);
    expect(rupees(sheet.payablePaise)).toBe(23_274);
    expect(nominal(sheet.yearlyCost)).toBe(1707);
  });

  test('the schedule: 720 + 250 in the first month, 958 + 12 in the last', () => {
    const [first, last] = [shown.rows[0]!, shown.rows.at(-1)!];
    expect([first, last].map((row) => [rupees(row.principalPaise), rupees(row.interestPaise)])).toEqual([
      [720, 250],
      [958, 12],
    ]);
  });

  test('the wrong figures are not ours: from the rounded 970, without the third party, compounded', () => {
    const months = Array.from({ length: 24 }, () => -97_000);
    expect(nominal(yearlyCost([1_960_000, ...months], 12))).toBe(1710);
    const exact = shown.rows.map((row) => -(row.principalPaise + row.interestPaise));
    expect(nominal(yearlyCost([1_976_000, ...exact], 12))).toBe(1624);
    expect(shown.sheet.yearlyCost).toMatchObject({ effectiveBps: 1847 });
  });
});

describe('the sheet', () => {
  test('charges paid in hand lessen what the cost is reckoned on, not what is put in her hand; spread ones neither', () => {
    const { sheet } = facts({
      principalPaise: 1_000_000,
      instalments: 10,
      charges: [
        { kind: 'processing', payee: 'lender', when: 'deducted', paise: 10_000 },
        { kind: 'insurance', payee: 'third', when: 'apart', paise: 5_000 },
        { kind: 'stamp', payee: 'third', when: 'spread', paise: 1_000 },
      ],
    });
    expect(sheet).toMatchObject({ inHandPaise: 990_000, netPaise: 985_000, spreadChargesPaise: 1_000 });
    expect(sheet).toMatchObject({ lenderChargesPaise: 10_000, thirdChargesPaise: 6_000 });
    expect(sheet.totalCostPaise).toBe(sheet.payablePaise + 15_000);
    expect(sheet.payablePaise).toBe(1_000_000 + sheet.interestPaise + 1_000);
  });

  test('0%; a fee without interest; one instalment; above 1000% a year; no answer', () => {
    const free = { rate: { rateBps: 0, per: 'month' } as const, principalPaise: 100_000 };
    const fee = (paise: number) => [{ kind: 'processing', payee: 'lender', when: 'deducted', paise } as const];
    expect(nominal(facts({ ...free, instalments: 4 }).sheet.yearlyCost)).toBe(0);
    // 4 x 250 for 980 in hand: i solves 980 = 250 (1/(1+i) + ... + 1/(1+i)^4); 12 i = 9.76%
    expect(nominal(facts({ ...free, instalments: 4, charges: fee(2_000) }).sheet.yearlyCost)).toBe(976);
    expect(nominal(facts({ ...free, instalments: 1, charges: fee(5_000) }).sheet.yearlyCost)).toBe(6316);
    expect(nominal(facts({ ...free, instalments: 1, charges: fee(60_000) }).sheet.yearlyCost)).toBe(180_000);
    expect(nominal(facts({ ...free, instalments: 1, charges: fee(100_000) }).sheet.yearlyCost)).toBe('none');
  });

  test("the group's own words stand beside both yearly rates", () => {
    const { groupWords, sheet } = facts({ rate: { rateBps: 200, per: 'month' } });
    expect(groupWords).toEqual({ paisePerHundredPerMonth: 200, exact: true });
    expect(sheet.yearlyCost).toEqual({ kind: 'rate', nominalBps: 2400, effectiveBps: 2682 });
  });
});

describe('flat and declining side by side', () => {
  test('Rs 12,000 at 2% a month for 12 months: flat asks Rs 2,880 of interest, equal principal Rs 1,560', () => {
    const change = { principalPaise: 1_200_000, instalments: 12, rate: { rateBps: 200, per: 'month' } as const };
    const side = facts({ ...change, method: 'EQUAL_PRINCIPAL' }).sideBySide;
    expect(side?.flat).toMatchObject({ interestPaise: 288_000, firstPaise: 124_000 });
    expect(side?.declining).toMatchObject({ method: 'EQUAL_PRINCIPAL', interestPaise: 156_000 });
    expect(nominal(side!.declining.yearlyCost)).toBe(2400);
    expect(facts({ ...change, method: 'FLAT' }).sideBySide).toMatchObject({
      flat: { interestPaise: 288_000 },
      declining: { method: 'EMI' },
    });
  });

  test('property: flat never asks less than the falling balance does', () => {
    const some = fc.record({
      principalPaise: fc.integer({ min: 100_000, max: 10_000_000 }),
      instalments: fc.integer({ min: 1, max: 36 }),
      rateBps: fc.integer({ min: 0, max: 1_000 }),
      method: fc.constantFrom('FLAT' as const, 'EMI' as const, 'EQUAL_PRINCIPAL' as const),
    });
    fc.assert(
      fc.property(some, ({ rateBps, ...change }) => {
        const side = facts({ ...change, rate: { rateBps, per: 'month' } }).sideBySide;
        // each row's interest is rounded by itself: half a paisa a row either way
        if (side)
          expect(side.flat.interestPaise + change.instalments).toBeGreaterThanOrEqual(side.declining.interestPaise);
      }),
    );
  });
});

describe('first rows that wait', () => {
  const small = { principalPaise: 100_000, instalments: 4 };
  const none = {
    moratoriumRows: 0,
    interestOnlyRows: 0,
    interestFreeRows: 0,
    moratoriumInterest: 'capitalised',
  } as const;
  const waits = (grace: Partial<Grace>, change: Partial<ProductTerms> = {}) =>
    facts({ ...small, ...change, grace: { ...none, ...grace } }).waits!;

  // 2% of 1,000 is 20, 2% of 1,020 is 20.40; then 520.20 twice with 20.81 and 10.40: 1,071.61 against 20 + 20 + 500 + 20 + 500 + 10
  test('interest added to the loan: what it grows by, and 1.61 more than paying it as it comes', () => {
    const { silent, interestOnly, free } = waits({ moratoriumRows: 2 });
    expect(silent).toEqual({
      ...{ rows: 2, untilOn: '2026-07-12', paysFromOn: '2026-08-12', interest: 'capitalised' },
      ...{ addedPaise: [2_000, 4_040], morePaise: 161 },
    });
    expect([interestOnly, free]).toEqual([null, null]);
  });

  test('kept apart it costs as much; free of interest less; interest alone more than paying back at once', () => {
    const kept = waits({ moratoriumRows: 2, moratoriumInterest: 'deferred_spread' }).silent;
    expect(kept).toMatchObject({ interest: 'deferred_spread', addedPaise: [], morePaise: 0 });
    // nothing silent bears interest: 20 + 20 not asked
    expect(waits({ moratoriumRows: 2, interestFreeRows: 2 })).toMatchObject({
      silent: { interest: 'none', addedPaise: [], morePaise: 0 },
      free: { rows: 2, untilOn: '2026-07-12', lessPaise: 7_161 - 3_000 },
    });
    // 20 + 20 + 20 + 10 beside 20 + 15 + 10 + 5
    expect(waits({ interestOnlyRows: 2 })).toMatchObject({
      silent: null,
      interestOnly: { rows: 2, untilOn: '2026-07-12', morePaise: 2_000 },
    });
  });

  test('a loan paid from its first row on, and a statement of before, are what they were to the byte', () => {
    expect(facts(small)).toMatchObject({ form: 1 });
    expect(facts({ ...small, grace: none })).not.toHaveProperty('waits');
    const offer = loanOffer(contractOf({ ...small, grace: { ...none, moratoriumRows: 2 } }));
    if (!offer.ok) throw new Error(offer.code);
    const [before, now] = [keyFacts(offer.value, of, 1), keyFacts(offer.value, of)];
    expect([before.form, now.form]).toEqual([1, 2]);
    const { waits: _waits, ...rest } = now;
    expect(keyFactsBody(before)).toBe(keyFactsBody({ ...rest, form: 1 }));
    expect(createHash('sha256').update(keyFactsBody(before)).digest('hex')).toBe(
      'acf967b22835d76ab50d84652fe9f1cb1597768ff11c7919d327022a4eb91ab2',
    );
  });
});

describe('the statement as one thing', () => {
  const day = '2026-05-12';
  const shown = facts();
  const ask = {
    facts: shown,
    hash: 'a',
    shownHash: 'a',
    way: 'signature',
    witness: null,
    today: '2026-05-13',
  } as const;

  test('made on a Friday, three working days end on Wednesday; the cooling-off counts from the money', () => {
    expect(shown).toMatchObject({ validUntil: '2026-05-13', coolingOffUntil: addDays(day, 3) });
    expect(factsOf({ ...contractOf(), servicing: plainServicing() }).loan).toMatchObject({ daysToFirst: 31 });
  });

  test('property: a working day is none of the week’s end, and as many are counted as were promised', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 1, max: 30 }), (later, count) => {
        const from = addDays('2026-01-01', later);
        const until = afterWorkingDays(from, count);
        const days = Array.from({ length: 60 }, (_, no) => addDays(from, no + 1)).filter((one) => one <= until);
        expect(days.filter((one) => weekdayOf(one) !== 0 && weekdayOf(one) !== 6)).toHaveLength(count);
        expect([0, 6]).not.toContain(weekdayOf(until));
      }),
    );
  });

  test('acknowledged is what was shown, while it stands, a thumb before a witness', () => {
    expect(judgeAcknowledgement(ask)).toMatchObject({ ok: true });
    expect(judgeAcknowledgement({ ...ask, shownHash: 'b' })).toMatchObject({ code: 'loans.key_facts_other' });
    expect(judgeAcknowledgement({ ...ask, today: '2026-05-14' })).toMatchObject({
      code: 'loans.key_facts_over',
      params: { validUntil: '2026-05-13' },
    });
    expect(judgeAcknowledgement({ ...ask, way: 'thumb' })).toMatchObject({ code: 'loans.witness_missing' });
    expect(judgeAcknowledgement({ ...ask, way: 'thumb', witness: 'Salma' })).toMatchObject({ ok: true });
  });

  test('any figure changed is another statement; going through JSON is the same', () => {
    const contract = contractOf();
    const one = keyFactsBody(factsOf(contract));
    expect(keyFactsBody(JSON.parse(one))).toBe(one);
    const other = { ...contract, terms: productTerms({ principalPaise: contract.terms.principalPaise + 100 }) };
    const days = monthly('2026-05-12', other.terms.instalments);
    expect(keyFactsBody(factsOf({ ...other, due: { shownOn: days, countedOn: days } }))).not.toBe(one);
  });
});
