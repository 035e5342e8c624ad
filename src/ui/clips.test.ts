import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LANGUAGES } from './languages.ts';
import { clipsOfRupees } from './speak.ts';

const folder = new URL('../../static/field/clips/', import.meta.url);

test.each(LANGUAGES)('every clip an amount can ask for is there in %s', (language) => {
  const listed = JSON.parse(readFileSync(new URL(`${language}/index.json`, folder), 'utf8')) as string[];
  const files = readdirSync(new URL(language, folder)).filter((name) => name.endsWith('.mp3'));
  expect(files.sort()).toEqual(listed.map((key) => `${key}.mp3`).sort());
  for (const key of ['saved', 'repaid', 'loan_left']) expect(listed).toContain(key);
  const known = new Set(listed);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_99_99_999_00 }), (paise) =>
      clipsOfRupees(paise).every((key) => known.has(key)),
    ),
  );
});

test('clips stay small enough to be kept by a cheap phone', () => {
  const bytes = LANGUAGES.map((language) =>
    readdirSync(new URL(language, folder)).reduce(
      (sum, name) => sum + readFileSync(new URL(`${language}/${name}`, folder)).length,
      0,
    ),
  );
  expect(Math.max(...bytes)).toBeLessThan(400_000);
});
