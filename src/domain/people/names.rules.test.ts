import { describe, expect, it } from 'vitest';
import { DIFFERENT_NAMES, SAME_NAME, SAME_SPELLED_OTHERWISE } from './names.cases.ts';
import { nameLikeness, SIMILAR_NAME } from './names.rules.ts';
import { searchTokens, typedWords } from './search.rules.ts';

const missed = (pairs: readonly (readonly [string, string])[]) =>
  pairs.filter(([a, b]) => nameLikeness(a, b) < SIMILAR_NAME);

describe('names across scripts', () => {
  // measured November 2026: 198 of 198 cross-script pairs, 30 of 30 spellings, 75 of 76 different pairs told apart (Salma/Salima is not),
  // 6 of 19,305 pairs among 66 unrelated names taken for one
  it.each(SAME_NAME)('%s = %s = %s', (latin, devanagari, urdu) => {
    expect(
      missed([
        [latin, devanagari],
        [latin, urdu],
        [devanagari, urdu],
      ]),
    ).toEqual([]);
  });
  it('other spellings of one name', () => expect(missed(SAME_SPELLED_OTHERWISE)).toEqual([]));
  it('two different names are told apart', () => {
    const taken = DIFFERENT_NAMES.filter((pair) => missed([pair]).length === 0);
    expect(taken).toEqual([['Salma', 'Salima']]);
  });
  it('hardly any two unrelated names are taken for one', () => {
    let wrong = 0;
    SAME_NAME.forEach((left, i) =>
      SAME_NAME.slice(i + 1).forEach((right) =>
        left.forEach((a) => right.forEach((b) => (wrong += nameLikeness(a, b) >= SIMILAR_NAME ? 1 : 0))),
      ),
    );
    expect(wrong).toBeLessThanOrEqual(6);
  });
  it('likeness is the same from both sides', () => {
    for (const [a, b] of [...DIFFERENT_NAMES, ...SAME_SPELLED_OTHERWISE])
      expect(Math.abs(nameLikeness(a, b) - nameLikeness(b, a))).toBeLessThanOrEqual(1);
  });
});

describe('search keys', () => {
  it.each(SAME_NAME)('typing %s, %s or %s finds all three', (...spellings) => {
    for (const stored of spellings) {
      const tokens = searchTokens({ nameLatin: stored });
      for (const typed of spellings) {
        const found = typedWords(typed).some((word) =>
          [word.text, ...word.sounds, ...word.skeletons].some((prefix) =>
            tokens.some((token) => token.startsWith(prefix)),
          ),
        );
        expect(found, `${typed} -> ${stored}`).toBe(true);
      }
    }
  });
  it('finds a phone number by its beginning, in any digits', () => {
    expect(searchTokens({ nameLatin: 'A', phone: '+91 98765 43210' })).toContain('9876543210');
    expect(typedWords('९८७६')).toEqual([{ text: '9876', sounds: [], skeletons: [] }]);
  });
});
