import { describe, expect, test } from 'vitest';
import type { Booked } from './booked.rules.ts';
import type { LineTerms } from './terms.model.ts';
import { checkTerms, standingBy, termRows, uncovered, type TermedLine } from './terms.rules.ts';

const terms: LineTerms = {
  ...{ firstDueOn: '2026-02-10', method: 'EQUAL_PRINCIPAL', rate: { rateBps: 1200, per: 'year' }, instalments: 4 },
  ...{ interval: { unit: 'month', every: 1 }, fixedPaise: null },
};
const lent = { principalPaise: 400_000, from: '2026-01-10' };
const rowsOf = (change: Partial<LineTerms> = {}) => {
  const made = termRows({ ...terms, ...change }, lent);
  if (!made.ok) throw new Error(made.code);
  return made.value.map((row) => [row.dueOn, row.paise]);
};

describe('a loan of a federation by its terms', () => {
  test('the engine of loans makes the rows', () => {
    // a hundred thousand each time and one per cent of what is left
    expect(rowsOf()).toEqual([
      ['2026-02-10', 104_000],
      ['2026-03-10', 103_000],
      ['2026-04-10', 102_000],
      ['2026-05-10', 101_000],
    ]);
    expect(rowsOf({ method: 'FLAT' }).map(([, paise]) => paise)).toEqual([104_000, 104_000, 104_000, 104_000]);
    const fixed = rowsOf({ method: 'FIXED_INSTALMENT', fixedPaise: 250_000, instalments: 12 });
    expect(fixed.map(([, paise]) => paise)).toEqual([250_000, 155_500]);
    const quarter = rowsOf({ interval: { unit: 'month', every: 3 } });
    expect(quarter[1]).toEqual(['2026-05-10', 109_000]);
  });

  const paid = (paise: number, owedPaise = 300_000): Booked => ({
    ...{ paise: 400_000, owedPaise, isSure: true },
    moves: [{ on: '2026-02-12', kept: 'cif', kind: 'paid', paise }],
  });
  const rows = rowsOf().map(([dueOn, paise]) => ({ dueOn: String(dueOn), paise: Number(paise) }));
  test('what was paid covers the oldest first; late is what was due before today', () => {
    expect(uncovered(rows, paid(110_000))[0]).toEqual({ dueOn: '2026-03-10', paise: 97_000 });
    expect(uncovered(rows, paid(410_000, 0))).toEqual([]);
    const at = (on: string) => standingBy(uncovered(rows, paid(110_000)), { owedPaise: 300_000, on });
    expect(at('2026-03-10')).toMatchObject({
      overduePaise: 0,
      oldestDueOn: null,
      nextDueOn: '2026-03-10',
      nextPaise: 97_000,
    });
    expect(at('2026-04-11')).toMatchObject({
      overduePaise: 199_000,
      oldestDueOn: '2026-03-10',
      nextDueOn: '2026-05-10',
    });
    expect(at('2027-01-01')).toMatchObject({ overduePaise: 300_000, nextDueOn: null, nextPaise: 0 });
  });

  test('of CIF and VRF that were sanctioned, by one way of the two, and only as a schedule can be made', () => {
    const line: TermedLine = { fund: 'cif', state: 'received', sanctionedOn: '2026-01-10', sanctionedPaise: 400_000 };
    const input = { groupId: 'g', lineId: 'l', on: '2026-01-20', terms, loanId: null, note: null };
    const check = (change: object, of: Partial<TermedLine> = {}) =>
      checkTerms({ ...line, ...of }, { ...input, ...change }, '2026-06-01');
    const code = (change: object, of: Partial<TermedLine> = {}) => {
      const ruling = check(change, of);
      return ruling.ok ? 'ok' : ruling.code;
    };
    expect(code({})).toBe('ok');
    expect(code({ terms: null, loanId: 'x' })).toBe('ok');
    expect(code({ loanId: 'x' })).toBe('linkage.terms_missing');
    expect(code({ terms: null })).toBe('linkage.terms_missing');
    expect(code({}, { fund: 'bank_term' })).toBe('linkage.step_not_now');
    expect(code({}, { sanctionedOn: null, sanctionedPaise: null, state: 'applied' })).toBe('linkage.step_not_now');
    expect(code({ on: '2026-06-02' })).toBe('linkage.future');
    expect(check({ terms: { ...terms, firstDueOn: '2026-01-10' } })).toMatchObject({
      code: 'linkage.terms_before_money',
      params: { field: 'firstDueOn', on: '2026-01-10' },
    });
    const fixed = { ...terms, method: 'FIXED_INSTALMENT', fixedPaise: 1_000 } as const;
    expect(check({ terms: fixed })).toMatchObject({
      code: 'linkage.fixed_below_interest',
      params: { field: 'fixedPaise' },
    });
    expect(code({ on: '2026-01-09' })).toBe('linkage.step_before');
    expect(code({ terms: { ...terms, method: 'FIXED_INSTALMENT' } })).toBe('loans.fixed_amount_missing');
  });
});
