import type { WarningLog } from '#domain/collections/index.server.ts';
import { ask } from '../../../ask.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ log: await ask<WarningLog>(event, 'collections.warnings') });
