/** Numbers and days as text. Pure; the components Money and DateText add the isolation that Urdu needs around them. */
import { daysBetween, isIsoDate, weekdayOf, type IsoDate } from '#platform/dates.ts';
import { formatPaise, groupIndian, type Paise } from '#platform/money.ts';
import { CALENDAR_WORDS } from './calendar-words.ts';
import type { Language } from './languages.ts';

/** "₹1,23,456", "−₹12.50". */
export const formatMoney = (paise: Paise): string => formatPaise(paise);

/** U+2068 FIRST STRONG ISOLATE is wrong for an amount, which starts with a neutral sign: U+2066 LEFT-TO-RIGHT ISOLATE. */
/** Text that runs left to right whatever stands around it. */
export const isolate = (text: string): string => `\u2066${text}\u2069`;

/** An amount for use inside a plain sentence (a message's parameter, a slip): isolated where the sentence runs right to left. */
export const moneyInSentence = (paise: Paise, language: Language): string =>
  language === 'ur' ? isolate(formatPaise(paise)) : formatPaise(paise);

/** Whole numbers with Indian grouping and a real minus: 12,34,567. */
export const formatCount = (count: number): string =>
  `${count < 0 ? '−' : ''}${groupIndian(String(Math.abs(Math.trunc(count))))}`;

/**
 * A rate that never hides what it is made of: "82 % (41/50)". A denominator of zero gives null, since no rate exists then.
 * Rounded half up to a whole percent; only 0 of n reads 0 % and only n of n reads 100 %.
 */
export function formatRate(part: number, whole: number): string | null {
  const percent = formatPercent(part, whole);
  return percent && `${percent} (${formatCount(part)}/${formatCount(whole)})`;
}

/** The rate alone, for where what it is made of stands beside it in rupees. */
export function formatPercent(part: number, whole: number): string | null {
  if (whole <= 0) return null;
  const rounded = Math.floor((part * 200 + whole) / (2 * whole));
  const percent = part > 0 && rounded === 0 ? '<1' : part < whole && rounded === 100 ? '>99' : String(rounded);
  return `${percent} %`;
}

/** Basis points as percent, without trailing zeros: 1250 -> "12.5 %". */
export function formatBps(rateBps: number): string {
  const absolute = Math.abs(rateBps);
  const rest = String(absolute % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${rateBps < 0 ? '−' : ''}${Math.trunc(absolute / 100)}${rest ? `.${rest}` : ''} %`;
}

/** `paper`: "Tue 12 May 2026". `near`: the year is left out within half a year of `today`. `plain`: "12 May 2026". */
export type DateStyle = 'paper' | 'near' | 'plain';
const HALF_YEAR_DAYS = 183;

export function formatDate(
  date: IsoDate,
  language: Language,
  { style = 'paper', today }: { style?: DateStyle; today?: IsoDate } = {},
): string {
  if (!isIsoDate(date)) return date;
  const words = CALENDAR_WORDS[language];
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const near = style === 'near' && today !== undefined && Math.abs(daysBetween(date, today)) <= HALF_YEAR_DAYS;
  const parts = [String(day), words.months[month - 1]];
  if (style !== 'plain') parts.unshift(words.weekdays[weekdayOf(date)]);
  if (!near) parts.push(String(year));
  return parts.join(' ');
}

/** A month's column head: "May 2026". */
export function formatMonth(date: IsoDate, language: Language): string {
  return `${CALENDAR_WORDS[language].months[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
}

/** The clock in India of an instant, "14:20". */
export const formatClock = (at: Date): string => new Date(at.getTime() + 19_800_000).toISOString().slice(11, 16);
