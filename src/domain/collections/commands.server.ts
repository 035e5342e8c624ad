/** What an officer sends from the way, and what the office writes about her cash. */
import { ofLoan } from '#domain/loans/index.server.ts';
import { defineCommands, OWN } from '#platform/door.ts';
import { closeDay, handOver, receive, undoReceipt } from './cash.server.ts';
import * as model from './model.ts';
import { addPhoto } from './receipt-photos.server.ts';
import { setLimit } from './settings.server.ts';
import { take, visit } from './take.server.ts';

const records = { may: 'collections.record', offline: true } as const;
/** Of the office's cash as a whole. */
const office = { scope: () => null };

export const commands = defineCommands('collections', {
  take: { input: model.Take, ...records, scope: ofLoan, run: take },
  visit: { input: model.Visit, ...records, scope: ofLoan, run: visit },
  // about her own cash and nobody else's
  handOver: { input: model.HandOver, ...records, scope: () => OWN, typed: ['reference'], run: handOver },
  closeDay: { input: model.DayClosing, ...records, scope: () => OWN, run: closeDay },
  receive: { input: model.CashReceipt, may: 'collections.receive', ...office, typed: ['reference'], run: receive },
  addReceiptPhoto: { input: model.ReceiptPhoto, may: 'collections.receive', ...office, run: addPhoto },
  undoReceipt: { input: model.ReceiptUndoing, may: 'collections.receive', ...office, run: undoReceipt },
  // whoever takes the money does not decide how much may lie about
  setLimit: { input: model.CashLimit, may: 'collections.limit', ...office, run: setLimit },
});
