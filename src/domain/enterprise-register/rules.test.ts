import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import type { Owner } from './model.ts';
import { judgeChange, judgeClosing, judgeFields, judgeOwners, looksPersonal } from './rules.ts';

const owners = (...shares: number[]): Owner[] => shares.map((shareBps) => ({ kind: 'person', id: newId(), shareBps }));
const code = (ruling: { ok: boolean; code?: string }) => (ruling.ok ? 'ok' : ruling.code);

describe('shares of a set', () => {
  test.each([
    ['one owns it all', owners(10_000), 'ok'],
    ['thirds, the odd hundredth to one of them', owners(3_334, 3_333, 3_333), 'ok'],
    ['a hundredth of a percent less', owners(3_333, 3_333, 3_333), 'enterprises.shares_sum'],
    ['more than the whole', owners(6_000, 4_001), 'enterprises.shares_sum'],
  ])('%s', (_name, set, answer) => expect(code(judgeOwners(set))).toBe(answer));

  test('the same woman stands once', () => {
    const [one] = owners(5_000);
    expect(code(judgeOwners([one!, one!]))).toBe('enterprises.owner_twice');
  });

  test('property: however the whole is cut it is taken, and never with a hundredth moved away', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { maxLength: 19 }), (cuts) => {
        const marks = [0, ...cuts.toSorted((a, b) => a - b), 10_000];
        const set = owners(...marks.slice(1).map((mark, at) => mark - marks[at]!));
        expect(code(judgeOwners(set))).toBe('ok');
        expect(code(judgeOwners([{ ...set[0]!, shareBps: set[0]!.shareBps + 1 }, ...set.slice(1)]))).toBe(
          'enterprises.shares_sum',
        );
      }),
    );
  });
});

const fields = (change: object = {}) => ({
  ...{ nameEn: 'Chikan House', nameHi: null, nameUr: null, activity: 'chikan', activityWords: null },
  ...{ placeId: newId(), udyam: null, ...change },
});
test.each([
  ['as it should be', {}, 'ok'],
  ['no name', { nameEn: null }, 'enterprises.name_missing'],
  ['a name in Urdu alone', { nameEn: null, nameUr: 'چکن ہاؤس' }, 'ok'],
  ['neither list nor words', { activity: null }, 'enterprises.activity_one'],
  ['both', { activityWords: 'chikan' }, 'enterprises.activity_one'],
  ['a number of another shape', { udyam: 'UDYAM-UP-5-0001234' }, 'people.identity_shape'],
  ['a phone in its name', { nameEn: 'Chikan 98390 12345' }, 'enterprises.personal_in_text'],
])('fields: %s', (_name, change, answer) => expect(code(judgeFields(fields(change)))).toBe(answer));

test('the Udyam number is kept in its own shape, whichever digits it was typed with', () => {
  expect(judgeFields(fields({ udyam: 'udyam up ५० 0001234' }))).toMatchObject({
    value: { udyam: 'UDYAM-UP-50-0001234' },
  });
});

test.each([
  ['9839012345', true],
  ['+91 98390-12345', true],
  ['९८३९०१२३४५', true],
  ['ABCDE1234F', true],
  ['salma@example.in', true],
  ['Chikan on order since 1998, 12 women, 226001', false],
  ['order 12345678901', false],
])('what tells of a person: %s', (text, personal) => expect(looksPersonal(text)).toBe(personal));

const stand = { startedOn: '2025-01-01', ownersFromOn: '2025-06-01', closedOn: null };
test('another set begins between the last one and today', () => {
  const change = (fromOn: string, so: object = {}) =>
    code(judgeChange({ fromOn, owners: owners(10_000) }, { stand: { ...stand, ...so }, today: '2026-05-12' }));
  expect(change('2025-06-01')).toBe('ok');
  expect(change('2025-05-31')).toBe('enterprises.owners_before');
  expect(change('2026-05-13')).toBe('enterprises.in_the_future');
  expect(change('2026-01-01', { closedOn: '2026-01-01' })).toBe('enterprises.closed');
});

test('it closes once it borrows nothing', () => {
  const closing = (on: string, loans = 0, reason = 'the shop was given up') =>
    code(judgeClosing({ closedOn: on, reason }, { stand, loans, today: '2026-05-12' }));
  expect(closing('2026-05-12')).toBe('ok');
  expect(closing('2026-05-12', 1)).toBe('enterprises.still_borrows');
  expect(closing('2025-05-31')).toBe('enterprises.owners_before');
  expect(closing('2026-05-12', 0, 'call 9839012345')).toBe('enterprises.personal_in_text');
});
