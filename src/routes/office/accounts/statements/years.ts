/** Financial years of a book for a choice: from the first it has books of up to the coming one. Pure. */
import { financialYear, financialYearName } from '#platform/dates.ts';

/** "2025-26", isolated: between Urdu words the two halves would change places. */
export const yearName = (year: number): string => `\u2066${financialYearName(year)}\u2069`;

export function yearChoices(booksFromOn: string, today: string): { value: string; label: string }[] {
  const [first, last] = [financialYear(booksFromOn).year, financialYear(today).year + 1];
  const years = Array.from({ length: Math.max(1, last - first + 1) }, (_, at) => last - at);
  return years.map((year) => ({ value: String(year), label: yearName(year) }));
}

/** Of the address; left out or nonsense: the year of that day. */
export function yearAsked(url: URL, today: string): number {
  const asked = Number(url.searchParams.get('year') ?? NaN);
  return Number.isInteger(asked) && asked >= 1990 && asked <= 2199 ? asked : financialYear(today).year;
}
