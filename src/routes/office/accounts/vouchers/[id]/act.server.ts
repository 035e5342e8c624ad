import { redirect } from '@sveltejs/kit';
import type { VoucherReceipt } from '#domain/accounts/index.server.ts';
import { readForm, type SentForm } from '../../../form.server.ts';
import { keepPhoto } from '../../../keep-photo.server.ts';
import { officeHere, type OfficeHere } from '../../office.server.ts';
import { inBook } from '../../office-book.ts';
import type { RequestEvent } from './$types';

/** One act on this voucher, then the page again with what came of it. */
export async function act(
  event: RequestEvent,
  make: (sent: SentForm, office: OfficeHere) => [command: string, input: object, now: string],
) {
  const office = await officeHere(event);
  const sent = await readForm(event);
  const [command, input, now] = make(sent, office);
  const ref = { ...office.body, voucherId: event.params.id };
  const done = await sent.do<Partial<VoucherReceipt>>(`accounts.${command}`, { ...ref, ...input });
  if (done.failed) return done.failed;
  redirect(303, inBook(office, `/office/accounts/vouchers/${event.params.id}?now=${now}`));
}

/** One more bill for a voucher that stands already. */
export async function addBill(event: RequestEvent) {
  const office = await officeHere(event);
  const sent = await readForm(event);
  const kept = await keepPhoto(event, sent, { field: 'bill', purpose: 'bill' });
  if (kept.failed) return kept.failed;
  const back = inBook(office, `/office/accounts/vouchers/${event.params.id}`);
  if (!kept.photoId) redirect(303, back);
  const bill = { ...office.body, voucherId: event.params.id, fileId: kept.photoId };
  const done = await sent.do('accounts.addBill', bill);
  return done.failed ?? redirect(303, back);
}
