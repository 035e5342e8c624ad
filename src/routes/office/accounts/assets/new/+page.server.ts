import { redirect } from '@sveltejs/kit';
import { CHART } from '#domain/ledger/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { readForm } from '../../../form.server.ts';
import { fundOptions, headOptions, mastersOf } from '../../masters.server.ts';
import { officeHere } from '../../office.server.ts';
import { inBook } from '../../office-book.ts';
import { boughtBy, optionOf } from '../bought.server.ts';
import { onlyWith } from '../../../ask.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWith(event, 'accounts.write');
  const office = await officeHere(event);
  const masters = await mastersOf(event, office);
  const { language } = event.locals;
  const classes = masters.heads.filter((head) => head.account === CHART.equipment && head.closedOn === null);
  const vouchers = await boughtBy(
    event,
    office,
    classes.map((head) => head.headId),
  );
  return {
    formId: newId(),
    asked: office.asked,
    today: dayInIndia(new Date()),
    classes: headOptions(classes, language),
    funds: fundOptions(masters.funds, language),
    vouchers: vouchers.map((voucher) => optionOf(voucher, language)),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do('accounts.addAsset', {
      ...office.body,
      assetId: sent.id,
      headId: sent.text('headId'),
      name: sent.text('name'),
      tag: sent.text('tag'),
      boughtOn: sent.text('boughtOn'),
      inUseOn: sent.text('inUseOn') || sent.text('boughtOn'),
      costPaise: sent.amount('costPaise'),
      residualPaise: sent.amount('residualPaise'),
      wornBeforePaise: sent.amount('wornBeforePaise'),
      fundId: sent.orNull('fundId'),
      place: sent.orNull('place'),
      voucherId: sent.orNull('voucherId'),
    });
    return done.failed ?? redirect(303, inBook(office, `/office/accounts/assets/${sent.id}`));
  },
};
