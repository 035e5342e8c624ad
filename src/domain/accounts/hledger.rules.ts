/** A book as a plain-text journal that hledger (and ledger) read: strict, every account and the commodity declared. */
import type { IsoDate } from '#platform/dates.ts';
import type { Paise } from '#platform/money.ts';

export type PlainPosting = { readonly account: string; readonly amountPaise: Paise };
export type PlainJournal = {
  readonly on: IsoDate;
  readonly code: string;
  readonly words: string;
  readonly postings: readonly PlainPosting[];
};

/** One part of an account's name: no colon, no two spaces, no comment sign. */
export const plainName = (text: string): string =>
  text
    .replace(/[:;|\r\n\t\u0000-\u001f\u007f]/g, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[([*!=\s]+|[)\]\s]+$/g, '')
    .trim() || '-';
const TOPS: Readonly<Record<string, string>> = {
  '1': 'Assets',
  '2': 'Liabilities',
  '3': 'Equity',
  '4': 'Income',
  '5': 'Expenses',
  '9': 'Memo',
};
/** "Assets:1020 Bank savings account:Gramin Bank" */
export const plainAccount = (code: string, name: string, ...below: readonly string[]): string =>
  [TOPS[code[0] ?? ''] ?? 'Memo', `${code} ${plainName(name)}`, ...below.map(plainName)].join(':');

const amount = (paise: Paise): string => {
  const whole = Math.abs(paise);
  return `INR ${paise < 0 ? '-' : ''}${Math.trunc(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
};

/** @param journals in the order of their book */
export function hledgerText(title: string, journals: readonly PlainJournal[]): string {
  const accounts = [
    ...new Set(journals.flatMap((journal) => journal.postings.map((posting) => posting.account))),
  ].sort();
  return [
    `; ${plainName(title)}`,
    '',
    'commodity INR 1000.00',
    '',
    ...accounts.map((account) => `account ${account}`),
    ...journals.flatMap(({ on, code, words, postings }) => [
      '',
      `${on} * (${plainName(code)}) ${plainName(words)}`,
      ...postings.map((posting) => `    ${posting.account}  ${amount(posting.amountPaise)}`),
    ]),
    '',
  ].join('\n');
}
