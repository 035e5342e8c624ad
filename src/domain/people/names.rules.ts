/**
 * Comparing names across Latin, Devanagari and Urdu. The result is a hint for a person who decides, never a decision.
 * Sounds are aligned by weighted edit distance; the weights say what each script cannot write.
 */
import { scriptOf, soundsOf, type Script, type Sound } from './name-sounds.rules.ts';

/** Written before or after any woman's name; they tell nobody apart and are dropped unless nothing else is left. */
const HONORIFICS = new Set(
  `smt shrimati srimati shri sri mrs mr ms miss dr late mst mohtarma janab begum begam
   श्रीमती श्री कुमारी डॉ स्व स्वर्गीय बेगम मोहतरमा
   محترمہ جناب ڈاکٹر مرحوم مرحومہ بیگم شریمتی شری`.split(/\s+/),
);
/** Second names that half a village shares: they count for little. */
const WEAK = new Set(
  `mohammad abdul abdur devi bano banu bibi bi khatoon khatun kumari bai khanam nisha kaur
   मोहम्मद अब्दुल अब्दुर देवी बानो बानू बीबी बी खातून ख़ातून खातुन कुमारी बाई खानम ख़ानम कौर
   محمد عبدال عبدل دیوی بانو بی بی‌بی بیبی خاتون کماری بائی خانم کور`
    .split(/\s+/)
    .map((token) => foldToken(token)),
);
const SHORT_FORMS: Readonly<Record<string, string>> = {
  md: 'mohammad',
  mohd: 'mohammad',
  mohammed: 'mohammad',
  muhammad: 'mohammad',
  muhammed: 'mohammad',
  mohamed: 'mohammad',
  mo: 'mohammad',
  मो: 'मोहम्मद',
  मुहम्मद: 'मोहम्मद',
};

/** Lower case, one form of each letter, no accents, joiners, vowel points or nukta spelled in two ways. */
export function foldToken(token: string): string {
  return token
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u200b-\u200f\u0610-\u061a\u064b-\u0652\u0670\u0640]/g, '')
    .replace(/ي|ى/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/ه(?!\u0654)/g, 'ہ');
}

export type NameToken = { readonly text: string; readonly weak: boolean };

/** The tokens that tell people apart, in order; honorifics go unless the name is nothing else. */
export function nameTokens(name: string): NameToken[] {
  const all = foldToken(name)
    .split(/[^\p{L}\p{M}\u200c]+/u)
    .filter((token) => token !== '')
    .map((token) => SHORT_FORMS[token] ?? token);
  const kept = all.filter((token) => !HONORIFICS.has(token));
  const tokens = kept.length > 0 ? kept : all;
  const anyStrong = tokens.some((token) => !WEAK.has(token));
  return tokens.map((text, index) => ({ text, weak: WEAK.has(text) && (anyStrong || index > 0) }));
}

const NEAR: ReadonlySet<string> = new Set(
  ['sS', 'zj', 'Rr', 'Rd', 'vb', 'nm', 'sz', 'kg', 'Cj', 'Cs', 'rd'].flatMap((pair) => [pair, pair[1]! + pair[0]!]),
);
/** Pairs one letter apart that writers of one village do mix up: half as dear as the rest of `NEAR`. */
const NEAREST: ReadonlySet<string> = new Set(['sS', 'Ss', 'zj', 'jz', 'Rr', 'rR', 'Rd', 'dR']);
type Sides = { readonly left: Script; readonly right: Script };

/** What it costs that `sound` (written in script `own`) has no partner in script `otherScript`. */
function missing(sound: Sound, own: Script, otherScript: Script): number {
  if (sound.kind === 'w') return 0.35;
  if (sound.kind === 'c') return sound.is === 'h' ? 0.45 : 1;
  if (sound.is === 'a') {
    if (sound.strength === 'strong') return own === otherScript ? 0.4 : 0.35;
    return otherScript === 'latin' ? 0.15 : 0.05;
  }
  if (sound.strength === 'strong') return own === 'latin' && otherScript !== 'devanagari' ? 0.35 : 0.5;
  if (otherScript === 'urdu') return 0.05;
  if (sound.strength === 'faint') return sound.is === 'any' ? 0.1 : 0.2;
  return 0.75;
}

function swapped(a: Sound, b: Sound): number {
  if (a.kind === 'c' && b.kind === 'c') {
    if (a.is === b.is) return 0;
    if (NEAREST.has(a.is + b.is)) return 0.25;
    return NEAR.has(a.is + b.is) ? 0.6 : 1.2;
  }
  if (a.kind === 'w' || b.kind === 'w') {
    const other = a.kind === 'w' ? b : a;
    if (other.kind === 'w') return 0;
    if (other.kind === 'c') return other.is === 'v' ? 0 : 1.2;
    return other.is === 'u' || other.is === 'any' ? 0 : 0.6;
  }
  if (a.kind === 'v' && b.kind === 'v') {
    if (a.is === b.is || a.is === 'any' || b.is === 'any') return 0;
    if (a.strength === 'faint' || b.strength === 'faint') return a.is === 'u' || b.is === 'u' ? 0.35 : 0.15;
    // o and short a are heard alike ("Mohsin", "Mahsin"); i and u, a and i are not
    return a.is !== 'i' && b.is !== 'i' ? 0.4 : 0.6;
  }
  // y against a consonant, a vowel against a consonant: not the same sound
  return 1.4;
}

const weightOf = (sound: Sound): number => (sound.kind === 'c' ? 1 : 0.35);

/** Asha and Usha differ in the one sound nobody mishears. */
const headClash = (a: Sound, b: Sound): number =>
  a.kind === 'v' && b.kind === 'v' && a.is !== b.is && a.is !== 'any' && b.is !== 'any' ? 0.4 : 0;

/** Likeness of two sound rows, 0-100. */
function soundLikeness(left: readonly Sound[], right: readonly Sound[], sides: Sides): number {
  if (left.length === 0 || right.length === 0) return 0;
  let above = [0];
  for (const sound of right) above.push(above.at(-1)! + missing(sound, sides.right, sides.left));
  left.forEach((a) => {
    const row = [above[0]! + missing(a, sides.left, sides.right)];
    right.forEach((b, index) => {
      row.push(
        Math.min(
          above[index]! + swapped(a, b),
          above[index + 1]! + missing(a, sides.left, sides.right),
          row[index]! + missing(b, sides.right, sides.left),
        ),
      );
    });
    above = row;
  });
  const weight = [...left, ...right].reduce((sum, sound) => sum + weightOf(sound), 0) / 2;
  return Math.max(0, 100 * (1 - (above.at(-1)! + headClash(left[0]!, right[0]!)) / weight));
}

/** Likeness of two single tokens in any scripts, 0-100. */
export const tokenLikeness = (a: string, b: string): number =>
  a === b ? 100 : soundLikeness(soundsOf(a), soundsOf(b), { left: scriptOf(a), right: scriptOf(b) });

const WEAK_WEIGHT = 0.15;
const LATER_WEIGHT = 0.6;
const weights = (tokens: readonly NameToken[]): number[] => {
  let strong = 0;
  return tokens.map((token) => (token.weak ? WEAK_WEIGHT : (strong += 1) === 1 ? 1 : LATER_WEIGHT));
};

/** Pairs tokens best first; a token without a partner (a surname only one paper knows) costs half its weight. */
function pairedLikeness(left: readonly NameToken[], right: readonly NameToken[]): number {
  const [leftWeights, rightWeights] = [weights(left), weights(right)];
  const pairs = left
    .flatMap((a, i) => right.map((b, j) => ({ i, j, like: tokenLikeness(a.text, b.text) })))
    .sort((a, b) => b.like - a.like);
  const [usedLeft, usedRight] = [new Set<number>(), new Set<number>()];
  let [score, whole] = [0, 0];
  for (const { i, j, like } of pairs) {
    if (usedLeft.has(i) || usedRight.has(j) || like < 45) continue;
    usedLeft.add(i);
    usedRight.add(j);
    const weight = (leftWeights[i]! + rightWeights[j]!) / 2;
    score += weight * like;
    whole += weight;
  }
  leftWeights.forEach((weight, i) => (whole += usedLeft.has(i) ? 0 : weight / 2));
  rightWeights.forEach((weight, j) => (whole += usedRight.has(j) ? 0 : weight / 2));
  return whole === 0 ? 0 : score / whole;
}

const joined = (tokens: readonly NameToken[]): string => tokens.map((token) => token.text).join('');

/** Likeness of two names in any scripts, 0-100; 100 = same letters. */
export function nameLikeness(a: string, b: string): number {
  const [left, right] = [nameTokens(a), nameTokens(b)];
  if (left.length === 0 || right.length === 0) return 0;
  const paired = pairedLikeness(left, right);
  // "Noor Jahan" beside "Noorjahan"
  const glued = left.length === right.length ? 0 : tokenLikeness(joined(left), joined(right));
  return Math.round(Math.max(paired, glued));
}

/** From this likeness on two names are shown as perhaps one; measured in `names.rules.test.ts`. */
export const SIMILAR_NAME = 80;

export type Names = {
  readonly nameLatin?: string | null | undefined;
  readonly nameDevanagari?: string | null | undefined;
  readonly nameUrdu?: string | null | undefined;
};
export const namesOf = (names: Names): string[] =>
  [names.nameLatin, names.nameDevanagari, names.nameUrdu].filter((name): name is string => !!name?.trim());

/** The best likeness among the spellings of two persons, 0-100. */
export const bestLikeness = (a: readonly string[], b: readonly string[]): number =>
  Math.max(0, ...a.flatMap((left) => b.map((right) => nameLikeness(left, right))));
