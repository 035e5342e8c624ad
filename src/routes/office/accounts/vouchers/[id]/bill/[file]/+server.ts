import { sendPhoto } from '../../../../../files.server.ts';
import { officeHere } from '../../../../office.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const { id: voucherId, file: fileId } = event.params;
  const { body } = await officeHere(event);
  return sendPhoto(event, 'accounts.bill', { ...body, voucherId, fileId });
};
