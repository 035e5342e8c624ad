/** How a paper speaks: amounts, days and names in one language, isolated where Urdu needs it. */
import { encode } from 'uqr';
import type { IsoDate } from '#platform/dates.ts';
import { formatDate, formatMoney, type Language } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';
import type { Head } from './model.ts';

export type Organisation = { readonly name: string; readonly nameHi: string | null; readonly nameUr: string | null };
type InThreeScripts = { readonly en: string; readonly hi: string | null; readonly ur: string | null };

export type Speech = {
  readonly lang: Language;
  /** Second argument of every sentence. */
  readonly as: { readonly locale: Language };
  /** Keeps its order inside a sentence: the templates look for these marks. */
  readonly iso: (text: string) => string;
  readonly money: (paise: number) => string;
  /** Empty for nothing, so that a column of exceptions stays quiet. */
  readonly moneyOrNone: (paise: number) => string;
  readonly day: (on: IsoDate | null) => string;
  readonly name: (names: InThreeScripts) => string;
};

export function speechOf(lang: Language): Speech {
  const iso = (text: string) => (lang === 'ur' && text !== '' ? `\u2066${text}\u2069` : text);
  // A day carries its month's Urdu name and reads as Urdu does: U+2067, not U+2066.
  const isolatedDay = (text: string) => (lang === 'ur' ? `\u2067${text}\u2069` : text);
  const money = (paise: number) => iso(formatMoney(paise));
  return {
    lang,
    as: { locale: lang },
    iso,
    money,
    moneyOrNone: (paise) => (paise === 0 ? '' : money(paise)),
    day: (on) => (on === null ? '' : isolatedDay(formatDate(on, lang, { style: 'plain' }))),
    name: (names) => (lang === 'hi' ? names.hi : lang === 'ur' ? names.ur : null) ?? names.en,
  };
}

/** Rows that carry their names side by side. */
export const namesOf = (row: { nameEn: string; nameHi: string | null; nameUr: string | null }): InThreeScripts => ({
  en: row.nameEn,
  hi: row.nameHi,
  ur: row.nameUr,
});

export function headOf(
  speech: Speech,
  {
    organisation,
    today,
    ...said
  }: Pick<Head, 'title' | 'subtitle' | 'period'> & { organisation: Organisation; today: IsoDate },
): Head {
  const { name, nameHi, nameUr } = organisation;
  return {
    ...said,
    lang: speech.lang,
    organisation: speech.name({ en: name, hi: nameHi, ur: nameUr }),
    made: m.paper_printed({ date: speech.day(today) }, speech.as),
    pageWords: m.paper_page({ page: '{page}', pages: '{pages}' }, speech.as),
  };
}

/**
 * Dark on white with a quiet border, so that a camera reads it off a photocopy too. Neighbours in a row are one bar: a sheet of cards
 * is set in a third of the time.
 */
export function qrSvg(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const bars = data.flatMap((row, y) =>
    [
      ...row
        .map((dark) => (dark ? '1' : '0'))
        .join('')
        .matchAll(/1+/g),
    ].map((bar) => `M${bar.index} ${y}h${bar[0].length}v1h-${bar[0].length}z`),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path d="M0 0h${size}v${size}h-${size}z" fill="#fff"/><path d="${bars.join('')}" shape-rendering="crispEdges"/></svg>`;
}
