import { sendPhoto } from '../../../../../files.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  sendPhoto(event, 'audit.queryPhoto', { queryId: event.params.id, fileId: event.params.file });
