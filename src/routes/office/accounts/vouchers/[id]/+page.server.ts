import type { BillKind, VoucherCard } from '#domain/accounts/index.server.ts';
import type { Journal } from '#domain/ledger/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { askIfAllowed, found, whoIs } from '../../../ask.ts';
import { holdsForAll } from '../../../rail.ts';
import { districtsOf, mastersOf, namesOf } from '../../masters.server.ts';
import { askBook, officeHere } from '../../office.server.ts';
import { act, addBill } from './act.server.ts';
import type { Actions, PageServerLoad } from './$types';

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

export const actions: Actions = {
  approve: (event) => act(event, () => ['approveVoucher', {}, 'approved']),
  sendBack: (event) => act(event, (sent) => ['sendBack', { reason: sent.text('reason') }, 'sent_back']),
  reverse: (event) =>
    act(event, (sent) => [
      'cancelVoucher',
      { reversalId: sent.id, eventOn: sent.text('eventOn'), reason: sent.text('reason') },
      'taken_back',
    ]),
  bill: addBill,
};
