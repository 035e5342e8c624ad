/** Sample words for the gallery, in the three languages; no real person. */
import type { Language } from '#ui/languages.ts';

const NAMES: Readonly<Record<Language, readonly string[]>> = {
  en: ['Asma Begum', 'Sunita Devi', 'Rehana Khatoon', 'Kiran Maurya', 'Noor Jahan', 'Phoolmati'],
  hi: ['अस्मा बेगम', 'सुनीता देवी', 'रेहाना ख़ातून', 'किरन मौर्या', 'नूरजहाँ', 'फूलमती'],
  ur: ['اسما بیگم', 'سنیتا دیوی', 'ریحانہ خاتون', 'کرن موریہ', 'نور جہاں', 'پھول متی'],
};
const GROUPS: Readonly<Record<Language, readonly string[]>> = {
  en: ['Chameli group, Sursa', 'Roshni group, Ahirori', 'Ekta group, Hussainabad'],
  hi: ['चमेली समूह, सुरसा', 'रोशनी समूह, अहिरोरी', 'एकता समूह, हुसैनाबाद'],
  ur: ['چمیلی گروہ، سرسا', 'روشنی گروہ، اہیروری', 'ایکتا گروہ، حسین آباد'],
};

export const namesIn = (language: Language): readonly string[] => NAMES[language];
export const groupsIn = (language: Language): readonly string[] => GROUPS[language];
