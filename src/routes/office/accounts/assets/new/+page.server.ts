import { redirect } from '@sveltejs/kit';
import type { VoucherCard, VoucherPage } from '#domain/accounts/index.server.ts';
import { CHART } from '#domain/ledger/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { formatDate, moneyInSentence } from '#ui/index.ts';
import { readForm } from '../../../form.server.ts';
import { fundOptions, headOptions, mastersOf } from '../../masters.server.ts';
import { askBook, officeHere, type OfficeHere } from '../../office.server.ts';
import { inBook } from '../../office-book.ts';
import { registerOf } from '../assets.server.ts';
import type { Actions, PageServerLoad, PageServerLoadEvent } from './$types';

const LATEST = 20;

export const load: PageServerLoad = async (event) => {
  const office = await officeHere(event);
  const masters = await mastersOf(event, office);
  const { language } = event.locals;
  const classes = masters.heads.filter((head) => head.account === CHART.equipment && head.closedOn === null);
  const [vouchers, known] = await boughtBy(
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
    vouchers: vouchers
      .filter((voucher) => !known.has(voucher.voucherId))
      .map((voucher) => ({
        value: voucher.voucherId,
        label: [
          voucher.label,
          formatDate(voucher.eventOn, language, { style: 'plain' }),
          voucher.narration,
          moneyInSentence(voucher.amountPaise, language),
        ].join(' · '),
      })),
  };
};

/** The latest vouchers on heads of fixed assets, and those the register has entered. */
async function boughtBy(event: PageServerLoadEvent, office: OfficeHere, heads: readonly string[]) {
  const found: Pick<VoucherCard, 'voucherId' | 'label' | 'eventOn' | 'narration' | 'amountPaise'>[] = [];
  for (const headId of heads) {
    const page = await askBook<VoucherPage>(event, office, ['vouchers', { headId, state: 'posted', limit: LATEST }]);
    found.push(...page.rows.filter((row) => row.purpose === 'plain' || row.purpose === 'recurring'));
  }
  const { rows } = await registerOf(event, office);
  return [found, new Set(rows.map((row) => row.voucherId))] as const;
}

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
