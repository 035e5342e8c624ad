import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAadhaarLike, readAadhaarLastFour, refuseAadhaar, verhoeffDigit, verhoeffValid } from './aadhaar.rules.ts';
import { duplicateScore, DUPLICATE_SCORE } from './duplicates.rules.ts';
import { readBankAccount, readIdentity, readIfsc, readPhone } from './identities.rules.ts';
import { countPersons, decideErasure, decideMerge, decideUndo, personOn, type Alias, type Tie } from './merge.rules.ts';
import { applyChanges, checkPerson, consentStands, decideWithdrawal } from './rules.ts';

const withCheck = (eleven: string): string => `${eleven}${verhoeffDigit(eleven)}`;
const FULL = withCheck('23456789012');
const inDigits = (text: string, zero: number): string =>
  text.replace(/\d/g, (digit) => String.fromCharCode(zero + Number(digit)));
const grouped = (gap: string): string => FULL.replace(/(\d{4})(\d{4})(\d{4})/, `$1${gap}$2${gap}$3`);

describe('a full Aadhaar number', () => {
  it('knows the published Verhoeff example', () => {
    expect(verhoeffDigit('236')).toBe(3);
    expect(verhoeffValid('2363')).toBe(true);
    expect(verhoeffValid('2364')).toBe(false);
  });
  it.each([
    FULL,
    grouped(' '),
    grouped('-'),
    grouped(' - '),
    grouped('\u00a0'),
    grouped('\u2013'),
    inDigits(FULL, 0x966),
    inDigits(grouped(' '), 0x6f0),
    inDigits(FULL, 0x660),
  ])('is found in free text: %s', (number) => {
    expect(findAadhaarLike(`her card ${number}, seen`)).toEqual({ at: 9, length: number.length });
  });
  it('is not seen in other numbers', () => {
    const wrongCheck = `${FULL.slice(0, 11)}${(Number(FULL.at(-1)) + 1) % 10}`;
    for (const text of [
      wrongCheck,
      withCheck('12345678901'),
      `${FULL}0`,
      `7${FULL}`,
      `+${FULL}`,
      'paid on 2026-11-21 Rs 3456',
    ]) {
      expect(findAadhaarLike(text)).toBeNull();
    }
    expect(findAadhaarLike(`0193a5f0-7c1e-7000-8000-${FULL}`)).toBeNull();
    expect(findAadhaarLike(`${'ab12'.repeat(9)}${FULL}${'ab12'.repeat(9)}`)).toBeNull();
  });
  it('is refused wherever it stands in a payload and never repeated in the answer', () => {
    const payload = {
      personId: '0193a5f0-7c1e-7000-8000-234567890123',
      lines: [{ note: 'ok' }, { note: `no ${grouped(' ')}` }],
    };
    const answer = refuseAadhaar(payload);
    expect(answer).toEqual({ kind: 'refused', code: 'people.aadhaar_in_text', params: { field: 'lines.1.note' } });
    expect(JSON.stringify(answer)).not.toContain(FULL.slice(4, 8));
    expect(refuseAadhaar({ [FULL]: 1 })?.code).toBe('people.aadhaar_in_text');
    expect(refuseAadhaar({ aadhaarNumber: 'x23456789' })?.code).toBe('people.aadhaar_full_number');
    expect(refuseAadhaar({ aadhaarLastFour: '9012' })).toBeNull();
  });
  it('typed fields keep numbers of their own kind', () => {
    const payload = { identities: [{ kind: 'eshram', number: FULL }], utr: FULL };
    expect(refuseAadhaar(payload, ['identities.*.number', 'utr'])).toBeNull();
    expect(refuseAadhaar(payload, ['utr'])?.params).toEqual({ field: 'identities.0.number' });
  });
  it('every valid number is found, every changed digit is not (property)', () => {
    const eleven = fc.tuple(
      fc.integer({ min: 2, max: 9 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 10, maxLength: 10 }),
    );
    fc.assert(
      fc.property(eleven, fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 9 }), ([head, tail], at, by) => {
        const number = withCheck(`${head}${tail.join('')}`);
        expect(findAadhaarLike(`a ${number}.`)).not.toBeNull();
        const slipped = `${number.slice(0, at)}${(Number(number[at]) + by) % 10}${number.slice(at + 1)}`;
        expect(verhoeffValid(slipped)).toBe(false);
      }),
    );
  });
  it('leaves exactly four digits', () => {
    expect(readAadhaarLastFour('९०१२')).toBe('9012');
    for (const text of ['901', '90123', FULL, '90a2', '']) expect(readAadhaarLastFour(text)).toBeNull();
  });
});

describe('numbers people carry', () => {
  const value = (ruling: { ok: boolean; value?: unknown }) => (ruling.ok ? ruling.value : null);
  it('phones in three scripts, with and without country code', () => {
    for (const typed of ['9876543210', '+91 98765 43210', '09876543210', '0091-9876543210', '९८७६५४३२१०', '۹۸۷۶۵۴۳۲۱۰'])
      expect(value(readPhone(typed))).toBe('9876543210');
    for (const typed of ['5876543210', '98765', '98765432101', 'abc'])
      expect(readPhone(typed)).toMatchObject({ ok: false, code: 'people.phone_shape' });
  });
  it('identities, bank account, IFSC', () => {
    expect(value(readIdentity('udyam', 'udyam up 50 0012345'))).toBe('UDYAM-UP-50-0012345');
    expect(readIdentity('udyam', 'UDYAM-UP-5-0012345').ok).toBe(false);
    expect(value(readIdentity('udyam', 'udyam-up-50-0012345'))).toBe('UDYAM-UP-50-0012345');
    expect(value(readIdentity('eshram', FULL))).toBe(FULL);
    expect(readIdentity('artisan_card', FULL)).toMatchObject({ ok: false, code: 'people.aadhaar_in_text' });
    expect(value(readIdentity('voter_card', 'abc1234567'))).toBe('ABC1234567');
    expect(readIdentity('voter_card', 'AB1234567')).toMatchObject({ ok: false, code: 'people.identity_shape' });
    expect(value(readBankAccount('१२३४५६७८९'))).toBe('123456789');
    expect(readBankAccount('12345678').ok).toBe(false);
    expect(value(readIfsc('sbin0001234'))).toBe('SBIN0001234');
    expect(readIfsc('SBIN1001234').ok).toBe(false);
  });
});

describe('one record', () => {
  it('needs a name, each in its own script', () => {
    expect(checkPerson({}, '2026-11-01')).toMatchObject({ code: 'people.name_missing' });
    expect(checkPerson({ nameUrdu: 'शबनम' }, '2026-11-01')).toMatchObject({
      code: 'people.name_script',
      params: { field: 'nameUrdu' },
    });
    expect(checkPerson({ nameDevanagari: 'शबनम', phone: '+91 9876543210' }, '2026-11-01')).toMatchObject({
      ok: true,
      value: { phone: '9876543210' },
    });
  });
  it('keeps birth year and date in step', () => {
    expect(applyChanges({ nameLatin: 'A', birthYear: 1980 }, { birthDate: '1982-03-01' })).toMatchObject({
      birthYear: 1982,
    });
    expect(applyChanges({ nameLatin: 'A', birthDate: '1982-03-01' }, { birthYear: 1980 })).toMatchObject({
      birthDate: null,
      birthYear: 1980,
    });
    expect(checkPerson({ nameLatin: 'A', birthDate: '2027-01-01' }, '2026-11-01')).toMatchObject({
      code: 'people.birth_ahead',
    });
  });
  it('consent holds between its two dates', () => {
    const given = {
      consentId: 'c',
      purpose: 'photo',
      language: 'ur',
      givenOn: '2026-02-01',
      withdrawnOn: null,
    } as const;
    const ended = decideWithdrawal(given, '2026-05-01');
    expect(
      ended.ok && [
        consentStands([ended.value], 'photo', '2026-04-30'),
        consentStands([ended.value], 'photo', '2026-05-01'),
      ],
    ).toEqual([true, false]);
    expect(consentStands([given], 'photo', '2026-01-31')).toBe(false);
    expect(decideWithdrawal(given, '2026-01-01')).toMatchObject({ code: 'people.consent_dates' });
    expect(decideWithdrawal(null, '2026-01-01')).toMatchObject({ code: 'people.consent_not_found' });
  });
});

describe('duplicates', () => {
  const base = { personId: 'a', nameLatin: 'Rukhsana Begum', relationName: 'Mohd Arif', placeId: 'p' };
  it('same phone and similar name pass; name, husband and place pass; each alone does not', () => {
    expect(
      duplicateScore({ ...base, phone: '9' }, { personId: 'b', nameUrdu: 'رخسانہ', phone: '9' }).score,
    ).toBeGreaterThanOrEqual(DUPLICATE_SCORE);
    const twin = duplicateScore(base, {
      personId: 'b',
      nameDevanagari: 'रुख़साना',
      relationName: 'मोहम्मद आरिफ़',
      placeId: 'p',
    });
    expect(twin.score).toBeGreaterThanOrEqual(DUPLICATE_SCORE);
    expect(twin.reasons.map((reason) => reason.code)).toEqual([
      'people.similar_name',
      'people.similar_relation',
      'people.same_place',
    ]);
    expect(duplicateScore(base, { personId: 'b', nameDevanagari: 'रुख़साना', placeId: 'p' }).score).toBeLessThan(
      DUPLICATE_SCORE,
    );
    expect(
      duplicateScore({ ...base, phone: '9' }, { personId: 'b', nameLatin: 'Sunita', phone: '9' }).score,
    ).toBeLessThan(DUPLICATE_SCORE);
    expect(duplicateScore(base, { ...base, personId: 'b', relationName: 'Ram Lal' }).score).toBeLessThan(
      DUPLICATE_SCORE,
    );
  });
});

describe('merge and undo', () => {
  const merged = (aliasId: string, keptId: string, mergedOn: string, undoneOn: string | null = null): Alias => ({
    aliasId,
    keptId,
    mergedOn,
    undoneOn,
  });
  it('counts once from the merge on, twice before and after its undoing', () => {
    const aliases = [merged('b', 'a', '2026-03-01', '2026-06-01')];
    const count = (on: string) => countPersons(aliases, ['a', 'b', 'c'], on);
    expect([count('2026-02-28'), count('2026-03-01'), count('2026-05-31'), count('2026-06-01')]).toEqual([3, 2, 2, 3]);
  });
  it('follows chains, refuses circles and what is merged already', () => {
    const aliases = [merged('c', 'b', '2026-01-01'), merged('b', 'a', '2026-02-01')];
    expect([personOn(aliases, 'c', '2026-01-15'), personOn(aliases, 'c', '2026-02-15')]).toEqual(['b', 'a']);
    const code = (ruling: { ok: boolean; code?: string }) => (ruling.ok ? 'ok' : ruling.code);
    expect(code(decideMerge(aliases, { keptId: 'a', aliasId: 'a' }, '2026-03-01'))).toBe('people.merge_same');
    expect(code(decideMerge(aliases, { keptId: 'x', aliasId: 'c' }, '2026-03-01'))).toBe('people.merge_already');
    expect(code(decideMerge(aliases, { keptId: 'c', aliasId: 'a' }, '2026-03-01'))).toBe('people.merge_into_alias');
    expect(code(decideUndo(aliases, 'a', '2026-03-01'))).toBe('people.merge_not_found');
    expect(code(decideUndo(aliases, 'b', '2026-01-31'))).toBe('people.undo_before_merge');
  });
  it('any sequence of merges ends at one who stands for herself (property)', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.array(fc.tuple(id, id)), (tries) => {
        const aliases: Alias[] = [];
        for (const [kept, alias] of tries) {
          const ruling = decideMerge(aliases, { keptId: kept, aliasId: alias }, '2026-01-01');
          if (ruling.ok) aliases.push(ruling.value);
        }
        for (const person of ['a', 'b', 'c', 'd', 'e']) {
          const end = personOn(aliases, person, '2026-01-01');
          expect(aliases.some((alias) => alias.aliasId === end)).toBe(false);
        }
        expect(countPersons(aliases, ['a', 'b', 'c', 'd', 'e'], '2026-01-01')).toBe(5 - aliases.length);
      }),
    );
  });
  it('erases only after the term and without open ties', () => {
    const on = '2026-11-01';
    const decide = (leftOn: string | null, ties: readonly Tie[] = []) =>
      decideErasure({ leftOn, erasedOn: null }, { retentionMonths: 36, ties, on });
    expect(decide(null)).toMatchObject({ code: 'people.erase_not_left' });
    expect(decide('2024-01-01')).toMatchObject({ code: 'people.erase_too_early', params: { from: '2027-01-01' } });
    const loan = { kind: 'loan', count: 2, numbers: '2026-27/0003, 2026-27/0009' } as const;
    const open = [loan, { kind: 'case', count: 1, numbers: '' } as const];
    expect(decide('2023-11-01', open)).toMatchObject({
      code: 'people.erase_open_loan',
      params: { count: 2, numbers: loan.numbers },
    });
    expect(decide('2024-01-01', open), 'the term comes first').toMatchObject({ code: 'people.erase_too_early' });
    expect(decide('2023-11-01').ok).toBe(true);
  });
});
