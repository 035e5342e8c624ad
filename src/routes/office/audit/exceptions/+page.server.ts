import type { Exception } from '#app/audit/index.ts';
import type { Limits } from '#app/audit/index.server.ts';
import { ask } from '../../ask.ts';
import { mayOf, periodOf } from '../audit.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const period = periodOf(event.url);
  const counts = await ask<Record<Exception, number>>(event, 'audit.exceptionCounts', period);
  const limits = await ask<Limits>(event, 'audit.limits');
  return { may: mayOf(event), period, counts, limits: limits.now };
};
