/** One fund: its chain from sanction to certificate, and receipts that no release names yet. */
import type { Utilisation, VoucherPage } from '#domain/accounts/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { found, whoIs } from '../../../ask.ts';
import { holdsAnywhere } from '../../../rail.ts';
import { askBook, officeHere } from '../../office.server.ts';
import { yearAsked, yearChoices } from '../../statements/years.ts';
import type { PageServerLoadEvent } from './$types';

type Event = PageServerLoadEvent;

export async function fundPage(event: Event) {
  const here = await officeHere(event);
  const today = dayInIndia(new Date());
  const fundId = event.params.fund;
  const year = yearAsked(event.url, today);
  const use = found(await askBook<Utilisation | null>(event, here, ['utilisation', { fundId, year }]));
  const receipts = found(
    await askBook<VoucherPage | null>(event, here, [
      'vouchers',
      { fundId, type: 'receipt' as const, state: 'posted' as const, limit: 100 },
    ]),
  );
  const named = new Set(use.sanctions.flatMap((one) => one.releases.map((release) => release.voucherId)));
  const { heads, ...rest } = use;
  return {
    ...{ asked: here.asked, use: rest, today },
    years: yearChoices(here.card.booksFromOn, today),
    heads: Object.fromEntries(
      heads.map((head) => [head.headId, { en: head.nameEn, hi: head.nameHi, ur: head.nameUr }]),
    ),
    /** Receipts that no release names yet. */
    receipts: receipts.rows
      .filter((row) => !named.has(row.voucherId))
      .map(({ voucherId, label, eventOn, amountPaise }) => ({ voucherId, label, eventOn, amountPaise })),
    mayWrite: holdsAnywhere(whoIs(event), 'accounts.write'),
    ids: { sanction: newId(), release: newId() },
  };
}
