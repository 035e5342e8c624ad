/** Weekday (Sunday first) and month names, short as spoken; our own, so that every device prints the same slip. */
import type { Language } from './languages.ts';

type CalendarWords = { readonly weekdays: readonly string[]; readonly months: readonly string[] };

const split = (text: string): readonly string[] => text.split(' ');

export const CALENDAR_WORDS: Readonly<Record<Language, CalendarWords>> = {
  en: {
    weekdays: split('Sun Mon Tue Wed Thu Fri Sat'),
    months: split('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'),
  },
  hi: {
    weekdays: split('रवि सोम मंगल बुध गुरु शुक्र शनि'),
    months: split('जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर'),
  },
  ur: {
    weekdays: split('اتوار پیر منگل بدھ جمعرات جمعہ ہفتہ'),
    months: split('جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر'),
  },
};
