import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sentenceKey } from './outcome-text.ts';

const MODULES = ['meetings', 'loans', 'savings', 'groups', 'obligations', 'debts', 'cases', 'linkage'] as const;
const sources = (module: string): string =>
  readdirSync(new URL(`../domain/${module}/`, import.meta.url))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(`../domain/${module}/${file}`, import.meta.url), 'utf8'))
    .join('\n');

/** Codes as they stand in the rules: whole ones, and reasons handed to the meeting's own `no` and `warn`. */
function codesOf(module: string): string[] {
  const text = sources(module);
  const whole = [...text.matchAll(/\b(?:ruledOut|refused|held)\(\s*'([a-z]+\.[a-z_]+)'/g)].map((match) => match[1]!);
  const reasons = [...text.matchAll(/\b(?:no|warn)\(\s*(?:\w+ \? )?'([a-z_]+)'(?: : '([a-z_]+)')?/g)].flatMap((match) =>
    match.slice(1).filter((reason) => reason !== undefined),
  );
  const asData = [...text.matchAll(/^ {2}\w+: '([a-z]+\.erase_open_[a-z_]+)',$/gm)].map((match) => match[1]!);
  return [...new Set([...whole, ...asData, ...reasons.map((reason) => `${module}.${reason}`)])].filter(
    (code) => !code.startsWith('door.'),
  );
}
const sentencesIn = (language: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`messages/${language}/errors.json`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;

test.each(MODULES)('every refusal and warning of %s has a sentence in three languages', (module) => {
  const codes = codesOf(module);
  expect(codes.length).toBeGreaterThan(3);
  for (const language of ['en', 'hi', 'ur']) {
    const known = sentencesIn(language);
    expect(codes.filter((code) => !(sentenceKey(code) in known)).map((code) => `${language} ${code}`)).toEqual([]);
  }
});

test('the search finds both ways a code is written', () => {
  expect(codesOf('meetings')).toEqual(
    expect.arrayContaining(['meetings.no_rules', 'meetings.loan_without_money', 'meetings.cash_over_limit']),
  );
});
