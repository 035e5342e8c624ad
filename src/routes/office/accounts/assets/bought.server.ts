/** Vouchers an asset may have been bought by. */
import type { VoucherPage, VoucherRow } from '#domain/accounts/index.server.ts';
import { formatDate, moneyInSentence, type Language } from '#ui/index.ts';
import type { Here } from '../../ask.ts';
import { askBook, type OfficeHere } from '../office.server.ts';
import { registerOf } from './assets.server.ts';

const LATEST = 20;

/** The latest vouchers on heads of fixed assets that the register has not entered yet. */
export async function boughtBy(here: Here, office: OfficeHere, heads: readonly string[]): Promise<VoucherRow[]> {
  const found = new Map<string, VoucherRow>();
  for (const headId of heads) {
    const { rows } = await askBook<VoucherPage>(here, office, ['vouchers', { headId, state: 'posted', limit: LATEST }]);
    for (const row of rows) if (row.purpose === 'plain' || row.purpose === 'recurring') found.set(row.voucherId, row);
  }
  const { rows: entered } = await registerOf(here, office);
  for (const { voucherId } of entered) if (voucherId) found.delete(voucherId);
  return [...found.values()];
}

export const optionOf = (voucher: VoucherRow, language: Language): { value: string; label: string } => ({
  value: voucher.voucherId,
  label: [
    voucher.label ?? '',
    formatDate(voucher.eventOn, language, { style: 'plain' }),
    voucher.narration,
    moneyInSentence(voucher.amountPaise, language),
  ].join(' · '),
});
