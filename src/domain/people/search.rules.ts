/**
 * What is stored so that a name typed in one script finds the person written in another, as you type.
 * Three kinds of token share one index: the letters as written, the sounds with vowels (`~`), the bare consonants (`=`).
 */
import { readDigits } from '#platform/digits.ts';
import { foldToken, namesOf, nameTokens, type Names } from './names.rules.ts';
import { soundsOf, type Sound } from './name-sounds.rules.ts';

const COARSE: Readonly<Record<string, string>> = { S: 's', z: 'j', R: 'r', C: 'c' };
const coarse = (is: string): string => COARSE[is] ?? is;

function skeleton(sounds: readonly Sound[], vavSpeaks: boolean): string {
  let key = sounds[0]?.kind === 'v' ? 'a' : '';
  for (const sound of sounds) {
    const letter = sound.kind === 'c' ? coarse(sound.is) : sound.kind === 'w' && vavSpeaks ? 'v' : '';
    if (letter && !key.endsWith(letter)) key += letter;
  }
  return key;
}

/** Consonants only, coarse; a vowel is kept at the head alone; doubled consonants are one. Two keys where Urdu's vav may be a v. */
export function skeletonsOf(token: string): string[] {
  const sounds = soundsOf(token);
  const silent = skeleton(sounds, false);
  const spoken = skeleton(sounds, true);
  return silent === spoken ? [silent] : [silent, spoken];
}

const soundLetter = (sound: Sound): string =>
  sound.kind === 'c' ? coarse(sound.is) : sound.kind === 'w' ? 'u' : sound.is === 'any' ? 'a' : sound.is;

/** Sounds with i and u, without inner a: what Latin and Devanagari agree on ("sunit"). */
export function soundKeyOf(token: string): string {
  let key = '';
  soundsOf(token).forEach((sound, index) => {
    const letter = soundLetter(sound);
    if (sound.kind === 'v' && (letter === 'a' || sound.strength === 'faint') && index > 0) return;
    if (!key.endsWith(letter)) key += letter;
  });
  return key;
}

/** A flapped r is written d or r: both keys are stored. */
const spellings = (token: string): string[] => {
  const swappedToken = token.replace(/[डढ]\u093c/g, 'ड').replace(/ڑ/g, 'ڈ');
  return swappedToken === token ? [token] : [token, swappedToken];
};

const PHONE_TAIL = 10;
const words = (text: string): string[] =>
  foldToken(text)
    .split(/[^\p{L}\p{M}\p{N}\u200c]+/u)
    .filter((word) => word !== '');

function addKeys(found: Set<string>, token: string): void {
  const sound = soundKeyOf(token);
  if (sound) found.add(`~${sound}`);
  for (const key of skeletonsOf(token)) if (key.length >= 2) found.add(`=${key}`);
}

/** All tokens of a person: every spelling of her name, and her phone number by its beginning. */
export function searchTokens(person: Names & { readonly phone?: string | null | undefined }): string[] {
  const found = new Set<string>();
  for (const name of namesOf(person)) {
    for (const word of words(name)) found.add(word);
    const tokens = nameTokens(name).map((token) => token.text);
    // two words here are one word there: "Noor Jahan", "Noorjahan"
    const glued = tokens.slice(1).map((token, index) => `${tokens[index]}${token}`);
    for (const spelling of [...tokens, ...glued].flatMap(spellings)) addKeys(found, spelling);
  }
  if (person.phone) found.add(readDigits(person.phone).replace(/\D/g, '').slice(-PHONE_TAIL));
  return [...found];
}

/** One typed word as prefixes to look for: letters, sounds, bare consonants (only when they say enough to be worth a look). */
export type TypedWord = {
  readonly text: string;
  readonly sounds: readonly string[];
  readonly skeletons: readonly string[];
};

/** Reads what stands in the search box; at most four words count. */
export function typedWords(typed: string): TypedWord[] {
  return words(readDigits(typed)).slice(0, 4).map(typedWord);
}

function typedWord(text: string): TypedWord {
  if (/^\d+$/.test(text)) return { text: text.slice(-PHONE_TAIL), sounds: [], skeletons: [] };
  const ways = spellings(text);
  // one consonant of a longer word would match a tenth of all persons and tell nothing
  const sounds = ways.map(soundKeyOf).filter((key) => key.length >= (text.length > 2 ? 2 : 1));
  const keys = text.length >= 3 ? ways.flatMap(skeletonsOf).filter((key) => key.length >= 2) : [];
  return {
    text,
    sounds: [...new Set(sounds)].map((key) => `~${key}`),
    skeletons: [...new Set(keys)].map((key) => `=${key}`),
  };
}
