/** Amounts in words for receipts and statements, by crore, lakh, thousand and hundred. */
import { isPaise, type Paise } from '#platform/money.ts';
import type { Language } from './languages.ts';
import { ENGLISH_BELOW_HUNDRED, HINDI_BELOW_HUNDRED, URDU_BELOW_HUNDRED } from './number-words.ts';

type Words = {
  readonly below: readonly string[];
  readonly scales: readonly [crore: string, lakh: string, thousand: string, hundred: string];
  readonly rupee: readonly [one: string, many: string];
  readonly paisa: readonly [one: string, many: string];
  readonly and: string;
  readonly minus: string;
};

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    below: ENGLISH_BELOW_HUNDRED,
    scales: ['crore', 'lakh', 'thousand', 'hundred'],
    rupee: ['rupee', 'rupees'],
    paisa: ['paisa', 'paise'],
    and: 'and',
    minus: 'minus',
  },
  hi: {
    below: HINDI_BELOW_HUNDRED,
    scales: ['करोड़', 'लाख', 'हज़ार', 'सौ'],
    rupee: ['रुपया', 'रुपये'],
    paisa: ['पैसा', 'पैसे'],
    and: 'और',
    minus: 'ऋण',
  },
  ur: {
    below: URDU_BELOW_HUNDRED,
    scales: ['کروڑ', 'لاکھ', 'ہزار', 'سو'],
    rupee: ['روپیہ', 'روپے'],
    paisa: ['پیسہ', 'پیسے'],
    and: 'اور',
    minus: 'منفی',
  },
};

const SCALES = [10_000_000, 100_000, 1_000, 100] as const;

/** A whole number from 0 to 99,99,99,999 or more in words: 123456 -> "one lakh twenty-three thousand four hundred fifty-six". */
export function countInWords(value: number, language: Language): string {
  const { below, scales } = WORDS[language];
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a whole number: ${value}`);
  if (value < 100) return below[value]!;
  const parts: string[] = [];
  let rest = value;
  SCALES.forEach((size, index) => {
    const many = Math.trunc(rest / size);
    if (many > 0) parts.push(`${countInWords(many, language)} ${scales[index]}`);
    rest %= size;
  });
  if (rest > 0) parts.push(below[rest]!);
  return parts.join(' ');
}

/** "one lakh twenty rupees and fifty paise". Throws a RangeError for what is no amount of paise. */
export function moneyInWords(paise: Paise, language: Language): string {
  if (!isPaise(paise)) throw new RangeError('not an amount of paise');
  const words = WORDS[language];
  const absolute = Math.abs(paise);
  const whole = Math.trunc(absolute / 100);
  const part = absolute % 100;
  const said: string[] = [];
  if (whole > 0 || part === 0) said.push(`${countInWords(whole, language)} ${words.rupee[whole === 1 ? 0 : 1]}`);
  if (part > 0) said.push(`${countInWords(part, language)} ${words.paisa[part === 1 ? 0 : 1]}`);
  return `${paise < 0 ? `${words.minus} ` : ''}${said.join(` ${words.and} `)}`;
}
