import type { Language } from '#ui/languages.ts';
import { nameIn, type Named } from '#ui/office/names.ts';

export type ChartNames = Readonly<Record<string, Named>>;

/** "1010 Cash box" in the reader's language. */
export const accountName = (chart: ChartNames, code: string, language: Language): string =>
  chart[code] ? nameIn(language, chart[code]).text : code;
