import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import {
  conditionsOf,
  drawingPower,
  inForce,
  limitYear,
  nextDose,
  sumOf,
  subventionFor,
  checkStep,
  stepsFrom,
  type FundFacts,
  type Line,
} from './funds.rules.ts';
import { FundRules } from './funds.model.ts';
import { Scheme, type Parameter } from './grading.model.ts';
import { checkAnswers, gradeOf, liftOf, markOf, marksFor, mostOf, type Mark } from './grading.rules.ts';
import {
  collected,
  measured,
  missedDays,
  monthsBetween,
  standingOf,
  type Facts,
  type LoanFact,
} from './measures.rules.ts';
import { checkResolution, sharesOf, type ShareFact } from './plan.rules.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../db/reference/${name}`, import.meta.url), 'utf8')) as unknown;
const schemes = z.array(Scheme).parse(read('grading-schemes.json'));
const rules = FundRules.parse(read('group-funds.json'));
const scheme = (code: string) => schemes.find((one) => one.scheme === code)!;

const row = (dueOn: string, principalPaise: number, interestPaise = 0) => ({ dueOn, principalPaise, interestPaise });
const paid = (paidOn: string, principalPaise: number, interestPaise = 0) => ({ paidOn, principalPaise, interestPaise });
const loan = (change: Partial<LoanFact> = {}): LoanFact => ({
  loanId: 'l1',
  personId: 'p1',
  purpose: 'trade',
  principalPaise: 300,
  prepaidPaise: 0,
  disbursedOn: '2026-01-12',
  rows: [row('2026-02-12', 100, 6), row('2026-03-12', 100, 4), row('2026-04-12', 100, 2)],
  payments: [],
  ...change,
});
const facts = (change: Partial<Facts> = {}): Facts => ({
  on: '2026-04-30',
  from: '2026-01-01',
  booksFromOn: '2025-04-01',
  graceDays: 3,
  closeDays: 3,
  plannedOn: ['2026-01-12', '2026-02-12', '2026-03-12', '2026-04-12'],
  meetings: [],
  members: [],
  loans: [],
  activeFrom: '2025-04-12',
  months: [],
  ...change,
});

describe('measures', () => {
  test('a meeting answers for the planned day nearest to it, once', () => {
    const planned = ['2026-01-12', '2026-02-12', '2026-03-12'];
    expect(missedDays(planned, ['2026-01-15', '2026-03-10'])).toEqual(['2026-02-12']);
    // two meetings in one month do not make up for a month without
    expect(missedDays(planned, ['2026-01-12', '2026-01-13', '2026-01-14'])).toHaveLength(2);
    expect(missedDays(planned, [])).toEqual(planned);
  });

  test('on time is by each instalment’s own day, with grace; late money counts as recovered, not as on time', () => {
    const late = loan({ payments: [paid('2026-02-14', 100, 6), paid('2026-04-12', 100, 4)] });
    const found = collected(late, facts());
    expect(found).toEqual({ askedPaise: 312, onTimePaise: 106, paidPaise: 210 });
    expect(measured('on_time', facts({ loans: [late] }))).toMatchObject({ value: 3397, out: 106, of: 312 });
    expect(measured('recovery', facts({ loans: [late] })).value).toBe(6730);
  });

  test('what fell due before the window is paid first and counts for nothing', () => {
    const found = collected(loan({ payments: [paid('2026-02-12', 100, 6)] }), facts({ from: '2026-03-01' }));
    expect(found).toEqual({ askedPaise: 206, onTimePaise: 0, paidPaise: 0 });
  });

  test('principal that should have come back by a day', () => {
    expect(standingOf(loan({ payments: [paid('2026-02-12', 100, 6)] }), { on: '2026-03-20' })).toEqual({
      leftPaise: 200,
      overduePaise: 100,
    });
  });

  test('nothing to measure is not known, never zero', () => {
    const empty = facts({ plannedOn: [] });
    for (const measure of ['meetings_held', 'attendance', 'on_time', 'borrowed', 'idle', 'books_kept'] as const)
      expect(measured(measure, empty).value).toBeNull();
  });

  test('whole months only', () => {
    expect(monthsBetween('2026-01-31', '2026-02-28')).toBe(1);
    expect(monthsBetween('2026-01-12', '2026-07-11')).toBe(5);
    expect(monthsBetween('2026-01-12', '2025-07-11')).toBe(0);
  });
});

describe('marks and grade', () => {
  test('a bound that says more than is not met by the bound itself', () => {
    const presence = scheme('state_bank_2').parameters.find((one) => one.code === 'presence')!;
    const at = (value: number) =>
      markOf(presence, { unit: 'bps', value, out: null, of: null, money: false, behind: [] }, null).marks;
    expect([at(9_001), at(9_000), at(7_500), at(7_499)]).toEqual([10, 5, 5, 0]);
  });

  test('A is above 85, so 85 of 100 is B', () => {
    const marks = (total: number): Mark[] => [{ code: 'x', most: 100, marks: total, measured: null, answer: null }];
    const { grades } = scheme('ten_points');
    expect([86, 85, 75, 74].map((total) => gradeOf({ kind: 'marks', grades }, marks(total)).grade)).toEqual([
      'A',
      'B',
      'B',
      'C',
    ]);
  });

  test('a head nobody can say leaves the grade open; a failed condition does not wait for it', () => {
    const mark = (marks: number | null): Mark => ({ code: 'x', most: 1, marks, measured: null, answer: null });
    expect(gradeOf(scheme('panchasutra'), [mark(null)]).grade).toBeNull();
    expect(gradeOf(scheme('myrada'), [mark(null), mark(1)]).grade).toBeNull();
    expect(gradeOf(scheme('myrada'), [mark(null), mark(0)]).grade).toBe('not_met');
  });

  test('every scheme of the file: best marks first, answers or bands, a hundred marks where it says so', () => {
    for (const one of schemes)
      for (const head of one.parameters) {
        expect(head.bands.map((band) => band.marks)).toEqual(
          head.bands.map((band) => band.marks).toSorted((a, b) => b - a),
        );
        expect((head.measure === null) === (head.bands.length === 0)).toBe(true);
        expect((head.measure === null) === head.answers.length > 0).toBe(true);
      }
    for (const code of ['panchasutra', 'ten_points', 'dasasutra'])
      expect(scheme(code).parameters.reduce((sum, head) => sum + mostOf(head), 0)).toBe(100);
  });

  test('the way up a grade reaches it, and no fewer bands do', () => {
    const five = scheme('panchasutra');
    const oneBand = (head: Parameter) => fc.constantFrom(...head.bands.map((band) => band.marks));
    fc.assert(
      fc.property(fc.tuple(...five.parameters.map(oneBand)), (given) => {
        const marks = five.parameters.map((head, at): Mark => ({
          code: head.code,
          most: mostOf(head),
          marks: given[at]!,
          measured: null,
          answer: null,
        }));
        const graded = gradeOf(five, marks);
        const lift = liftOf(five, graded);
        if (graded.grade === 'A') {
          expect(lift).toBeNull();
          return;
        }
        const raised = graded.total + lift!.steps.reduce((sum, step) => sum + step.to - step.from!, 0);
        const cutOff = five.grades.find((one) => one.grade === lift!.grade)!;
        expect(raised).toBeGreaterThanOrEqual(marksFor(cutOff, graded.most));
        expect(bandsOf(five.parameters, lift!.steps)).toBe(fewest(five.parameters, given, lift!.needed));
      }),
      { numRuns: 60 },
    );
  });

  test('an assessor answers each head that asks, once', () => {
    const asked = scheme('state_bank_1');
    const both = [
      { code: 'defaulter', answer: 'yes' },
      { code: 'books_kept', answer: 'yes' },
    ] as const;
    expect(checkAnswers(asked, both).ok).toBe(true);
    expect(checkAnswers(asked, both.slice(1))).toMatchObject({ code: 'linkage.answer_missing' });
    expect(checkAnswers(asked, [...both, { code: 'size', answer: 'yes' }])).toMatchObject({
      code: 'linkage.answer_not_asked',
    });
    expect(checkAnswers(asked, [both[0], { code: 'books_kept', answer: 'high' }])).toMatchObject({
      code: 'linkage.answer_not_asked',
    });
  });
});

/** How many bands a set of steps climbs. */
const bandsOf = (
  heads: readonly Parameter[],
  steps: readonly { code: string; from: number | null; to: number }[],
): number =>
  steps.reduce((sum, { code, from, to }) => {
    const { bands } = heads.find((head) => head.code === code)!;
    return sum + bands.filter((band) => band.marks > (from ?? 0) && band.marks <= to).length;
  }, 0);
/** By trying everything. */
function fewest(heads: readonly Parameter[], given: readonly number[], needed: number): number {
  const walk = (at: number, gained: number): number => {
    if (gained >= needed) return 0;
    if (at === heads.length) return Infinity;
    const ups = heads[at]!.bands.map((band) => band.marks)
      .filter((marks) => marks > given[at]!)
      .toSorted((a, b) => a - b);
    return Math.min(walk(at + 1, gained), ...ups.map((marks, n) => n + 1 + walk(at + 1, gained + marks - given[at]!)));
  };
  return walk(0, 0);
}

test('a source is named as it is called; what explains it stands in three languages', () => {
  const all = [...schemes, ...rules.funds, ...rules.corpus, ...rules.subvention, ...rules.prompt];
  const told = all.filter((one) => /: |\b(the|not|or|needed|above|below|choice)\b/.test(one.source));
  expect(told.map((one) => one.source)).toEqual([]);
  for (const { note } of all) {
    expect(note.en).toMatch(/^[₹A-Z0-9].*\.$/);
    expect(note.hi).toMatch(/[\u0900-\u097f].*।$/);
    expect(note.ur).toMatch(/[\u0600-\u06ff].*۔$/);
  }
});

describe('money from outside', () => {
  const ready: FundFacts = {
    ...{ on: '2026-11-01', monthsActive: 7, rules: { total: 80, most: 100 }, members: 12, sizeException: false },
    ...{ corpusPaise: 40_000_00, hasBank: true, certificateOn: '2026-10-01', planApprovedOn: null },
    receivedPaise: { revolving_fund: 0, cif: 0, vrf: 0, bank_term: 0, cash_credit: 0 },
    owedPaise: { revolving_fund: 0, cif: 0, vrf: 0, bank_term: 0, cash_credit: 0 },
    isBankToldApart: true,
    linesOpen: [],
    ownDues: null,
  };
  const now = inForce(rules.funds, '2026-11-01');

  test('the first dose: six times the corpus or 1,50,000, the higher', () => {
    const first = nextDose(now, 'bank_term', 0)!;
    expect(sumOf(first, ready).mostPaise).toBe(240_000_00);
    expect(sumOf(first, { ...ready, corpusPaise: 25_000_00 }).mostPaise).toBe(150_000_00);
    expect(nextDose(now, 'bank_term', 9)!.dose).toBe(4);
    // a limit is sanctioned whole, whatever may be drawn in its first year
    expect(sumOf(nextDose(now, 'cash_credit', 0)!, ready).mostPaise).toBe(600_000_00);
  });

  test('each condition by itself: met, not met, not known', () => {
    const states = (fund: 'bank_term' | 'revolving_fund' | 'cif', change: Partial<FundFacts> = {}) =>
      Object.fromEntries(
        conditionsOf(nextDose(now, fund, 0)!, { ...ready, ...change }).map((one) => [one.code, one.state]),
      );
    expect(Object.values(states('bank_term')).every((state) => state === 'met')).toBe(true);
    expect(states('bank_term', { rules: null })['rules']).toBe('unknown');
    expect(states('bank_term', { monthsActive: 5 })['months']).toBe('not_met');
    expect(states('cif')['plan']).toBe('not_met');
    const had = { ...ready.receivedPaise, revolving_fund: 15_000_00 };
    expect(states('revolving_fund', { receivedPaise: had })['once']).toBe('not_met');
    // dues to a bank that lent before stand in the bank's books
    expect(states('bank_term', { receivedPaise: { ...ready.receivedPaise, bank_term: 1 } })['no_default']).toBe(
      'unknown',
    );
  });

  test('the earlier loan is paid back, not, or cannot be told from the limit beside it', () => {
    const before = (dose: number, change: Partial<FundFacts>) =>
      conditionsOf(nextDose(now, 'bank_term', dose - 1)!, { ...ready, ...change }).find(
        (one) => one.code === 'before_repaid',
      )?.state;
    const owed = (bank_term: number, cash_credit = 0) => ({
      owedPaise: { ...ready.owedPaise, bank_term, cash_credit },
    });
    const had = { receivedPaise: { ...ready.receivedPaise, bank_term: 100 } };
    expect(before(1, {})).toBeUndefined();
    // a limit that is drawn is no earlier loan
    expect(before(2, owed(0, 500))).toBe('met');
    expect(before(2, { ...had, ...owed(1) })).toBe('not_met');
    // what the books began with was a loan before the first dose of the register
    expect(before(1, { ...had, ...owed(40) })).toBe('not_met');
    expect(before(2, { ...owed(40, 500), isBankToldApart: false })).toBe('unknown');
    expect(before(2, { ...owed(0, 0), isBankToldApart: false })).toBe('met');
  });

  test('drawing power by the year of the limit, never above the sanction', () => {
    const of = { sanctionedPaise: 700_000_00, sanctionedOn: '2025-03-10', corpusPaise: 50_000_00 };
    expect(drawingPower(now, { ...of, on: '2025-03-10' })).toEqual({ year: 1, paise: 300_000_00 });
    expect(drawingPower(now, { ...of, on: '2026-03-09' })).toEqual({ year: 1, paise: 300_000_00 });
    expect(drawingPower(now, { ...of, on: '2026-03-10' })).toEqual({ year: 2, paise: 400_000_00 });
    expect(drawingPower(now, { ...of, corpusPaise: 100_000_00, on: '2026-03-10' })?.paise).toBe(700_000_00);
    expect(drawingPower(now, { ...of, on: '2025-03-09' })).toBeNull();
    expect(limitYear('2025-03-10', '2026-03-09')).toEqual({ year: 1, fromOn: '2025-03-10' });
    expect(limitYear('2025-03-10', '2026-03-10')).toEqual({ year: 2, fromOn: '2026-03-10' });
  });

  test('the subvention of the day, by the size of the loan', () => {
    expect(subventionFor(rules.subvention, '2020-01-01', 300_000_00)).toMatchObject({
      rateBps: 700,
      promptBackBps: 300,
    });
    expect(subventionFor(rules.subvention, '2026-01-01', 300_000_01)).toMatchObject({ rateBps: 1000 });
    expect(subventionFor(rules.subvention, '2026-01-01', 500_000_01)).toBeNull();
  });

  test('a receipt never passes the sanction; a refusal says why', () => {
    const line: Line = {
      state: 'sanctioned',
      ...{ fund: 'bank_term', sanctionedOn: '2026-04-20', lastOn: '2026-05-01' },
      ...{ sanctionedPaise: 100, receivedPaise: 60 },
    };
    const step = { groupId: 'g', lineId: 'l', step: 'receive', on: '2026-05-02', amountPaise: 40, note: null } as const;
    expect(checkStep(line, step, '2026-06-01')).toMatchObject({ ok: true, value: 'received' });
    expect(checkStep(line, { ...step, amountPaise: 41 }, '2026-06-01')).toMatchObject({
      code: 'linkage.over_sanction',
    });
    expect(checkStep(line, { ...step, on: '2026-04-30' }, '2026-06-01')).toMatchObject({ code: 'linkage.step_before' });
    const asked = { ...line, state: 'applied' as const };
    expect(checkStep(asked, { ...step, step: 'refuse' }, '2026-06-01')).toMatchObject({
      code: 'linkage.reason_missing',
    });
    expect(checkStep(asked, step, '2026-06-01')).toMatchObject({ code: 'linkage.step_not_now' });
  });

  test('a letter is written down after the money came, from the sanction on, with its figures and a reason', () => {
    const line: Line = {
      state: 'received',
      ...{ fund: 'bank_term', sanctionedOn: '2026-04-20', lastOn: '2026-05-01' },
      ...{ sanctionedPaise: 100, receivedPaise: 100 },
    };
    const instalments = { firstDueOn: '2026-05-20', instalmentPaise: 10 };
    const letter = {
      ...{ groupId: 'g', lineId: 'l', on: '2026-04-25', amountPaise: null, note: 'found' },
      step: 'letter',
      instalments,
    } as const;
    const code = (change: object, of: object = {}) => {
      const ruling = checkStep({ ...line, ...of }, { ...letter, ...change }, '2026-06-01');
      return ruling.ok ? ruling.value : ruling.code;
    };
    expect(code({})).toBe('received');
    expect(code({}, { state: 'closed' })).toBe('closed');
    expect(code({ on: '2026-04-19' })).toBe('linkage.step_before');
    expect(code({ instalments: null })).toBe('linkage.letter_missing');
    expect(code({ note: null })).toBe('linkage.letter_reason_missing');
    expect(code({ instalments: { ...instalments, firstDueOn: '2026-04-19' } })).toBe('linkage.due_before');
    expect(code({}, { fund: 'cash_credit' })).toBe('linkage.step_not_now');
    expect(code({}, { state: 'applied' })).toBe('linkage.step_not_now');
    const steps = (of: object) => stepsFrom({ ...line, isWhole: true, ...of });
    expect([steps({}), steps({ isWhole: false }), steps({ fund: 'cash_credit' })]).toEqual([
      ['letter', 'close'],
      ['receive', 'letter', 'close'],
      ['close'],
    ]);
  });
});

describe('resolution and shares', () => {
  const found = {
    ...{ heldOn: '2026-05-12', present: 8, members: 12, quorum: { numerator: 2, denominator: 3 } },
    decision: { text: 'yes', votesFor: 5, votesAgainst: 3 },
  };
  test('quorum, voices and the day', () => {
    expect(checkResolution(found, { notBefore: '2026-05-12' }).ok).toBe(true);
    expect(checkResolution({ ...found, present: 7 }, { notBefore: '2026-05-12' })).toMatchObject({
      code: 'linkage.no_quorum',
    });
    expect(checkResolution(found, { notBefore: '2026-05-13' })).toMatchObject({ code: 'linkage.decided_before' });
    const tied = { ...found, decision: { ...found.decision, votesAgainst: 5 } };
    expect(checkResolution(tied, { notBefore: '2026-05-12' })).toMatchObject({ code: 'linkage.voted_down' });
    expect(checkResolution({ ...found, decision: undefined }, { notBefore: '2026-05-12' })).toMatchObject({
      code: 'linkage.no_decision',
    });
  });

  const aFact = fc.record({
    personId: fc.uuid(),
    savingsPaise: fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 12 }),
    interestPaidPaise: fc.integer({ min: 0, max: 1_000_000 }),
  });
  test('shares sum to the last paisa; none is negative; more weight is never less money', () => {
    fc.assert(
      fc.property(
        fc.array(aFact, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 100_000_000 }),
        fc.constantFrom('equal', 'savings_months', 'interest_paid'),
        (people: ShareFact[], total, key) => {
          const shares = sharesOf(key, total, people);
          if (!shares.ok) {
            expect(shares.code).toBe('linkage.no_weights');
            return;
          }
          expect(shares.value.reduce((sum, one) => sum + one.paise, 0)).toBe(total);
          for (const one of shares.value) {
            expect(one.paise).toBeGreaterThanOrEqual(0);
            if (one.weight === 0) expect(one.paise).toBe(0);
            for (const other of shares.value)
              if (one.weight > other.weight) expect(one.paise).toBeGreaterThanOrEqual(other.paise);
          }
        },
      ),
    );
  });
});
