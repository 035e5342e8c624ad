import { redirect } from '@sveltejs/kit';
import { isMoney } from '#domain/accounts/index.ts';
import type { VoucherReceipt } from '#domain/accounts/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsForAll } from '../../../rail.ts';
import { headOptions, mastersOf, namesOf } from '../../masters.server.ts';
import { officeHere } from '../../office.server.ts';
import { inBook } from '../../office-book.ts';
import { registerOf } from '../assets.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const office = await officeHere(event);
  const { rows } = await registerOf(event, office);
  const asset = found(rows.find((row) => row.assetId === event.params.id));
  const masters = await mastersOf(event, office);
  const tills = masters.heads.filter(
    (head) => isMoney(head.account) && head.closedOn === null && head.officerId === null,
  );
  return {
    formId: newId(),
    asked: office.asked,
    asset,
    today: dayInIndia(new Date()),
    tills: headOptions(tills, event.locals.language),
    names: namesOf(masters),
    mayWrite: holdsForAll(whoIs(event), 'accounts.write'),
  };
};

export const actions: Actions = {
  dispose: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do<VoucherReceipt>('accounts.disposeAsset', {
      ...office.body,
      assetId: event.params.id,
      voucherId: sent.id,
      disposedOn: sent.text('disposedOn'),
      proceedsPaise: sent.amount('proceedsPaise'),
      intoHeadId: sent.orNull('intoHeadId'),
      reason: sent.text('reason'),
    });
    if (done.failed) return done.failed;
    redirect(303, inBook(office, `/office/accounts/vouchers/${sent.id}?now=${done.receipt.state}`));
  },
};
