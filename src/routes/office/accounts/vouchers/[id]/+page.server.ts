import { redirect } from '@sveltejs/kit';
import type { BillKind, VoucherCard, VoucherReceipt } from '#domain/accounts/index.server.ts';
import type { Journal } from '#domain/ledger/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { askIfAllowed, found, whoIs } from '../../../ask.ts';
import { readForm, type SentForm } from '../../../form.server.ts';
import { keepPhoto } from '../../../keep-photo.server.ts';
import { holdsForAll } from '../../../rail.ts';
import { districtsOf, mastersOf, namesOf } from '../../masters.server.ts';
import { askBook, officeHere, type OfficeHere } from '../../office.server.ts';
import { inBook } from '../../office-book.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
  const office = await officeHere(event);
  const who = whoIs(event);
  const voucherId = event.params.id;
  const voucher = found(await askBook<VoucherCard | null>(event, office, ['voucher', { voucherId }]));
  const journal =
    voucher.seq === null
      ? null
      : await askIfAllowed<Journal | null>(event, 'ledger.journal', { ...office.body, seq: voucher.seq });
  const districts = await districtsOf(event);
  return {
    ids: { approve: newId(), sendBack: newId(), reverse: newId(), bill: newId() },
    asked: office.asked,
    voucher,
    journal,
    bills: await askBook<BillKind[]>(event, office, ['bills', { voucherId }]),
    names: {
      ...namesOf(await mastersOf(event, office)),
      ...Object.fromEntries(districts.map((place) => [place.value, place.name])),
    },
    today: dayInIndia(new Date()),
    own: voucher.madeBy === who.userId,
    mayCheck: holdsForAll(who, 'accounts.check'),
    mayWrite: holdsForAll(who, 'accounts.write'),
    now: event.url.searchParams.get('now'),
  };
};

/** One act on this voucher, then the page again with what came of it. */
async function act(
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

export const actions: Actions = {
  approve: (event) => act(event, () => ['approveVoucher', {}, 'approved']),
  sendBack: (event) => act(event, (sent) => ['sendBack', { reason: sent.text('reason') }, 'sent_back']),
  reverse: (event) =>
    act(event, (sent) => [
      'cancelVoucher',
      { reversalId: sent.id, eventOn: sent.text('eventOn'), reason: sent.text('reason') },
      'taken_back',
    ]),
  bill: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const kept = await keepPhoto(event, sent, { field: 'bill', purpose: 'bill' });
    if (kept.failed) return kept.failed;
    const back = inBook(office, `/office/accounts/vouchers/${event.params.id}`);
    if (!kept.photoId) redirect(303, back);
    const bill = { ...office.body, voucherId: event.params.id, fileId: kept.photoId };
    const done = await sent.do('accounts.addBill', bill);
    return done.failed ?? redirect(303, back);
  },
};
