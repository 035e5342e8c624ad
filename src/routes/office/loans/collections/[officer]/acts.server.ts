/** What a cashier does on an officer's page: each form one command, its paper kept first. */
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { readForm } from '../../../form.server.ts';
import { keepPhoto } from '../../../keep-photo.server.ts';

type Event = RequestEvent<{ officer: string }>;

/** The cashier's or the bank's paper. */
const SLIP = { field: 'slip', purpose: 'slip' } as const;

export const acts = {
  receive: async (event: Event) => {
    const sent = await readForm(event);
    const officerId = event.params.officer;
    const [toHeadId, bookId] = sent.text('head').split(' ');
    const kept = await keepPhoto(event, sent, SLIP);
    if (kept.failed) return kept.failed;
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
      ...(kept.photoId && { photoId: kept.photoId }),
    });
    return done.failed ?? redirect(303, `/office/loans/collections/${officerId}`);
  },
  photo: async (event: Event) => {
    const sent = await readForm(event);
    const kept = await keepPhoto(event, sent, SLIP);
    if (kept.failed) return kept.failed;
    const of = { receiptId: sent.text('receiptId'), photoId: kept.photoId ?? '' };
    const done = await sent.do('collections.addReceiptPhoto', of);
    return done.failed ?? redirect(303, `/office/loans/collections/${event.params.officer}`);
  },
  undo: async (event: Event) => {
    const sent = await readForm(event);
    const of = { receiptId: sent.text('receiptId'), reason: sent.text('reason') };
    const done = await sent.do('collections.undoReceipt', of);
    return done.failed ?? redirect(303, `/office/loans/collections/${event.params.officer}`);
  },
};
