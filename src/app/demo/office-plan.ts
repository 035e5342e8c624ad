/** What the trust's office has on its first day. */
import { rupees } from '#platform/money.ts';
import type { OfficeDesk } from './office.model.ts';

const names = (nameEn: string, nameHi: string, nameUr: string) => ({ nameEn, nameHi, nameUr });

export const FUNDS = [
  {
    ...{ code: 'HC-TRG', kind: 'grant', donor: 'Development Commissioner (Handicrafts)', interestToGrant: true },
    ...names('Handicraft training grant', 'हस्तशिल्प प्रशिक्षण अनुदान', 'دستکاری تربیت گرانٹ'),
  },
  {
    ...{ code: 'GEN-DON', kind: 'donation', donor: 'Many givers', interestToGrant: false },
    ...names('General donations', 'सामान्य दान', 'عام عطیات'),
  },
] as const;

export const PROGRAMMES = [
  { code: 'TRG', ...names('Craft training', 'शिल्प प्रशिक्षण', 'دستکاری کی تربیت') },
  { code: 'SHG', ...names('Savings groups', 'बचत समूह', 'بچت گروپ') },
  { code: 'CENTRE', ...names('Craft centre', 'शिल्प केंद्र', 'دستکاری مرکز') },
] as const;

/** From the Tally books kept before: debit positive, together zero. */
export function openingLines({ head, fund }: Pick<OfficeDesk, 'head' | 'fund'>) {
  const balances: readonly (readonly [string, number, string?])[] = [
    ['Cash', 9_400],
    ['Gramin Bank, Aminabad', 6_42_300],
    ['Fixed deposit', 5_00_000],
    ['Furniture & Fixtures', 1_20_000],
    ['Accumulated Depreciation', -30_000],
    ['Security Deposits', 36_000],
    ['Corpus Fund', -8_00_000],
    ['General Fund', -3_61_700],
    ['Unspent Grants', -85_000, 'HC-TRG'],
    ['Expenses Payable', -31_000],
  ];
  return balances.map(([name, amount, code]) => ({
    headId: head(name),
    amountPaise: rupees(amount),
    fundId: code ? fund(code) : null,
  }));
}
