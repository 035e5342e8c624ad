import { redirect } from '@sveltejs/kit';
import type { Utilisation, VoucherPage } from '#domain/accounts/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsAnywhere } from '../../../rail.ts';
import { inBook } from '../../office-book.ts';
import { askBook, officeHere } from '../../office.server.ts';
import { HUB } from '../../parts.ts';
import { yearAsked, yearChoices } from '../../statements/years.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
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
};

export const actions: Actions = {
  sanction: async (event) => {
    const here = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do('accounts.addSanction', {
      ...here.body,
      ...{ sanctionId: sent.id, fundId: event.params.fund, number: sent.text('number') },
      ...{ sanctionedOn: sent.text('sanctionedOn'), amountPaise: sent.amount('amountPaise') },
      ...{ purpose: sent.text('purpose'), recurring: sent.text('kind') !== 'once', scheme: sent.orNull('scheme') },
      sanctionedBy: sent.text('sanctionedBy'),
    });
    return done.failed ?? redirect(303, inBook(here, `${HUB}/grants/${event.params.fund}`));
  },
  release: async (event) => {
    const here = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do('accounts.addRelease', {
      ...here.body,
      ...{ sanctionId: sent.text('sanctionId'), voucherId: sent.text('voucherId'), letter: sent.text('letter') },
      ...{ releasedOn: sent.text('releasedOn'), amountPaise: sent.amount('amountPaise') },
    });
    return done.failed ?? redirect(303, inBook(here, `${HUB}/grants/${event.params.fund}`));
  },
};
