import { sendPhoto } from '../../../../../../files.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => {
  const { receipt: receiptId, photo: photoId } = event.params;
  return sendPhoto(event, 'collections.receiptPhoto', { receiptId, photoId });
};
