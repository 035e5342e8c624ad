import { sendPhoto } from '../../../../../files.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  sendPhoto(event, 'debts.slipPhoto', { personId: event.params.id, debtId: event.params.debt });
