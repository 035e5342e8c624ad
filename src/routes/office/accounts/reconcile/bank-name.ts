import { language } from '#ui/language.svelte.ts';
import { nameIn } from '#ui/office/names.ts';
import type { BankCard } from './bank.server.ts';

/** As a title: with the last digits, since a body may have two accounts at one bank. */
export function bankName({ names, number }: Pick<BankCard, 'names' | 'number'>): string {
  const { text } = nameIn(language(), names);
  return number === null ? text : `${text} \u2066…${number}\u2069`;
}
