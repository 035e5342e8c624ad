import type { KeptRow } from '#domain/linkage/index.server.ts';
import { ask } from '../../ask.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  rows: await ask<readonly KeptRow[]>(event, 'linkage.keptList'),
});
