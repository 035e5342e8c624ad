import type { WrittenOff } from '#domain/loans/index.server.ts';
import { ask } from '../../ask.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ register: await ask<WrittenOff>(event, 'loans.writtenOff') });
