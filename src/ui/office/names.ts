/** A name that is written in up to three scripts, in the one the reader reads. */
import type { Language } from '../languages.ts';

export type Named = {
  readonly en: string | null | undefined;
  readonly hi?: string | null;
  readonly ur?: string | null;
};

/** Her script, else Latin, else whichever there is; with the language it is in, so that the page can mark and isolate it. */
export function nameIn(language: Language, { en, hi, ur }: Named): { text: string; lang: Language } {
  const inScript = { en, hi, ur };
  for (const lang of [language, 'en', 'hi', 'ur'] as const) {
    const text = inScript[lang];
    if (text) return { text, lang: scriptOf(text) ?? lang };
  }
  return { text: '', lang: language };
}

const scriptOf = (text: string): Language | null =>
  /[\u0900-\u097F]/.test(text) ? 'hi' : /[\u0600-\u06FF]/.test(text) ? 'ur' : /[A-Za-z]/.test(text) ? 'en' : null;

type Card = {
  readonly nameLatin: string | null;
  readonly nameDevanagari: string | null;
  readonly nameUrdu: string | null;
};
type Row = { readonly name: string; readonly nameHi: string | null; readonly nameUr: string | null };
type Line = { readonly nameEn: string; readonly nameHi: string | null; readonly nameUr: string | null };

export const ofCard = (one: Card): Named => ({ en: one.nameLatin, hi: one.nameDevanagari, ur: one.nameUrdu });
export const ofGroup = (one: Row): Named => ({ en: one.name, hi: one.nameHi, ur: one.nameUr });
export const ofLine = (one: Line): Named => ({ en: one.nameEn, hi: one.nameHi, ur: one.nameUr });
