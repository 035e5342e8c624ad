/**
 * How a name sounds, whatever script it was written in. A token becomes a row of sounds: consonants in coarse classes, vowels with
 * the strength the script gives them. Urdu leaves short vowels out, Hindi leaves the inherent a out, Latin writes all but in many ways:
 * strengths tell the comparison what a script could not have said.
 */

/** `strong`: written out and meant; `short`: written here, but another script may leave it out; `faint`: anyone may leave it out. */
export type Strength = 'strong' | 'short' | 'faint';
export type Sound =
  | { readonly kind: 'c'; readonly is: string }
  /** `any` = Urdu's alif or ain at the head of a word: a, i or u. */
  | { readonly kind: 'v'; readonly is: 'a' | 'i' | 'u' | 'any'; readonly strength: Strength }
  /** Urdu's vav: v, or u/o. */
  | { readonly kind: 'w' };
export type Script = 'latin' | 'devanagari' | 'urdu';

const c = (is: string): Sound => ({ kind: 'c', is });
const v = (is: 'a' | 'i' | 'u' | 'any', strength: Strength = 'strong'): Sound => ({ kind: 'v', is, strength });
const consonants = (table: string): Map<string, Sound[]> =>
  new Map(
    table
      .normalize('NFC')
      .trim()
      .split(/\s+/)
      .map((entry) => {
        const [letters, sounds] = entry.split('=') as [string, string];
        return [letters, Array.from(sounds, c)] as const;
      }),
  );

// S = sh, z kept beside j, R = the flapped r written d or r elsewhere, C = ch
const DEVANAGARI = consonants(`
  क=k ख=k ग=g घ=g ङ=n च=C छ=C ज=j झ=j ञ=n ट=t ठ=t ड=d ढ=d ण=n त=t थ=t द=d ध=d न=n प=p फ=f ब=b भ=b म=m
  र=r ल=l ळ=l व=v श=S ष=S स=s ह=h क़=k ख़=k ग़=g ज़=z ड़=R ढ़=R फ़=f झ़=z`);
const DEVANAGARI_VOWELS: Readonly<Record<string, Sound[]>> = {
  अ: [v('a', 'short')],
  आ: [v('a')],
  'ा': [v('a')],
  इ: [v('i', 'short')],
  'ि': [v('i', 'short')],
  ई: [v('i')],
  'ी': [v('i')],
  उ: [v('u', 'short')],
  'ु': [v('u', 'short')],
  ऊ: [v('u')],
  'ू': [v('u')],
  ए: [v('i')],
  'े': [v('i')],
  ऐ: [v('i', 'short')],
  'ै': [v('i', 'short')],
  ओ: [v('u')],
  'ो': [v('u')],
  औ: [v('u')],
  'ौ': [v('u')],
  ऑ: [v('u')],
  'ॉ': [v('u')],
  ऋ: [c('r'), v('i', 'short')],
  'ृ': [c('r'), v('i', 'short')],
  य: [v('i')],
  'ं': [c('n')],
  'ँ': [c('n')],
};
const URDU = consonants(`
  ب=b پ=p ت=t ٹ=t ط=t ث=s س=s ص=s ج=j چ=C ح=h ہ=h ه=h ھ=h خ=k د=d ڈ=d ذ=z ز=z ژ=z ض=z ظ=z ر=r ڑ=R ش=S غ=g ف=f ق=k ک=k ك=k گ=g
  ل=l م=m ن=n ں=n ۃ=t`);
const LATIN_PAIRS = consonants(`kh=k gh=g ch=C jh=j th=t dh=d ph=f bh=b sh=S zh=z ck=k`);
const LATIN = consonants(`k=k q=k c=k g=g j=j t=t d=d n=n p=p f=f b=b m=m r=r l=l v=v w=v s=s z=z h=h x=ks`);
const LATIN_VOWELS: Readonly<Record<string, Sound[]>> = {
  aa: [v('a')],
  ee: [v('i')],
  ie: [v('i')],
  ii: [v('i')],
  oo: [v('u')],
  ou: [v('u')],
  uu: [v('u')],
  au: [v('u')],
  ai: [v('a', 'short'), v('i', 'short')],
  ay: [v('a', 'short'), v('i')],
  ei: [v('i')],
  ey: [v('i')],
  ia: [v('i'), v('a')],
  a: [v('a', 'short')],
  e: [v('i', 'faint')],
  i: [v('i', 'short')],
  y: [v('i')],
  o: [v('u', 'short')],
  u: [v('u', 'short')],
};

export function scriptOf(token: string): Script {
  if (/[\u0900-\u097f]/.test(token)) return 'devanagari';
  return /[\u0600-\u06ff]/.test(token) ? 'urdu' : 'latin';
}

function devanagariSounds(token: string): Sound[] {
  const sounds: Sound[] = [];
  // nukta letters may come composed or as letter + nukta: NFC leaves them decomposed, the table holds the pair
  for (const letter of token.replace(/ज्ञ/g, 'ग्य').match(/[\u0900-\u097f]\u093c?/g) ?? []) {
    const known = DEVANAGARI.get(letter) ?? DEVANAGARI.get(letter.charAt(0)) ?? DEVANAGARI_VOWELS[letter];
    if (known) sounds.push(...known);
  }
  return sounds;
}

const URDU_I = new Set(['ی', 'ي', 'ے', 'ئ', 'ى', 'ۓ']);

function urduLetter(letters: readonly string[], index: number): Sound[] {
  const letter = letters[index]!;
  const next = letters[index + 1];
  const before = letters[index - 1];
  const last = index === letters.length - 1;
  if (letter === 'آ') return [v('a')];
  if (letter === 'ا' || letter === 'أ') {
    // alif before vav or ye at the head only carries that vowel
    if (index === 0) return next === 'و' || (next !== undefined && URDU_I.has(next)) ? [] : [v('any', 'short')];
    return [v('a')];
  }
  if (letter === 'ع') return index === 0 && next !== 'ا' ? [v('any', 'short')] : [v('any', 'faint')];
  if (letter === 'و' || letter === 'ؤ') {
    const glides = index === 0 || next === 'ا' || next === 'ی' || next === 'ے' || before === 'ا';
    return index === 1 && before === 'ا' && !(next === 'ا' || next === 'ی')
      ? [v('u')]
      : glides
        ? [c('v')]
        : [{ kind: 'w' }];
  }
  if (URDU_I.has(letter)) return [v('i')];
  if ((letter === 'ہ' || letter === 'ه' || letter === 'ۃ') && last && index > 1 && before !== 'ا') return [v('a')];
  return URDU.get(letter) ?? [];
}

function urduSounds(token: string): Sound[] {
  const letters = Array.from(token.replace(/[\u064b-\u0652\u0670\u0640\u0621]/g, '')).map((letter) =>
    letter === 'ه' ? 'ہ' : letter === 'ي' ? 'ی' : letter,
  );
  // do-chashmi he only breathes on the consonant before it, except that phe is written ph and said f or p: f, as in the other scripts
  const plain = letters
    .map((letter, index) => (letter === 'پ' && letters[index + 1] === 'ھ' ? 'ف' : letter))
    .filter((letter, index) => letter !== 'ھ' || index === 0);
  return plain.flatMap((_, index) => urduLetter(plain, index));
}

function latinSounds(token: string): Sound[] {
  const sounds: Sound[] = [];
  const text = token
    .replace(/chh/g, 'ch')
    .replace(/tch/g, 'ch')
    .replace(/gya?n(?=$|[a-z])/g, 'gyan')
    .replace(/^jn/, 'gy');
  for (let at = 0; at < text.length;) {
    const pair = text.slice(at, at + 2);
    const known = LATIN_PAIRS.get(pair) ?? LATIN_VOWELS[pair];
    if (known) {
      sounds.push(...known);
      at += 2;
      continue;
    }
    const letter = text.charAt(at);
    sounds.push(...(LATIN.get(letter) ?? LATIN_VOWELS[letter] ?? []));
    at += 1;
  }
  return sounds;
}

const isH = (sound: Sound | undefined): boolean => sound?.kind === 'c' && sound.is === 'h';
const isLabial = (sound: Sound | undefined): boolean => sound?.kind === 'c' && 'pb'.includes(sound.is);

/** The sounds of one token, the writing habits of its script evened out. The token must be folded (`foldToken`). */
export function soundsOf(token: string): Sound[] {
  const script = scriptOf(token);
  const written =
    script === 'devanagari' ? devanagariSounds(token) : script === 'urdu' ? urduSounds(token) : latinSounds(token);
  // Urdu writes a letter twice only where a vowel stands between (ممتاز); a doubled sound has one letter there
  const doubles = script === 'urdu';
  const even: Sound[] = [];
  written.forEach((sound, index) => {
    const next = written[index + 1];
    const before = even.at(-1);
    // a closing h is not heard ("Fatimah", شاہ); n before p, b is said m
    if (isH(sound) && next === undefined && even.length > 1) return;
    if (sound.kind === 'c' && sound.is === 'n' && isLabial(next)) even.push(c('m'));
    else if (!doubles && sound.kind === 'c' && before?.kind === 'c' && before.is === sound.is) return;
    else if (sound.kind === 'v' && before?.kind === 'v' && before.is === sound.is) {
      if (sound.strength === 'strong') even[even.length - 1] = sound;
    } else even.push(sound);
  });
  return even;
}
