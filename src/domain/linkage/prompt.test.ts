import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Booked } from './booked.rules.ts';
import { FundRules } from './funds.model.ts';
import { limitPrompt, limitRun, termPrompt, type Prompt } from './prompt.rules.ts';

const text = readFileSync(new URL('../../../db/reference/group-funds.json', import.meta.url), 'utf8');
const rules = FundRules.parse(JSON.parse(text));

describe('prompt payer', () => {
  const limit = rules.prompt.find((one) => one.fund === 'cash_credit')!;
  const rule = { ...limit, creditsCoverInterest: true };
  const move = (on: string, paise: number, interest = false) => ({ on, paise, interest });
  const limited = (...of: [fromOn: string, paise: number | null][]) => of.map(([fromOn, paise]) => ({ fromOn, paise }));
  const span = { from: '2026-01-01', to: '2026-03-31', limits: limited(['2025-04-01', 1_000]) };
  const good = [move('2026-01-05', 900), ...['2026-01-20', '2026-02-20', '2026-03-20'].map((on) => move(on, -50))];

  test('thirty days above the limit pass, thirty-one do not', () => {
    const over = (until: string) =>
      [...good, move('2026-01-06', 200), move(until, -200)].toSorted((a, b) => (a.on < b.on ? -1 : 1));
    expect(limitRun(over('2026-02-05'), { ...span, limits: limited(['2025-04-01', 950]) }, rule).overDays).toBe(30);
    expect(limitRun(over('2026-02-06'), { ...span, limits: limited(['2025-04-01', 950]) }, rule).overDays).toBe(31);
  });
  test('a month without a payment, or one below its interest', () => {
    expect(limitRun(good, span, rule)).toEqual({ overDays: 0, quietMonths: [], uncoveredMonths: [] });
    expect(limitRun(good.slice(0, 3), span, rule).quietMonths).toEqual(['2026-03-01']);
    expect(limitRun([...good, move('2026-02-28', 60, true)], span, rule).uncoveredMonths).toEqual(['2026-02-01']);
  });

  test('each day beside the limit of its own year; a year the books do not tell judges nothing', () => {
    // 900 drawn on 5 January; the limit of the year before was 500 and ends with February
    const limits = (before: number | null) => limited(['2025-03-01', before], ['2026-03-01', 1_000]);
    expect(limitRun(good, { ...span, limits: limits(500) }, rule).overDays).toBe(55);
    expect(limitRun(good, { ...span, limits: limits(1_000) }, rule).overDays).toBe(0);
    expect(limitRun(good, { ...span, limits: limits(null) }, rule).overDays).toBe(0);
    // the limit falls, and what was drawn under the higher one is over it
    const fell = limited(['2025-03-01', 1_000], ['2026-03-01', 500]);
    expect(limitRun(good, { ...span, limits: fell }, rule).overDays).toBe(31);
  });

  const book = (...moves: [on: string, kind: 'came' | 'paid' | 'interest', paise: number][]): Booked => ({
    ...{ paise: 0, owedPaise: 0, isSure: true },
    moves: moves.map(([on, kind, paise]) => ({ on, kept: 'bank', kind, paise })),
  });
  const states = (prompt: Prompt) => prompt.clauses.map((one) => `${one.code} ${one.why ?? one.state}`);

  test('of a limit the books tell two clauses; whether the interest was covered only the bank can say', () => {
    const run = book(['2026-01-05', 'came', 900], ['2026-01-20', 'interest', 9], ['2026-02-20', 'paid', 50]);
    const found = limitPrompt(run, { ...span, to: '2026-02-28' }, rule);
    expect(found.state).toBe('unknown');
    expect(states(found)).toEqual(['under_limit met', 'credit_each_month met', 'covers_interest bank_only']);
    expect(limitPrompt(run, span, rule)).toMatchObject({ state: 'not_met' });
    expect(states(limitPrompt(book(), span, rule))[0]).toBe('under_limit not_in_books');
    const untold = limited(['2025-03-01', null], ['2026-02-01', 1_000]);
    expect(states(limitPrompt(run, { ...span, limits: untold }, rule))[0]).toBe('under_limit not_in_books');
    expect(states(limitPrompt({ ...run, isSure: false }, span, rule))[0]).toBe('under_limit kept_together');
  });

  test('a term loan: each instalment of the letter within the days of the rule, interest counted with it', () => {
    const term = rules.prompt.find((one) => one.fund === 'bank_term')!;
    const instalments = { firstDueOn: '2026-02-10', instalmentPaise: 110 };
    const paid = (on: string) => [
      [on, 'interest', 10] as [string, 'interest', number],
      [on, 'paid', 100] as [string, 'paid', number],
    ];
    const loan = (...days: string[]) => book(['2026-01-05', 'came', 300], ...days.flatMap(paid));
    const test = (booked: Booked, to: string, letter: typeof instalments | null = instalments) =>
      termPrompt(booked, { instalments: letter, to }, term);
    // due 10 February, thirty days later is 12 March
    expect(test(loan('2026-03-12'), '2026-03-31').state).toBe('met');
    expect(test(loan('2026-03-13'), '2026-03-31')).toMatchObject({
      state: 'not_met',
      clauses: [{ code: 'instalments', daysMost: 30, when: ['2026-02-10'] }],
    });
    // while its days run an instalment is not late; and what is paid back whole owes no more of them
    expect(test(loan(), '2026-03-12').state).toBe('met');
    expect(test(loan('2026-02-10', '2026-02-11', '2026-02-12'), '2026-12-31').state).toBe('met');
    expect(states(test(loan(), '2026-12-31', null))).toEqual(['instalments no_instalments']);
    expect(states(test(book(), '2026-12-31'))).toEqual(['instalments not_in_books']);
    expect(states(test({ ...loan(), isSure: false }, '2026-12-31'))).toEqual(['instalments kept_together']);
  });
});
