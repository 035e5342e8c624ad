/** The three languages of every sentence, and the two questions asked of them everywhere. */
export const LANGUAGES = ['en', 'hi', 'ur'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (value: unknown): value is Language => LANGUAGES.includes(value as Language);
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ur' ? 'rtl' : 'ltr');

/** Each language's name in itself, so that a reader of any one finds hers. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', hi: 'हिन्दी', ur: 'اردو' };
export const LANGUAGE_COOKIE = 'bakhiya_language';
