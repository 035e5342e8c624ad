/**
 * `npm run clips`: the numbers and the few words a phone reads out when its browser has no voice of the language. Spoken by Debian's
 * espeak-ng, pressed by lame; the result is committed. An organisation may put its own recordings in their place.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, type Language } from '#ui/languages.ts';
import { countInWords } from '#ui/money-words.ts';

/**
 * Urdu is spoken by the Hindi voice from Devanagari spelling: numbers and these words sound the same in both, and Urdu spelling leaves
 * out the short vowels that a machine would have to guess.
 */
const HINDUSTANI = {
  hundred: 'सौ',
  thousand: 'हज़ार',
  lakh: 'लाख',
  crore: 'करोड़',
  rupees: 'रुपये',
  saved: 'बचाया',
  repaid: 'लौटाया',
  loan_left: 'बाक़ी क़र्ज़',
} as const;
const ENGLISH: Readonly<Record<keyof typeof HINDUSTANI, string>> = {
  hundred: 'hundred',
  thousand: 'thousand',
  lakh: 'lakh',
  crore: 'crore',
  rupees: 'rupees',
  saved: 'saved',
  repaid: 'repaid',
  loan_left: 'loan left',
};

const root = join(import.meta.dirname, '..', 'static', 'field', 'clips');

function run(tool: string, args: readonly string[], input?: Buffer): Buffer {
  const done = spawnSync(tool, args, { input, maxBuffer: 10_000_000 });
  if (done.error || done.status !== 0) {
    console.error(`${tool} is needed and did not run: apt-get install espeak-ng lame`);
    process.exit(1);
  }
  return done.stdout;
}

/** Slow enough for a room of women to follow; no silence behind, since clips follow each other. */
function speak(text: string, language: Language): Buffer {
  const wave = run('espeak-ng', [
    '-v',
    language === 'en' ? 'en-gb' : 'hi',
    '-s',
    '135',
    '-a',
    '170',
    '-z',
    '--stdout',
    text,
  ]);
  // -t: no header frame, which would be a tenth of so short a file
  return run('lame', ['--quiet', '-t', '-m', 'm', '-b', '16', '--resample', '16', '-', '-'], wave);
}

for (const language of LANGUAGES) {
  const folder = join(root, language);
  mkdirSync(folder, { recursive: true });
  const script = language === 'en' ? 'en' : 'hi';
  const words = language === 'en' ? ENGLISH : HINDUSTANI;
  const numbers = Array.from({ length: 100 }, (_, number) => [String(number), countInWords(number, script)] as const);
  const texts = new Map<string, string>([...numbers, ...Object.entries(words)]);
  let bytes = 0;
  for (const [key, text] of texts) {
    const clip = speak(text, language);
    bytes += clip.length;
    writeFileSync(join(folder, `${key}.mp3`), clip);
  }
  writeFileSync(join(folder, 'index.json'), `${JSON.stringify([...texts.keys()])}\n`);
  console.log(`${language}: ${texts.size} clips, ${Math.round(bytes / 1024)} KB`);
}
