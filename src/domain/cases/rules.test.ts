import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkClose, checkNew, checkStep, hideSmallCells, isOverdue, type CaseFigures } from './rules.ts';
import type { CloseCase, NewCase } from './model.ts';

const TODAY = '2026-05-12';
const ID = '01900000-0000-7000-8000-000000000001';
const aCase: NewCase = {
  ...{ caseId: ID, kind: 'unpaid_dues', personIds: [ID], againstKind: 'contractor', againstName: 'Haji thekedar' },
  ...{ happened: 'Eight kurtas, nothing paid', happenedOn: '2026-04-01', claimedPaise: 240_000, helperId: null },
  dueOn: '2026-05-12',
};
const standing = { outcome: null, happenedOn: '2026-04-01' };
const end: CloseCase = { caseId: ID, outcome: 'lost', closedOn: TODAY, recoveredPaise: 0, words: 'x' };
const code = (ruling: { ok: boolean; code?: string }) => (ruling.ok ? 'ok' : ruling.code);

describe('days', () => {
  test('what happened lies behind, a deadline ahead; today is both', () => {
    expect(code(checkNew(aCase, TODAY))).toBe('ok');
    expect(code(checkNew({ ...aCase, happenedOn: '2026-05-13' }, TODAY))).toBe('cases.in_the_future');
    expect(code(checkNew({ ...aCase, dueOn: '2026-05-11' }, TODAY))).toBe('cases.due_in_the_past');
    expect(code(checkNew({ ...aCase, personIds: [ID, ID] }, TODAY))).toBe('cases.person_twice');
  });
  test('a step is between the wrong and today, and nothing is added to what is closed', () => {
    const step = { doneOn: TODAY, dueOn: null };
    expect(code(checkStep(standing, step, TODAY))).toBe('ok');
    expect(code(checkStep(standing, { ...step, doneOn: '2026-03-31' }, TODAY))).toBe('cases.before_it_happened');
    expect(code(checkStep(standing, { ...step, doneOn: '2026-05-13' }, TODAY))).toBe('cases.in_the_future');
    expect(code(checkStep(standing, { ...step, dueOn: '2026-05-11' }, TODAY))).toBe('cases.due_in_the_past');
    expect(code(checkStep({ ...standing, outcome: 'lost' }, step, TODAY))).toBe('cases.closed_already');
  });
  test('overdue begins the day after the deadline and ends with the case', () => {
    expect(isOverdue({ outcome: null, dueOn: TODAY }, TODAY)).toBe(false);
    expect(isOverdue({ outcome: null, dueOn: '2026-05-11' }, TODAY)).toBe(true);
    expect(isOverdue({ outcome: 'settled', dueOn: '2026-05-11' }, TODAY)).toBe(false);
    expect(isOverdue({ outcome: null, dueOn: null }, TODAY)).toBe(false);
  });
});

test('who lost or gave up recovered nothing; a part may be recovered otherwise', () => {
  expect(code(checkClose(standing, end, TODAY))).toBe('ok');
  expect(code(checkClose(standing, { ...end, recoveredPaise: 1 }, TODAY))).toBe('cases.recovered_nothing');
  expect(code(checkClose(standing, { ...end, outcome: 'withdrawn', recoveredPaise: 1 }, TODAY))).toBe(
    'cases.recovered_nothing',
  );
  expect(code(checkClose(standing, { ...end, outcome: 'partly', recoveredPaise: 1 }, TODAY))).toBe('ok');
});

describe('small cells', () => {
  const large: CaseFigures = {
    ...{ open: 12, overdue: 6, closed: 10, closedKnown: 5, claimedPaise: 900, recoveredPaise: 300 },
    ...{ closedUnknown: 5, recoveredUnknownPaise: 40 },
  };
  test('what is large is shown as it is; none at all is no small cell', () => {
    expect(hideSmallCells(large)).toEqual(large);
    expect(hideSmallCells({ ...large, overdue: 0 }).overdue).toBe(0);
  });
  test('late ones are hidden too when those not late would be few', () => {
    expect(hideSmallCells({ ...large, overdue: 9 }).overdue).toBeNull();
  });
  test('rupees go with the cases they belong to', () => {
    expect(hideSmallCells({ ...large, closedKnown: 9, closedUnknown: 1 })).toMatchObject({
      closed: 10,
      claimedPaise: null,
      recoveredPaise: null,
      recoveredUnknownPaise: null,
    });
  });
  test('no shown count, and no difference of two shown ones, is one to four', () => {
    const few = fc.nat(14);
    const made = fc.tuple(few, few, few, few).map(([overdue, rest, closedKnown, closedUnknown]) => ({
      ...large,
      ...{ open: overdue + rest, overdue, closed: closedKnown + closedUnknown, closedKnown, closedUnknown },
    }));
    fc.assert(
      fc.property(made, (given) => {
        const seen = hideSmallCells(given);
        const small = (count: number | null) => count !== null && count > 0 && count < 5;
        const less = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);
        expect([seen.open, seen.overdue, seen.closed, seen.closedKnown, seen.closedUnknown].some(small)).toBe(false);
        expect(small(less(seen.open, seen.overdue)) || small(less(seen.closed, seen.closedKnown))).toBe(false);
        expect(seen.claimedPaise === null).toBe(seen.closedKnown === null);
      }),
    );
  });
});
