import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_PAISE } from '#platform/money.ts';
import { LANGUAGES, type Language } from './languages.ts';
import { countInWords, moneyInWords } from './money-words.ts';
import { ENGLISH_BELOW_HUNDRED, HINDI_BELOW_HUNDRED, URDU_BELOW_HUNDRED } from './number-words.ts';

const TABLES: Record<Language, readonly string[]> = {
  en: ENGLISH_BELOW_HUNDRED,
  hi: HINDI_BELOW_HUNDRED,
  ur: URDU_BELOW_HUNDRED,
};
const SCALE_WORDS: Record<Language, readonly string[]> = {
  en: ['hundred', 'thousand', 'lakh', 'crore'],
  hi: ['सौ', 'हज़ार', 'लाख', 'करोड़'],
  ur: ['سو', 'ہزار', 'لاکھ', 'کروڑ'],
};
const SCALE_SIZES = [100, 1_000, 100_000, 10_000_000];

/** Reads words back, independently of how they were made: below a scale word stands how many of it there are. */
function read(words: string, language: Language): number {
  let done = 0;
  let open = 0;
  for (const word of words.split(' ')) {
    const scale = SCALE_WORDS[language].indexOf(word);
    if (scale === -1) {
      const value = TABLES[language].indexOf(word);
      if (value === -1) throw new Error(`unknown word ${word}`);
      open += value;
    } else if (scale === 0) open *= 100;
    else if (scale === 3) {
      done = (done + open) * SCALE_SIZES[3]!;
      open = 0;
    } else {
      done += open * SCALE_SIZES[scale]!;
      open = 0;
    }
  }
  return done + open;
}

describe.each(LANGUAGES)('%s', (language) => {
  test('has a word of its own for each number below a hundred', () => {
    expect(TABLES[language]).toHaveLength(100);
    expect(new Set([...TABLES[language], ...SCALE_WORDS[language]]).size).toBe(104);
  });

  test('what is said can be read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_PAISE / 100 }), (value) => {
        expect(read(countInWords(value, language), language)).toBe(value);
      }),
    );
  });
});

test.each<[number, Language, string]>([
  [0, 'en', 'zero rupees'],
  [100, 'en', 'one rupee'],
  [1, 'en', 'one paisa'],
  [12_345_650, 'en', 'one lakh twenty-three thousand four hundred fifty-six rupees and fifty paise'],
  [-25_000, 'en', 'minus two hundred fifty rupees'],
  [423_000, 'hi', 'चार हज़ार दो सौ तीस रुपये'],
  [9_999_900, 'hi', 'निन्यानवे हज़ार नौ सौ निन्यानवे रुपये'],
  [150, 'hi', 'एक रुपया और पचास पैसे'],
  [10_000_000_000, 'hi', 'दस करोड़ रुपये'],
  [423_000, 'ur', 'چار ہزار دو سو تیس روپے'],
  [7_800, 'ur', 'اٹھہتر روپے'],
  [50, 'ur', 'پچاس پیسے'],
])('%i paise in %s', (paise, language, words) => {
  expect(moneyInWords(paise, language)).toBe(words);
});

test('what is no amount is refused', () => {
  expect(() => moneyInWords(0.5, 'en')).toThrow(RangeError);
  expect(() => countInWords(-1, 'hi')).toThrow(RangeError);
});
