import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Language } from './languages.ts';

const folder = new URL('messages/', import.meta.url);
const settings = JSON.parse(readFileSync(new URL('../../project.inlang/settings.json', import.meta.url), 'utf8')) as {
  'plugin.inlang.messageFormat': { pathPattern: string[] };
};
type Messages = Record<string, unknown>;

const areasOf = (language: Language): string[] => readdirSync(new URL(language, folder)).sort();
const read = (language: Language, area: string): Messages =>
  JSON.parse(readFileSync(new URL(`${language}/${area}`, folder), 'utf8')) as Messages;

/** A sentence may be a text or a list of cases; either way every text in it. */
function texts(message: unknown): string[] {
  if (typeof message === 'string') return [message];
  return (message as { match: Record<string, string> }[]).flatMap((cases) => Object.values(cases.match));
}
const placeholders = (message: unknown): string[] =>
  [...new Set(texts(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)))].sort();

/** Names and short forms that are the same in every language. */
const SAME_EVERYWHERE = new Set(['common_export_pdf']);
const OWN_SCRIPT = { hi: /[\u0900-\u097F]/, ur: /[\u0600-\u06FF]/ } as const;

test('each language has the same areas, and the compiler is told of each', () => {
  const areas = areasOf('en');
  expect(areasOf('hi')).toEqual(areas);
  expect(areasOf('ur')).toEqual(areas);
  const told = settings['plugin.inlang.messageFormat'].pathPattern.map((path) => path.split('/').at(-1)).sort();
  expect(told).toEqual(areas);
});

test('no key is used by two areas', () => {
  const keys = areasOf('en').flatMap((area) => Object.keys(read('en', area)));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

describe.each(areasOf('en'))('%s', (area) => {
  const english = read('en', area);

  test.each(['hi', 'ur'] as const)('has every sentence in %s and none too many', (language) => {
    expect(Object.keys(read(language, area)).sort()).toEqual(Object.keys(english).sort());
  });

  test.each(['hi', 'ur'] as const)('keeps the placeholders in %s', (language) => {
    for (const [key, message] of Object.entries(read(language, area))) {
      expect([key, placeholders(message)]).toEqual([key, placeholders(english[key])]);
    }
  });

  test.each(['hi', 'ur'] as const)('is really written in %s', (language) => {
    const foreign = Object.entries(read(language, area)).filter(
      ([key, message]) =>
        !SAME_EVERYWHERE.has(key) && texts(message).some((text) => !OWN_SCRIPT[language].test(text) || text === ''),
    );
    expect(foreign.map(([key]) => key)).toEqual([]);
  });
});

/** Words that another one stands for (docs/glossary.md): whole words, in any message. */
const OTHER_WORDS = {
  hi: 'मीटिंग ऋण क़र्ज़ अंश डिब्बा डिब्बे लेखापाल व्यवस्थापक सुपरवाइज़र PIN अभिलेख बाकी फोटो',
  ur: 'بیٹھک رکن ارکان ڈبہ ڈبے صندوق سپروائزر PIN ریکارڈ تنظیمیں وفاق',
} as const;

test.each(['hi', 'ur'] as const)('one word for one thing in %s', (language) => {
  const letter = '[\\w\\u0900-\\u0963\\u0966-\\u097F\\u0610-\\u061A\\u0620-\\u06D3\\u06D5-\\u06FF]';
  const words = OTHER_WORDS[language].split(' ');
  const found = areasOf(language).flatMap((area) =>
    Object.entries(read(language, area)).flatMap(([key, message]) =>
      words
        .filter((word) => texts(message).some((text) => new RegExp(`(?<!${letter})${word}(?!${letter})`).test(text)))
        .map((word) => `${key}: ${word}`),
    ),
  );
  expect(found).toEqual([]);
});
