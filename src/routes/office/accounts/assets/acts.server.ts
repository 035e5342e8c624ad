import { redirect } from '@sveltejs/kit';
import type { VoucherReceipt } from '#domain/accounts/index.server.ts';
import { readForm } from '../../form.server.ts';
import { officeHere } from '../office.server.ts';
import { inBook } from '../office-book.ts';
import { rateBpsOf } from './percent.ts';
import type { Actions } from './$types';

export const acts = {
  wear: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const run = { ...office.body, year: sent.whole('year'), voucherId: sent.id };
    const done = await sent.do<VoucherReceipt>('accounts.depreciate', run);
    if (done.failed) return done.failed;
    redirect(303, inBook(office, `/office/accounts/vouchers/${sent.id}?now=${done.receipt.state}`));
  },
  rate: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do('accounts.setRate', {
      ...office.body,
      headId: sent.text('headId'),
      fromOn: sent.text('fromOn'),
      method: sent.text('method'),
      rateBps: rateBpsOf(sent.text('rateBps')),
      halfUnderDays: sent.whole('halfUnderDays'),
      source: sent.text('source'),
    });
    return done.failed ?? redirect(303, inBook(office, '/office/accounts/assets'));
  },
} satisfies Actions;
