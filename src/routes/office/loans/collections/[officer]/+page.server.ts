import { redirect } from '@sveltejs/kit';
import type { OfficerCard } from '#domain/collections/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsForAll } from '../../../rail.ts';
import { headsOf } from './heads.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const userId = event.params.officer;
  const card = found(await ask<OfficerCard | null>(event, 'collections.officer', { userId }));
  const mayReceive = holdsForAll(whoIs(event), 'collections.receive') && whoIs(event).userId !== userId;
  return {
    card,
    mayReceive,
    heads: mayReceive ? await headsOf(event, card) : [],
    today: dayInIndia(new Date()),
    formIds: [...card.handOvers.map((one) => one.handOverId), 'desk', 'undo'].map((key) => [key, newId()] as const),
  };
};

export const actions: Actions = {
  receive: async (event) => {
    const sent = await readForm(event);
    const officerId = event.params.officer;
    const [toHeadId, bookId] = sent.text('head').split(' ');
    const done = await sent.do('collections.receive', {
      receiptId: sent.id,
      handOverId: sent.orNull('handOverId'),
      officerId,
      bookId: sent.orNull('bookId') ?? bookId ?? '',
      on: sent.text('on'),
      paise: sent.amount('paise'),
      toHeadId: toHeadId ?? '',
      reference: sent.orNull('reference'),
      reason: sent.orNull('reason'),
    });
    return done.failed ?? redirect(303, `/office/loans/collections/${officerId}`);
  },
  undo: async (event) => {
    const sent = await readForm(event);
    const of = { receiptId: sent.text('receiptId'), reason: sent.text('reason') };
    const done = await sent.do('collections.undoReceipt', of);
    return done.failed ?? redirect(303, `/office/loans/collections/${event.params.officer}`);
  },
};
