import { sendPhoto } from '../../../files.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => sendPhoto(event, 'desk.personPhoto', { personId: event.params.id });
